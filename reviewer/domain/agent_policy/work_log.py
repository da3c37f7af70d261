"""The work log of an agent: where it stands, what its lines answer, and the template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from checks.constraints import Constraint

FILE_NAME = "worklog.md"
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$")
_TITLE = re.compile(r"work[ -]?log", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.DOTALL | re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*(?:[-*+][ \t]+)?\**([A-Za-z][A-Za-z -]{2,40}?)\**[ \t]*:\**[ \t]*(.*)$")
_NOTHING = frozenset({"none", "no", "nothing", "n/a", "na", "-", "nil", "not applicable"})
_LONGEST = 100_000


class Entry(StrEnum):
    """A line that every work log has."""

    CONSTRAINTS = "Constraints kept"
    BOUNDARIES = "Boundaries changed"
    TABLES = "Tables changed"
    ENDPOINTS = "Endpoints changed"
    TRADE_OFFS = "Trade-offs"
    UNCERTAIN = "Uncertain places"


_ASKS = {
    Entry.CONSTRAINTS: "the rules of this repository that the change had to keep, in your own words",
    Entry.BOUNDARIES: 'areas whose guards this change moves, weakens or removes, or "none"',
    Entry.TABLES: 'or "none"',
    Entry.ENDPOINTS: 'method and path, or "none"',
    Entry.TRADE_OFFS: "what was given up for what",
    Entry.UNCERTAIN: "where a person should look first",
}
_BY_NAME = {re.sub(r"\W", "", entry.value).lower(): entry for entry in Entry}


class WorkLog(Struct, frozen=True):
    """A work log as it was written.

    Attributes:
        answers: by entry, with the lines below it; an entry without words is not in it.
        text: all of it, for what it denies in passing.
    """

    answers: Mapping[Entry, str]
    text: str

    @property
    def lacks(self) -> tuple[Entry, ...]:
        """Entries without an answer."""
        return tuple(entry for entry in Entry if entry not in self.answers)

    def denies(self, entry: Entry) -> bool:
        """Whether the answer is that there is nothing."""
        return self.answers.get(entry, "").strip(" .*_`\n").lower() in _NOTHING


def find_log(body: str) -> WorkLog | None:
    """The section "Work log" of a description; None where it has none.

    Comments and code blocks are no answers: the template itself counts for nothing.
    """
    lines = _readable(body).splitlines()
    depth, section = 0, list[str]()
    for line in lines:
        heading = _HEADING.match(line)
        if heading is not None and depth and len(heading[1]) <= depth:
            break
        if depth:
            section.append(line)
        elif heading is not None and _TITLE.fullmatch(heading[2].strip()):
            depth = len(heading[1])
    return _read(section) if depth else None


def read_log(text: str) -> WorkLog:
    """A file that is a work log as a whole."""
    return _read(_readable(text).splitlines())


def template(constraints: Iterable[Constraint]) -> str:
    """An empty work log in Markdown; the constraints that apply are told in its comment."""
    rules = [f"     {it.id}: {_one_line(it.says)}" for it in constraints]
    told = ["<!-- Holdfast holds this against the change. Answer every line.", *rules]
    lines = [f"- {entry}: <!-- {_ASKS[entry]} -->" for entry in Entry]
    return "\n".join(["## Work log", *told[:-1], f"{told[-1]} -->", *lines, ""])


def _readable(text: str) -> str:
    return _FENCE.sub("", _COMMENT.sub("", text[:_LONGEST]))


def _read(lines: Iterable[str]) -> WorkLog:
    answers: dict[Entry, list[str]] = {}
    current: list[str] | None = None
    kept = list(lines)
    for line in kept:
        heading, item = _HEADING.match(line), _ITEM.match(line)
        name = heading[2] if heading is not None else item[1] if item is not None else ""
        entry = _BY_NAME.get(re.sub(r"\W", "", name).lower())
        if entry is not None:
            current = answers.setdefault(entry, [])
            current.append(item[2] if heading is None and item is not None else "")
        elif heading is not None:
            current = None
        elif current is not None:
            current.append(line)
    said = {entry: "\n".join(words).strip() for entry, words in answers.items()}
    return WorkLog({entry: words for entry, words in said.items() if words}, "\n".join(kept))


def _one_line(text: str) -> str:
    return " ".join(text.replace("-->", "").split())
