"""Where GitHub accepts a comment: held against git's own diffs and the fake's independent reading of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.kit import Side
from reviewer.github.hunks import commentable_lines
from tests.fakes.github.diffs import changed_files, commentable
from tests.fakes.github.fast_import import Signature
from tests.fakes.github.git import GitStore

TWO_HUNKS = """\
@@ -1,4 +1,3 @@
 one
-two
 three
 four
@@ -10,3 +9,5 @@ def f():
 ten
+new
+newer
 eleven
 twelve"""


@pytest.mark.parametrize(
    ("side", "start", "end", "held"),
    [
        (Side.LEFT, 2, 2, True),
        (Side.LEFT, 1, 4, True),
        (Side.RIGHT, 1, 3, True),
        (Side.RIGHT, 10, 11, True),
        (Side.RIGHT, 9, 13, True),
        (Side.LEFT, 5, 5, False),
        (Side.LEFT, 0, 1, False),
        (Side.RIGHT, 4, 4, False),
        (Side.RIGHT, 8, 9, False),
        (Side.RIGHT, 3, 9, False),
        (Side.RIGHT, 13, 14, False),
        (Side.LEFT, 4, 10, False),
        (Side.LEFT, 13, 13, False),
    ],
)
def test_a_range_lies_within_one_hunk(side: Side, start: int, end: int, held: bool) -> None:  # noqa: FBT001  # the expected answer
    assert commentable_lines(TWO_HUNKS).holds(side, start, end) is held


@pytest.mark.parametrize(
    ("side", "start", "end", "part"),
    [
        (Side.RIGHT, 2, 2, (2, 2)),
        (Side.RIGHT, 2, 8, (2, 3)),
        (Side.RIGHT, 1, 100, (9, 13)),
        (Side.RIGHT, 3, 9, (3, 3)),
        (Side.LEFT, 3, 99, (10, 12)),
        (Side.LEFT, 5, 9, None),
        (Side.RIGHT, 14, 20, None),
    ],
)
def test_a_range_is_clipped_to_its_longest_part(side: Side, start: int, end: int, part: tuple[int, int] | None) -> None:
    assert commentable_lines(TWO_HUNKS).clipped(side, start, end) == part


@pytest.mark.parametrize(
    "patch",
    [
        None,
        "",
        "no patch at all",
        "@@ broken @@\n+x",
        "@@ -1,2 +1,2 @@\n-only one line",
        "@@ -1 +1 @@",
        "@@ -1,1 +1,1 @@\nx",
        "@@ -99999999999999999999 +1 @@\n+x",
    ],
)
def test_without_a_readable_patch_no_line_can_be_commented(patch: str | None) -> None:
    lines = commentable_lines(patch)
    assert not lines.holds(Side.LEFT, 1, 1)
    assert not lines.holds(Side.RIGHT, 1, 1)
    assert lines.clipped(Side.RIGHT, 1, 10**9) is None


def test_an_added_file_has_no_left_side() -> None:
    lines = commentable_lines("@@ -0,0 +1,2 @@\n+one\n+two\n\\ No newline at end of file")
    assert lines.holds(Side.RIGHT, 1, 2)
    assert not lines.holds(Side.RIGHT, 1, 3)
    assert lines.clipped(Side.LEFT, 0, 9) is None


def test_lines_that_look_like_headers_are_lines() -> None:
    lines = commentable_lines("@@ -1,3 +1,3 @@\n--- a/x\n-@@ -9 +9 @@\n+++ b/x\n+@@ -9 +9 @@\n same")
    assert lines.holds(Side.LEFT, 1, 3)
    assert lines.holds(Side.RIGHT, 1, 3)
    assert not lines.holds(Side.RIGHT, 1, 4)


# Bytes after which a line reader other than git's may think that a line has ended.
LINES = st.sampled_from(
    [b"a", b"b", b"", b" ", b"-x", b"+x", b"@@ -1 +1 @@", b"a\rb", b"c\x0cd", "e\u2028f".encode(), b"\\ No"]
)


def text(lines: list[bytes], end: bytes) -> bytes:
    return b"\n".join(lines) + end


TEXTS = st.builds(text, st.lists(LINES, max_size=30), st.sampled_from([b"", b"\n"]))
WHO = Signature("ana", "ana@example.org")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GitStore]:
    made = GitStore(Path(tmp_path_factory.mktemp("git")) / "one.git")
    yield made
    made.close()


@settings(max_examples=40, deadline=None)
@given(base=TEXTS, head=TEXTS)
def test_every_line_of_a_real_diff_is_judged_as_the_fake_judges_it(store: GitStore, base: bytes, head: bytes) -> None:
    old = store.commit("x", {"f": base}, message="a", author=WHO, parents=())
    new = store.commit("x", {"f": head}, message="b", author=WHO, parents=(old,))
    for file in changed_files(store, old, new):
        ours = commentable_lines(file.patch)
        theirs = commentable(file.patch or "")
        accepted = {(line.side, line.number) for line in theirs}
        for side in Side:
            for number in range(40):
                assert ours.holds(side, number, number) is ((side.value, number) in accepted)
