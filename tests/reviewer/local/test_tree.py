"""Unchanged files, asked for by path while the review runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.kit import Tree
from checks.kit.files import MAX_BYTES
from reviewer.analysis.trees import MAX_WANTED
from reviewer.local.change import MOST_ASKED, LocalChange, Staged, read_change
from reviewer.local.choice import Between
from tests.repositories import GitRepository, new_repository


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    repository = new_repository(tmp_path / "shop")
    repository.commit(
        {
            "top.py": "top\n",
            "orders/models.py": "base\n",
            "orders/deep/er.py": "deep\n",
            "gone.py": "gone\n",
            "line\nbreak/a.py": "odd\n",
            "b\udcff.py": "bytes\n",
            "big.py": b"x" * (MAX_BYTES + 1),
        }
    )
    (repository.path / "link.py").symlink_to("top.py")
    repository.commit({})
    repository.commit({"orders/models.py": "head\n", "gone.py": None, "new/file.py": "new\n"})
    return repository


@pytest.fixture
def change(repository: GitRepository) -> Iterator[LocalChange]:
    with read_change(repository.path, Between("HEAD~1")) as change:
        yield change


def _text(tree: Tree, path: str) -> str | None:
    source = tree.read(path)
    return None if source is None else source.text


def test_each_side_shows_its_own_version(change: LocalChange) -> None:
    assert _text(change.base, "orders/models.py") == "base\n"
    assert _text(change.head, "orders/models.py") == "head\n"
    assert _text(change.base, "gone.py") == "gone\n"
    assert _text(change.head, "new/file.py") == "new\n"
    assert _text(change.head, "orders/deep/er.py") == "deep\n"


@pytest.mark.parametrize(("path", "text"), [("line\nbreak/a.py", "odd\n"), ("b\udcff.py", "bytes\n")])
def test_paths_are_bytes(change: LocalChange, path: str, text: str) -> None:
    assert _text(change.head, path) == text


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "orders",
        "orders/",
        "/top.py",
        "./top.py",
        "orders/../top.py",
        "top.py/x",
        "top.py/",
        "TOP.py",
        "nowhere.py",
        "nowhere/at/all.py",
        "link.py",
        "big.py",
        ".git/config",
        "HEAD:top.py",
    ],
)
def test_what_is_no_readable_file_is_none(change: LocalChange, path: str) -> None:
    assert change.head.read(path) is None


def test_a_file_of_the_other_side_is_none(change: LocalChange) -> None:
    assert change.head.read("gone.py") is None
    assert change.base.read("new/file.py") is None


def test_a_folder_is_listed_without_its_folders(change: LocalChange) -> None:
    assert change.head.list("orders") == ("orders/models.py",)
    assert change.head.list("orders/deep") == ("orders/deep/er.py",)
    assert change.base.list("") == ("big.py", "b\udcff.py", "gone.py", "link.py", "top.py")
    assert change.head.list("") == ("big.py", "b\udcff.py", "link.py", "top.py")


@pytest.mark.parametrize("folder", ["nowhere", "top.py", "orders/", "/", "orders/models.py"])
def test_what_is_no_folder_has_no_files(change: LocalChange, folder: str) -> None:
    assert change.head.list(folder) == ()


def test_the_number_of_files_is_bounded_for_both_sides_together(change: LocalChange) -> None:
    for _ in range(MOST_ASKED - 1):
        assert change.base.read("top.py") is not None
    assert change.head.read("top.py") is not None
    assert change.head.read("top.py") is None
    assert change.base.read("top.py") is None


def test_the_app_reads_as_many_files_ahead() -> None:
    assert MOST_ASKED == MAX_WANTED


def test_the_index_is_a_side_too(repository: GitRepository) -> None:
    repository.stage({"orders/models.py": "staged\n", "new/file.py": None, "new/er.py": "newer\n"})
    repository.write({"orders/models.py": "not staged\n"})
    with read_change(repository.path, Staged()) as change:
        assert _text(change.base, "orders/models.py") == "head\n"
        assert _text(change.head, "orders/models.py") == "staged\n"
        assert change.head.read("new/file.py") is None
        assert change.head.list("new") == ("new/er.py",)
        assert change.head.list("nowhere") == ()
        assert change.head.list("") == ("big.py", "b\udcff.py", "link.py", "top.py")


def test_a_file_that_a_partial_clone_lacks_is_none(repository: GitRepository) -> None:
    oid = repository.git("rev-parse", "HEAD:top.py")
    repository.object_file(oid).unlink()
    with read_change(repository.path, Between("HEAD~1")) as change:
        assert change.head.read("top.py") is None
        assert _text(change.head, "orders/deep/er.py") == "deep\n"


def test_the_tip_is_the_base_branch_as_it_stands_now(repository: GitRepository) -> None:
    repository.git("checkout", "-q", "-b", "change", "HEAD~1")
    repository.commit({"mine.py": "mine\n"})
    with read_change(repository.path, Between("main")) as change:
        assert _text(change.base, "new/file.py") is None
        assert _text(change.tip, "new/file.py") == "new\n"
        assert _text(change.tip, "mine.py") is None
        assert change.tip.list("new") == ("new/file.py",)
