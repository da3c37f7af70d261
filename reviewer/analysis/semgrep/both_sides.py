"""A changed file with its blobs: what could be looked at, and its pair for the comparison."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from checks.kit import Change, Skip, Source
from checks.kit.files import could_hide_boundary
from checks.kit.index import first_line
from reviewer.analysis.blobs import Blob, blob_of
from reviewer.analysis.semgrep.match import Scanned
from reviewer.analysis.semgrep.rule import RuleId
from reviewer.analysis.semgrep.scopes import FilePair, FileSide
from reviewer.analysis.syntax import Outline, Outlines, Unit, grammar_of


class Seen(Struct, frozen=True):
    """What the programs said of all blobs of a change."""

    scanned: Mapping[Blob, Scanned]
    outlines: Outlines


class BothSides(Struct, frozen=True):
    """A changed file; `base` is None for an added, `head` for a removed one."""

    change: Change
    base: Blob | None
    head: Blob | None

    @classmethod
    def of(cls, change: Change) -> BothSides:
        """Read both texts."""
        base = None if change.base is None else blob_of(change.base)
        head = None if change.head is None else blob_of(change.head)
        return cls(change, base, head)

    @property
    def blobs(self) -> Iterator[Blob]:
        """The sides that there are."""
        yield from (blob for blob in (self.base, self.head) if blob is not None)

    def skip(self, seen: Seen) -> Skip | None:
        """Say why the file was not looked at; None when it was."""
        problem = self._problem(seen)
        if problem is None:
            return None
        return Skip(self.change.path, problem, could_hide_boundary(self.change.path))

    def _problem(self, seen: Seen) -> str | None:
        if broken := self._broken(seen.outlines):
            return f"it does not parse: {broken} (at head)"
        for blob, side in ((self.head, "head"), (self.base, "base")):
            if blob is None:
                continue
            reason = self._scan_problem(blob, seen.scanned) or seen.outlines.not_looked_at.get(blob)
            if reason is not None:
                return f"{reason} (at {side})"
        return None

    def _broken(self, outlines: Outlines) -> str | None:
        """A syntax error that came with this change.

        Where base has one too, the grammar does not know what the language allows: the engine, which
        did read it, has the last word.
        """
        before = outlines.outlines.get(self.base) if self.base is not None else None
        after = outlines.outlines.get(self.head) if self.head is not None else None
        if after is None or (before is not None and before.problem is not None):
            return None
        return after.problem

    def _scan_problem(self, blob: Blob, scanned: Mapping[Blob, Scanned]) -> str | None:
        seen = scanned.get(blob)
        if seen is None or seen.problem is not None:
            return None if seen is None else seen.problem
        changed = self.change.added_lines if blob is self.head else self.change.removed_lines
        for lines in seen.unparsed:
            if lines.touches(changed):  # elsewhere both sides are equal: what stands there did not change
                return f"Semgrep cannot parse lines {lines.start} to {lines.end}"
        return None

    def pair(self, seen: Seen, rules: Collection[RuleId]) -> FilePair:
        """Both sides with their matches of `rules`."""
        return FilePair(
            _side(self.base, self.change.base, seen, rules, self.change.removed_lines),
            _side(self.head, self.change.head, seen, rules, self.change.added_lines),
        )


def _side(
    blob: Blob | None, source: Source | None, seen: Seen, rules: Collection[RuleId], changed: frozenset[int]
) -> FileSide | None:
    if blob is None or source is None:
        return None
    scanned = seen.scanned.get(blob, Scanned(()))
    matches = tuple(match for match in scanned.matches if match.rule in rules)
    if grammar_of(blob):
        outline = seen.outlines.outlines.get(blob, Outline(()))
        return FileSide(blob, matches, lambda: outline, changed)
    return FileSide(
        blob, matches, lambda: _python_outline(source) if blob.language == "python" else Outline(()), changed
    )


def _python_outline(source: Source) -> Outline:
    names = source.index.names
    nodes = source.index.all(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    units = [
        Unit(
            names[node],
            "class" if isinstance(node, ast.ClassDef) else "function",
            first_line(node),
            node.end_lineno or node.lineno,
        )
        for node in nodes
    ]
    return Outline(tuple(sorted(units, key=lambda unit: (unit.start_line, -unit.end_line))))
