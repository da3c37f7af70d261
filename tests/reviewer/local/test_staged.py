"""`--staged`: the index against HEAD."""

from pathlib import Path

import pytest

from reviewer.domain.errors import RepositoryProblem
from tests.repositories import GitRepository, clone, new_repository
from tests.reviewer.local.reading import only_file, paths, read_staged


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    repository = new_repository(tmp_path / "shop")
    repository.commit({"a.py": "1\n", "b.py": "1\n"})
    return repository


def test_what_is_staged_is_reviewed_and_nothing_else(repository: GitRepository) -> None:
    repository.stage({"a.py": "2\n"})
    repository.write({"a.py": "3\n", "b.py": "2\n", "untracked.py": "1\n"})
    material = read_staged(repository)
    file = only_file(material)
    assert (file.base and file.base.data, file.head and file.head.data) == (b"1\n", b"2\n")
    assert material.revision.base == repository.git("rev-parse", "HEAD")
    assert material.revision.head == "0" * 40
    assert material.revision.note == "The index is reviewed, against HEAD."
    assert material.commits == ()


def test_nothing_staged_is_nothing_to_review(repository: GitRepository) -> None:
    repository.write({"a.py": "3\n"})
    assert read_staged(repository).files == ()


def test_a_file_that_is_only_meant_to_be_added_is_not_staged(repository: GitRepository) -> None:
    repository.write({"later.py": "1\n"})
    repository.git("add", "--intent-to-add", "later.py")
    assert read_staged(repository).files == ()


def test_renames_are_recognised(repository: GitRepository) -> None:
    repository.git("mv", "a.py", "c.py")
    assert only_file(read_staged(repository)).previous_path in {"a.py", "b.py"}


def test_before_the_first_commit_everything_is_added(tmp_path: Path) -> None:
    fresh = new_repository(tmp_path / "fresh")
    fresh.stage({"a.py": "1\n"})
    material = read_staged(fresh)
    assert only_file(material).status.value == "added"
    assert material.revision.base == fresh.git("hash-object", "-t", "tree", "--stdin")
    assert material.config is None


def test_the_configuration_is_the_one_of_head(repository: GitRepository) -> None:
    repository.commit({".github/holdfast.yml": "version: 1\n"})
    repository.stage({".github/holdfast.yml": "mode: observe\n"})
    config = read_staged(repository).config
    assert config is not None
    assert config.data == b"version: 1\n"


def test_an_unfinished_merge_is_refused(repository: GitRepository) -> None:
    repository.git("switch", "--quiet", "-c", "side")
    repository.commit({"a.py": "side\n"})
    repository.git("switch", "--quiet", "main")
    repository.commit({"a.py": "main\n"})
    with pytest.raises(AssertionError):
        repository.git("merge", "--quiet", "side")
    with pytest.raises(RepositoryProblem, match=r"unmerged path 'a\.py'") as problem:
        read_staged(repository)
    assert "finish the merge" in problem.value.hint


def test_a_bare_repository_has_nothing_staged(repository: GitRepository, tmp_path: Path) -> None:
    bare = clone(repository, tmp_path / "bare.git", "--bare")
    with pytest.raises(RepositoryProblem, match="is bare: nothing can be staged in it"):
        read_staged(bare)


def test_the_index_is_not_rewritten(repository: GitRepository) -> None:
    repository.stage({"a.py": "2\n"})
    (repository.path / "b.py").touch()
    index = (repository.path / ".git" / "index").read_bytes()
    read_staged(repository)
    assert (repository.path / ".git" / "index").read_bytes() == index


def test_in_a_hook_of_a_partial_commit_the_index_of_that_commit_counts(
    repository: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.stage({"a.py": "2\n", "b.py": "2\n"})
    partial = repository.path / ".git" / "next-index-1.lock"
    repository.git("read-tree", "HEAD", variables={"GIT_INDEX_FILE": str(partial)})
    repository.git("add", "a.py", variables={"GIT_INDEX_FILE": str(partial)})
    monkeypatch.chdir(repository.path)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index-1.lock")
    assert paths(read_staged(repository)) == ["a.py"]


def test_an_index_of_another_repository_does_not_count(
    repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = new_repository(tmp_path / "other")
    other.stage({"x.py": "1\n"})
    repository.stage({"a.py": "2\n"})
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.path / ".git" / "index"))
    assert paths(read_staged(repository)) == ["a.py"]
