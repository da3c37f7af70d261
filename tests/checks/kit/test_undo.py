"""A declaration goes back to what it was only where nothing else would go with it."""

from __future__ import annotations

import pytest

from checks.kit import Example, Suggestion
from checks.kit.undo import undo


def undone(base: str, head: str, line: int = 1) -> Suggestion | None:
    """What `undo` says of the statements that begin on `line` on both sides."""
    (change,) = Example("", base=base, head=head).changes()
    assert change.base is not None
    assert change.head is not None
    was = next(stmt for stmt in change.base.tree.body if stmt.lineno == line)
    now = next(stmt for stmt in change.head.tree.body if stmt.lineno == line)
    return undo(change, was, now)


def test_the_statement_comes_back_as_it_was_written() -> None:
    base = "COOKIE = {\n    'secure': True,  # since 2019\n}\n"
    assert undone(base, "COOKIE = {'secure': False}\n") == Suggestion(1, 1, base.rstrip("\n"))


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("A = f(True)\n", "A = f(False, cache=CACHE, workers=WORKERS)\n"),
        ("import x\nA = x.strict\n", "import y\nA = y.loose\n"),
        ("A = True\n", "A = True\n\n\n"),
        ("def f():\n    return 1\n", "def f():\n    return 2\n"),
        ("A = [\n" + "    1,\n" * 40 + "]\n", "A = []\n"),
    ],
    ids=["more is new", "a name is gone", "nothing differs", "a definition", "very long"],
)
def test_everything_else_is_left_to_the_author(base: str, head: str) -> None:
    assert undone(base, head, line=2 if "import" in base else 1) is None
