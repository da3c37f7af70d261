"""Both sides of the changed files with their units, and which unit of the head is which of the base."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct

from reviewer.analysis.blobs import Blob
from reviewer.analysis.semgrep.match import Match
from reviewer.analysis.semgrep.tokens import comments, tokens
from reviewer.analysis.syntax import Outline, Unit

_SAME_BODY: Final = 0.6
"""From this share of surviving words on, a unit that is new at head is a renamed one of the base."""


class FileSide(Struct, frozen=True, dict=True):
    """One side of one file, as seen by the engine.

    Attributes:
        changed: lines that the other side does not have.
    """

    blob: Blob
    matches: tuple[Match, ...]
    read_outline: Callable[[], Outline]
    changed: frozenset[int] = frozenset()

    @cached_property
    def outline(self) -> Outline:
        """The units, read when somebody asks: most files of a change have nothing to compare."""
        return self.read_outline()

    @property
    def path(self) -> str:
        """Path of the file on this side."""
        return self.blob.path

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their breaks."""
        return self.blob.text.split("\n")

    @cached_property
    def scopes(self) -> dict[Unit, Scope]:
        """Every unit as a scope, by place."""
        return {unit: Scope(self, unit) for unit in self.outline.units}

    @cached_property
    def named(self) -> dict[str, list[Scope]]:
        """Name -> units, by place: overloads and tables of handlers have several of one name."""
        found: dict[str, list[Scope]] = {}
        for scope in self.scopes.values():
            found.setdefault(scope.symbol or "", []).append(scope)
        return found

    @cached_property
    def module(self) -> Scope:
        """The file as a whole."""
        return Scope(self, None)

    @cached_property
    def _comments(self) -> list[tuple[int, int]]:
        """Where comments stand, in bytes."""
        text = self.blob.text
        spans = comments(text, self.blob.language)
        if text.isascii():
            return list(spans)
        return [(len(text[:start].encode()), len(text[:end].encode())) for start, end in spans]

    def is_said(self, match: Match) -> bool:
        """Whether the match stands in a comment: a rule of regular expressions cannot tell."""
        at = bisect_right(self._comments, (match.start_offset, len(self.blob.data)))
        return at > 0 and match.start_offset < self._comments[at - 1][1]

    def scope_of(self, match: Match) -> Scope:
        """Return the innermost unit around a match, else the module."""
        unit = self.outline.around(match.start_line, match.end_line)
        return self.module if unit is None else self.scopes[unit]


class Scope(Struct, frozen=True, eq=False, dict=True):
    """A unit, or the module where `unit` is None; one object for each."""

    side: FileSide
    unit: Unit | None

    @property
    def symbol(self) -> str | None:
        """Qualified name of the unit."""
        return None if self.unit is None else self.unit.name

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """All tokens of the scope."""
        lines = self.side.lines
        if self.unit is not None:
            lines = lines[self.unit.start_line - 1 : self.unit.end_line]
        return tokens("\n".join(lines), self.side.blob.language)

    @cached_property
    def words(self) -> Counter[str]:
        """The tokens that say something: names, texts and numbers."""
        return words(self.tokens)


def words(row: Iterable[str]) -> Counter[str]:
    """Count names, texts and numbers."""
    return Counter(token for token in row if len(token) > 1 and any(char.isalnum() for char in token))


def survival(part: Counter[str], whole: Counter[str]) -> float:
    """Share of `part` that is also in `whole`; 1.0 for nothing."""
    return (part & whole).total() / part.total() if part else 1.0


class FilePair(Struct, frozen=True):
    """A changed file; `base` is None for an added, `head` for a removed one."""

    base: FileSide | None
    head: FileSide | None


class Pairing:
    """Finds the head's unit for a unit of the base."""

    def __init__(self, pairs: Sequence[FilePair]) -> None:
        self._head_of_file = {id(pair.base): pair.head for pair in pairs if pair.base is not None}
        self._all = pairs
        self._pairs = {id(pair.base): pair for pair in pairs if pair.base is not None}
        self._known: dict[int, Scope | None] = {}

    def head_of(self, scope: Scope) -> Scope | None:
        """The same unit at head: by name, by body under another name, by name in another file; None if gone."""
        if id(scope) not in self._known:
            self._known[id(scope)] = self._find(scope)
        return self._known[id(scope)]

    def _find(self, scope: Scope) -> Scope | None:
        head = self._head_of_file[id(scope.side)]
        if scope.symbol is None:
            return None if head is None else head.module
        if head is not None and scope.symbol in head.named:
            return _same_of(scope, scope.side.named[scope.symbol], head.named[scope.symbol])
        pair = self._pairs[id(scope.side)]
        alike = [(survival(scope.words, new.words), new) for new in _new_units(pair)]
        share, renamed = max(alike, key=lambda found: found[0], default=(0.0, None))
        return renamed if share >= _SAME_BODY else self._new.get(scope.symbol)

    def helpers_of(self, base: Scope, head: Scope) -> Iterator[Scope]:
        """Units that this change brings and that `head` calls, unlike `base` before."""
        for name, unit in self._new.items():
            called = name.rpartition(".")[2]
            if head.words[called] > base.words[called] and unit is not head:
                yield unit

    @cached_property
    def _new(self) -> dict[str, Scope]:
        """Units of all heads whose name their base does not know, by name."""
        return {scope.symbol: scope for pair in self._all for scope in _new_units(pair) if scope.symbol is not None}


def _same_of(scope: Scope, before: Sequence[Scope], after: Sequence[Scope]) -> Scope | None:
    """Of several units of one name: by place where there are as many as before, else by body."""
    if len(before) == len(after):
        return after[before.index(scope)]
    share, alike = max(((survival(scope.words, new.words), new) for new in after), key=lambda found: found[0])
    return alike if share >= _SAME_BODY else None


def _new_units(pair: FilePair) -> Iterator[Scope]:
    """Units of the head whose name the base does not know."""
    if pair.head is None:
        return
    before = pair.base.named if pair.base is not None else {}
    yield from (scopes[0] for name, scopes in pair.head.named.items() if name not in before)
