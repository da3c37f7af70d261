"""Changed lines of any text: comments cut off, moved and reindented lines cancelled out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from checks.classification.file_area import quoted
from checks.kit import Area, Change, Side, Source

ANY_COMMENT = re.compile(r"^\s*(?://|/\*|\*|#(?!\[)|--)|^\s*$")
HASH_COMMENT = re.compile(r"^\s*#|^\s*$")
_TRAILING = re.compile(r"\s(?://|#|--)\s.*$")
_LONGEST_LINE = 2_000  # minified text is no source
_UNIT = re.compile(
    r"^\s*(?:(?:export|default|public|private|protected|static|final|async|abstract|override|suspend)\s+)*"
    r"(?:(?:function\*?|class|interface|def|func|fun|module|trait)\s+(?:\([^)]*\)\s*)?([\w$.?!:]+)"
    r"|(?:const|let)\s+([\w$]+)\s*=\s*(?:async\s*)?\(|(?:[\w<>\[\], ?]+\s)?(?!if\b|for\b|while\b"
    r"|switch\b|catch\b|return\b)([\w$]+)\s*\([^;]*\)\s*(?:throws [\w, ]+)?\{\s*$)"
)
_FARTHEST_UNIT = 300  # lines that are looked at upwards


class Line(Struct, frozen=True):
    """A line that stands on one side only, without its comment."""

    text: str
    number: int
    side: Side


class Word(Struct, frozen=True):
    """Text on a changed line that tells an area; `noun` is what it is to a reader."""

    area: Area
    noun: str
    pattern: re.Pattern[str]
    confidence: float = 0.75
    side: Side | None = None


def word(area: Area, noun: str, *alternatives: str, confidence: float = 0.75, side: Side | None = None) -> Word:
    """A `Word` of several alternatives, each a regular expression."""
    return Word(area, noun, re.compile("|".join(alternatives)), confidence, side)


def changed_lines(change: Change, comment: re.Pattern[str] = ANY_COMMENT) -> list[Line]:
    """The lines that only one side has, in order; a line that moved or was reindented is on both."""
    removed = list(_lines(change.base, change.removed_lines, Side.LEFT, comment))
    added = list(_lines(change.head, change.added_lines, Side.RIGHT, comment))
    return [*_less(removed, added), *_less(added, removed)]


def _lines(source: Source | None, numbers: Iterable[int], side: Side, comment: re.Pattern[str]) -> Iterator[Line]:
    for number in sorted(numbers) if source else ():
        text = source.lines[number - 1] if source else ""
        if not comment.match(text) and len(text) < _LONGEST_LINE:
            yield Line(_TRAILING.sub("", text).strip(), number, side)


def _less(lines: list[Line], others: list[Line]) -> Iterator[Line]:
    left: Mapping[str, int] = Counter(_plain(line.text) for line in others)
    counts = Counter(left)
    for line in lines:
        if counts[_plain(line.text)] > 0:
            counts[_plain(line.text)] -= 1
        else:
            yield line


def _plain(text: str) -> str:
    return "".join(text.replace("'", '"').rstrip(",;").split())


def told(change: Change, line: Line, found: str, noun: str) -> str:
    """Such as: permission check `requireAdmin` in `destroy` was removed."""
    unit = _unit(change, line)
    where = f" in {quoted(unit)}" if unit else ""
    return f"{noun} {quoted(found)}{where} {'was removed' if line.side is Side.LEFT else 'was added'}"


def _unit(change: Change, line: Line) -> str:
    source = change.base if line.side is Side.LEFT else change.head
    for number in range(line.number, max(line.number - _FARTHEST_UNIT, 0), -1):
        match = (
            _UNIT.match(source.lines[number - 1]) if source and len(source.lines[number - 1]) < _LONGEST_LINE else None
        )
        if match:
            return next(group for group in match.groups() if group)
    return ""
