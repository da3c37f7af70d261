"""The words of a suppression, and what is said of those that cannot be read."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewer.domain.suppressions.grammar import Words, read_words

DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('# holdfast: allow[auth/lost] until=2026-12-01 reason="old client"', Words(("auth/lost",), DAY, "old client")),
        ("# holdfast: allow[auth/lost] reason='x' until=2026-12-01", Words(("auth/lost",), DAY, "x")),
        ("//holdfast:allow[auth/lost]until=2026-12-01 reason=x", Words(("auth/lost",), DAY, "x")),
        ('/* holdfast: allow[a/b, c/d] reason="x" */', Words(("a/b", "c/d"), None, "x")),
        ("-- holdfast: allow[a/b, a/b]", Words(("a/b",), None, "")),
        ("# HOLDFAST: Allow[tenancy/C-07]", Words(("tenancy/C-07",), None, "")),
        ('# see issue 5. holdfast: allow[a/b] reason="  two \t words "', Words(("a/b",), None, "two words")),
        ('# holdfast: allow[a/b] reason="]} */ # until=never"', Words(("a/b",), None, "]} */ # until=never")),
    ],
)
def test_what_can_be_read(text: str, words: Words) -> None:
    assert read_words(text) == words


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("# holdfast: allow", "it names no check"),
        ("# holdfast: allow[", "it names no check"),
        ("# holdfast: allow[auth/lost", "it names no check"),
        ("# holdfast: allow[]", "'nothing' is no check"),
        ("# holdfast: allow[ , ]", "'nothing' is no check"),
        ("# holdfast: allow[auth]", "'auth' is no check"),
        ("# holdfast: allow[auth/*]", "'auth/*' is no check"),
        ("# holdfast: allow[*]", "'*' is no check"),
        ("# holdfast: allow[a/b; c/d]", "'a/b; c/d' is no check"),
        ("# holdfast: allow[a/b] because x", "'because x' is not understood"),
        ('# holdfast: allow[a/b] reason="x', "'reason=\"x' is not understood"),
        ("# holdfast: allow[a/b] until=", "'until=' is not understood"),
        ("# holdfast: allow[a/b] till=2026-12-01", "the word 'till' is not known"),
        ("# holdfast: allow[a/b] reason=x reason=y", "the word 'reason' stands here twice"),
        ("# holdfast: allow[a/b] until=2026-13-01", "'2026-13-01' is no day"),
        ("# holdfast: allow[a/b] until=2026-02-30", "'2026-02-30' is no day"),
        ("# holdfast: allow[a/b] until=tomorrow", "'tomorrow' is no day"),
        ("# holdfast: allow[a/b] until=01.12.2026", "'01.12.2026' is no day"),
        (f'# holdfast: allow[a/b] reason="{"x" * 501}"', "its reason has more than 500 characters"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, mistake: str) -> None:
    words = read_words(text)
    assert words is not None
    assert words.mistake.startswith(mistake)


@pytest.mark.parametrize(
    "text",
    ["", "# allow[a/b]", "# holdfast", "# holdfast: region odd", "# holdfast: allows[a/b]", "# holdfast: allow it"],
)
def test_other_comments_are_none(text: str) -> None:
    assert read_words(text) is None


PIECES = (*"[]=\"'*/ \n,#", "a/b", "until=", "reason=", "2026-12-01", "x")


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@example('[a/b] reason="\n"')
@example(" until=x")
def test_whatever_follows_is_read_or_refused(rest: str) -> None:
    words = read_words(f"# holdfast: allow{rest}")
    assert words is None or words.mistake or words.checks
