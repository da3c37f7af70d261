"""The title of a finding: the rule's sentence with what it matched, as code."""

from __future__ import annotations

import re
from typing import Final

from checks.kit import Kind, shortened
from reviewer.analysis.semgrep.compare import bound
from reviewer.analysis.semgrep.difference import Difference, Seen
from reviewer.analysis.semgrep.match import Match
from reviewer.analysis.semgrep.rule import SemgrepRule

_TITLE_LENGTH: Final = 140
_CODE_LENGTH: Final = 60
_CALLEE: Final = re.compile(r"[\w.:!?@$]+(?=\()")
_WORD: Final = re.compile(r"[\w.]")


def title_of(difference: Difference, seen: Seen) -> str:
    """One line; code stands between backticks."""
    head = difference.head
    match difference.kind:
        case Kind.CHANGED if head is not None:
            title = _changed(difference.rule, seen.match, head.match)
        case Kind.MOVED if head is not None:
            title = f"{_code(_first_line(seen.match))} moved to {head.side.path}:{head.match.start_line}"
        case _:
            title = _said(difference.rule.says, seen.match)
    return shortened(title, _TITLE_LENGTH)


def _changed(rule: SemgrepRule, was: Match, now: Match) -> str:
    """A rule that names its guard says which and of what; one that names none has only the texts to tell."""
    named = rule.guarding is not None and rule.guarding.key is not None
    became = None if named else _became(was, now)
    return became or f"{_said(rule.says, was)}; instead: {_code(_first_line(now))}"


def _said(template: str, match: Match) -> str:
    """Words with a metavariable in them are code, without the punctuation of the sentence around them."""
    return " ".join(_word(word, match) if "$" in word else word for word in template.split())


def _word(word: str, match: Match) -> str:
    before = "(" if word.startswith("(") else ""
    inner = word[len(before) :].rstrip(",;:.")
    while inner.endswith(")") and inner.count(")") > inner.count("("):
        inner = inner[:-1]
    after = word[len(before) + len(inner) :]
    return f"{before}{_code(bound(inner, match))}{after}"


def _became(was: Match, now: Match) -> str | None:
    """What became of the arguments of one call; None where it is another call, or all of it is new."""
    before, after = _flat(was.text), _flat(now.text)
    callee, other = _CALLEE.match(before), _CALLEE.match(after)
    if callee is None or other is None or callee[0] != other[0]:
        return None
    start, end = _common(before, after)
    gone, came = before[start : len(before) - end], after[start : len(after) - end]
    if not gone or not came or max(len(gone), len(came)) > _CODE_LENGTH or "`" in gone + came:
        return None
    return f"{_code(callee[0])} changed: {_code(gone)} became {_code(came)}"


def _common(one: str, other: str) -> tuple[int, int]:
    """Lengths of what both texts begin and end with, in whole words."""
    shortest = min(len(one), len(other))
    start = next((n for n in range(shortest) if one[n] != other[n]), shortest)
    while start > 0 and _WORD.match(one[start - 1]):
        start -= 1
    left = shortest - start
    end = next((n for n in range(left) if one[-1 - n] != other[-1 - n]), left)
    while end > 0 and _WORD.match(one[-end]):
        end -= 1
    return start, end


def _code(text: str) -> str:
    flat = shortened(_flat(text), _CODE_LENGTH)
    return f"`{flat}`" if flat and "`" not in flat else flat


def _first_line(match: Match) -> str:
    return match.text.strip().split("\n", 1)[0].removesuffix("{")


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
