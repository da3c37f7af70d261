"""Damaged repositories: a clear problem, never a traceback and never a silent gap."""

import zlib
from pathlib import Path

import pytest

from reviewer.domain.errors import RepositoryProblem
from tests.repositories import GitRepository, new_repository
from tests.reviewer.local.reading import paths, read, read_staged


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    repository = new_repository(tmp_path / "shop")
    repository.commit({"a.py": "1\n", "b.py": "1\n", "deep/c.py": "1\n"})
    repository.commit({"a.py": "2\n", "b.py": "b\n", "deep/c.py": "2\n"})
    return repository


def _damage(repository: GitRepository, name: str, data: bytes = b"damaged") -> None:
    file = repository.object_file(repository.git("rev-parse", name))
    file.chmod(0o644)
    file.write_bytes(data)


@pytest.mark.parametrize("name", ["HEAD^{tree}", "HEAD:deep", "HEAD", "HEAD~1"])
@pytest.mark.parametrize("data", [b"damaged", b""], ids=["garbage", "empty"])
def test_a_damaged_commit_or_tree_is_a_problem_that_names_it(repository: GitRepository, name: str, data: bytes) -> None:
    oid = repository.git("rev-parse", name)
    _damage(repository, name, data)
    with pytest.raises(RepositoryProblem) as problem:
        read(repository)
    assert oid in str(problem.value) or "HEAD" in str(problem.value)


@pytest.mark.parametrize("data", [b"damaged", b"", None], ids=["garbage", "empty", "missing"])
def test_a_damaged_or_missing_blob_is_said_at_its_file_and_the_rest_is_read(
    repository: GitRepository, data: bytes | None
) -> None:
    if data is None:
        repository.object_file(repository.git("rev-parse", "HEAD:a.py")).unlink()
    else:
        _damage(repository, "HEAD:a.py", data)
    a, b, _ = read(repository).files
    assert a.head is not None
    assert (a.head.data, "is not in this clone" in a.head.missing) == (None, True)
    assert b.head is not None
    assert b.head.data == b"b\n"


def test_a_blob_that_breaks_off_is_a_problem_that_names_it(repository: GitRepository) -> None:
    oid = repository.git("rev-parse", "HEAD:b.py")
    whole = zlib.compress(b"blob 5000\0" + bytes(n % 251 for n in range(5000)))
    _damage(repository, "HEAD:b.py", whole[:-60])
    with pytest.raises(RepositoryProblem, match=f"git could not read an object: .*{oid}") as problem:
        read(repository)
    assert "git fsck" in problem.value.hint


@pytest.mark.parametrize("name", ["HEAD^{tree}", "HEAD:deep"])
def test_a_missing_tree_is_a_problem(repository: GitRepository, name: str) -> None:
    repository.object_file(repository.git("rev-parse", name)).unlink()
    with pytest.raises(RepositoryProblem, match=r"cannot be compared: .*unable to read tree"):
        read(repository)


def test_a_missing_parent_is_a_problem(repository: GitRepository) -> None:
    parent = repository.git("rev-parse", "HEAD~1")
    repository.object_file(parent).unlink()
    with pytest.raises(RepositoryProblem, match=parent):
        read(repository)


def test_a_branch_that_points_nowhere(repository: GitRepository) -> None:
    (repository.path / ".git" / "refs" / "heads" / "main").write_text("1" * 40 + "\n")
    with pytest.raises(RepositoryProblem):
        read(repository)


def test_a_branch_file_of_garbage(repository: GitRepository) -> None:
    (repository.path / ".git" / "refs" / "heads" / "main").write_bytes(b"\0\xff garbage")
    with pytest.raises(RepositoryProblem):
        read(repository)


def test_a_damaged_index(repository: GitRepository) -> None:
    (repository.path / ".git" / "index").write_bytes(b"DIRC garbage")
    with pytest.raises(RepositoryProblem, match="index"):
        read_staged(repository)
    assert paths(read(repository)) == ["a.py", "b.py", "deep/c.py"]


def test_a_truncated_pack(repository: GitRepository) -> None:
    repository.git("repack", "--quiet", "-a", "-d")
    (pack,) = (repository.path / ".git" / "objects" / "pack").glob("*.pack")
    data = pack.read_bytes()
    pack.chmod(0o644)
    pack.write_bytes(data[: len(data) // 2])
    with pytest.raises(RepositoryProblem):
        read(repository)


def test_an_alternate_that_is_gone(repository: GitRepository) -> None:
    (repository.path / ".git" / "objects" / "info").mkdir(exist_ok=True)
    (repository.path / ".git" / "objects" / "info" / "alternates").write_text("/nowhere/at/all\n")
    assert paths(read(repository)) == ["a.py", "b.py", "deep/c.py"]
