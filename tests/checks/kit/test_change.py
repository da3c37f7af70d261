from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.kit import ChangeSet, Source, Status
from checks.kit.change import Change, FileVersions
from checks.kit.line_diff import hunks


def change(base: str | None, head: str | None, path: str = "a.py") -> Change:
    status = Status.ADDED if base is None else Status.REMOVED if head is None else Status.MODIFIED
    old = None if base is None else base.encode()
    new = None if head is None else head.encode()
    files = [FileVersions(path, status, old, new)]
    (only,) = ChangeSet(files)
    return only


def test_lines_of_both_sides() -> None:
    edited = change("a = 1\nb = 2\nc = 3\n", "a = 1\nc = 3\nd = 4\n")
    assert edited.removed_lines == {2}
    assert edited.added_lines == {3}


@pytest.mark.parametrize(("line", "head_line"), [(1, 1), (2, None), (3, 2)])
def test_where_a_base_line_went(line: int, head_line: int | None) -> None:
    assert change("a = 1\nb = 2\nc = 3\n", "a = 1\nc = 3\nd = 4\n").head_line(line) == head_line


def test_an_added_file_has_only_added_lines() -> None:
    added = change(None, "a = 1\nb = 2\n")
    assert added.removed_lines == frozenset()
    assert added.added_lines == {1, 2}


lines = st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=30)


@given(lines, lines)
def test_hunks_turn_the_base_into_the_head(base: list[str], head: list[str]) -> None:
    built: list[str] = []
    at = 1
    for hunk in hunks(base, head):
        built += base[at - 1 : hunk.base_start - 1] + head[hunk.head_start - 1 : hunk.head_end - 1]
        at = hunk.base_end
    assert built + base[at - 1 :] == head


@given(lines)
def test_equal_texts_have_no_hunks(text: list[str]) -> None:
    assert hunks(text, list(text)) == ()


def test_a_huge_rewrite_is_one_hunk_in_bounded_time() -> None:
    base, head = [f"old {n}" for n in range(20_000)], [f"new {n}" for n in range(20_000)]
    assert len(hunks(base, head)) == 1


class Tree:
    """A tree that counts how often it is asked."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = files
        self.asked: list[str] = []

    def read(self, path: str) -> Source | None:
        self.asked.append(path)
        text = self.files.get(path)
        return None if text is None else Source(path, text.encode())

    def list(self, folder: str) -> tuple[str, ...]:
        return tuple(sorted(path for path in self.files if path.rpartition("/")[0] == folder))

    def walk(self) -> tuple[str, ...]:
        return tuple(sorted(self.files))

    def read_many(self, paths: Iterable[str]) -> tuple[Source, ...]:
        return tuple(source for path in paths if (source := self.read(path)))


def test_unchanged_files_are_read_once_and_changed_ones_never() -> None:
    tree = Tree({"b.py": "x = 1\n"})
    changes = ChangeSet([FileVersions("a.py", Status.MODIFIED, b"x = 1\n", b"x = 2\n")], base=tree, head=tree)
    assert changes.read_head("b.py") is changes.read_head("b.py")
    assert changes.read_head("a.py") is not None
    assert changes.read_base("missing.py") is None
    assert tree.asked == ["b.py", "missing.py"]


def test_a_walk_over_head_knows_what_the_change_moved_and_removed() -> None:
    files = [
        FileVersions("new.py", Status.RENAMED, b"x = 1\n", b"x = 1\n", "old.py"),
        FileVersions("gone.py", Status.REMOVED, b"x = 1\n", None),
    ]
    head = Tree({"old.py": "x = 1\n", "gone.py": "x = 1\n", "b.py": "x = 1\n"})
    changes = ChangeSet(files, base=head, head=head)
    assert changes.walk_head() == {"b.py", "new.py"}
    assert [source.path for source in changes.read_around(["new.py", "gone.py", "b.py", "none.py"])] == ["b.py"]


def test_a_renamed_file_is_gone_from_its_old_path_at_head() -> None:
    files = [FileVersions("new.py", Status.RENAMED, b"x = 1\n", b"x = 1\n", "old.py")]
    changes = ChangeSet(files, base=Tree({"old.py": "x = 1\n"}), head=Tree({"old.py": "x = 9\n"}))
    assert changes.read_head("old.py") is None
    assert changes.read_base("old.py") is not None


@pytest.mark.parametrize("head", [b"def a(:\n", b"x = '\xff'\n"])
def test_a_file_that_cannot_be_read_is_a_skip_and_no_change(head: bytes) -> None:
    changes = ChangeSet([FileVersions("a.py", Status.MODIFIED, b"x = 1\n", head)])
    assert list(changes) == []
    (skip,) = changes.skips
    assert skip.path == "a.py"
    assert skip.hides_boundary


def test_a_base_that_cannot_be_read_is_a_skip_too() -> None:
    changes = ChangeSet([FileVersions("a.py", Status.MODIFIED, b"print 'x'\n", b"print('x')\n")])
    (skip,) = changes.skips
    assert skip.reason.endswith("(at base)")


def test_an_answer_is_computed_once() -> None:
    changes = ChangeSet([])
    calls: list[int] = []

    def question(_: ChangeSet) -> int:
        calls.append(1)
        return 7

    assert changes.ask(question) + changes.ask(question) == 14
    assert len(calls) == 1
