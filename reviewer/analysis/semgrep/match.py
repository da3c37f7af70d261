"""What a rule matched, and what became of one file."""

from __future__ import annotations

from msgspec import Struct

from reviewer.analysis.semgrep.rule import RuleId


class Match(Struct, frozen=True):
    """One place that a rule matches.

    Attributes:
        start_line: 1-based; `end_line` is included.
        start_offset: bytes from the start of the file.
        text: the matched source text.
        bindings: metavariable ("$GUARD") -> the source text it stands for, by name.
        ignored: whether a `nosemgrep` comment stands beside it; it counts all the same.
    """

    rule: RuleId
    start_line: int
    end_line: int
    start_offset: int
    text: str
    bindings: tuple[tuple[str, str], ...]
    ignored: bool

    def place(self) -> tuple[int, str, str]:
        """Sorting key: by place, then rule, then text."""
        return (self.start_offset, self.rule, self.text)


class LineRange(Struct, frozen=True):
    """Lines `start` to `end`, 1-based, both included."""

    start: int
    end: int

    def touches(self, lines: frozenset[int]) -> bool:
        """Tell whether any of `lines` is among these."""
        return any(self.start <= line <= self.end for line in lines)


class Scanned(Struct, frozen=True):
    """What the engine saw in one blob.

    Attributes:
        problem: why it was not looked at, as one clause; None when it was.
        unparsed: lines that the engine's parser had to leave out.
    """

    matches: tuple[Match, ...]
    problem: str | None = None
    unparsed: tuple[LineRange, ...] = ()
