"""A local variable under another name is the same guard; another function, member or text is not."""

import pytest

from reviewer.analysis.semgrep.renaming import Renaming, is_renamed
from reviewer.analysis.semgrep.tokens import tokens


def renamed(old: str, new: str, base: str, head: str) -> bool:
    unit = Renaming(tokens(base, "javascript"), tokens(head, "javascript"))
    return is_renamed(tokens(old, "javascript"), tokens(new, "javascript"), unit)


def test_a_local_that_has_another_name_everywhere() -> None:
    assert renamed(
        "order.userId !== id", "found.userId !== id", "f(order); order.userId !== id", "f(found); found.userId !== id"
    )


@pytest.mark.parametrize(
    ("old", "new", "base", "head"),
    [
        ("a.b", "a.b", "a.b; a.b", "a.b; a.b"),
        ("requireAdmin(a)", "requireUser(a)", "requireAdmin(a); requireAdmin(a)", "requireUser(a); requireUser(a)"),
        ("user.isAdmin", "user.isMember", "user.isAdmin; x.isAdmin", "user.isMember; x.isMember"),
        ("role === 'admin'", "role === 'member'", "role === 'admin'; 'admin'", "role === 'member'; 'member'"),
        ("owner === id", "team === id", "owner; owner === id", "owner; team === id"),
        ("owner === id", "team === id", "team; owner; owner === id", "team; team; team === id"),
        ("a === b", "a === b && c", "a === b; a", "a === b && c; a"),
        ("limit < 10", "limit < 90", "limit < 10; 10", "limit < 90; 90"),
        ("flag", "other", "flag", "other"),
    ],
    ids=[
        "equal", "a call", "a member", "a text", "the old name stays", "the new name was there", "another shape",
        "a number", "seen only once",
    ],
)  # fmt: skip
def test_another_guard(old: str, new: str, base: str, head: str) -> None:
    assert not renamed(old, new, base, head)
