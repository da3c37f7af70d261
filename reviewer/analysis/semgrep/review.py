"""The room's one question: what do the rules say of this change?"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

from checks.kit import Change, ChangeSet, Skip, Source
from checks.kit.files import could_hide_boundary, is_documentation, is_test, language
from checks.kit.index import first_line
from reviewer.analysis.blobs import Blob, blob_of
from reviewer.analysis.semgrep.cache import RecentResults, ResultCache
from reviewer.analysis.semgrep.compare import compare
from reviewer.analysis.semgrep.engine import Engine, find_engine
from reviewer.analysis.semgrep.findings import found_hits
from reviewer.analysis.semgrep.match import Scanned
from reviewer.analysis.semgrep.rule_set import RuleSet, our_rules
from reviewer.analysis.semgrep.scan import Limits, scan
from reviewer.analysis.semgrep.scopes import FilePair, FileSide
from reviewer.analysis.syntax import Outline, Outlines, Unit, grammar_of, read_outlines
from reviewer.domain.analysis import FoundHit


@cache
def recent_results() -> ResultCache:
    """Return the results that this process remembers."""
    return RecentResults()


def semgrep_hits(
    changes: ChangeSet, disabled: Collection[str], seconds_left: float
) -> tuple[tuple[FoundHit, ...], tuple[Skip, ...]]:
    """Compare base and head of every changed file by our rules.

    Args:
        changes: the readable changes.
        disabled: ids of rules that are off.
        seconds_left: what was not reached by then comes back as a Skip.

    Raises:
        MalformedRule: one of our own rules is broken; names file and line.
        SettingsProblem: the engine is not installed.
    """
    limits = Limits(total_seconds=max(seconds_left, 0.0))
    return hits_by(our_rules(), find_engine(), recent_results(), limits, changes, disabled)


def hits_by(
    rules: RuleSet,
    engine: Engine,
    cache_: ResultCache,
    limits: Limits,
    changes: ChangeSet,
    disabled: Collection[str] = (),
) -> tuple[tuple[FoundHit, ...], tuple[Skip, ...]]:
    """Do what `semgrep_hits` does, with given rules."""
    files = [_BothSides.of(change) for change in changes if _is_ours(change, rules)]
    blobs = [blob for file in files for blob in file.blobs]
    if not blobs:
        return (), ()
    with ThreadPoolExecutor(1) as thread:  # both wait for programs of their own
        reading = thread.submit(read_outlines, blobs, limits.total_seconds)
        scanned = scan(blobs, rules, engine, cache_, limits)
        outlines = reading.result()
    looked = [file for file in files if file.problem(scanned, outlines) is None]
    on = {name: rule for name, rule in rules.rules.items() if name not in disabled}
    hits = tuple(found_hits(compare([file.pair(scanned, outlines, on) for file in looked], on)))
    return hits, tuple(_skips(files, scanned, outlines))


def _is_ours(change: Change, rules: RuleSet) -> bool:
    """Whether any rule may speak of this file; tests and documents guard nothing that runs."""
    if is_test(change.path) or is_documentation(change.path):
        return False
    return any(language(path) in rules.languages for path in (change.path, change.base_path))


def _skips(files: Iterable[_BothSides], scanned: Mapping[Blob, Scanned], outlines: Outlines) -> Iterator[Skip]:
    for file in files:
        problem = file.problem(scanned, outlines)
        if problem is not None:
            yield Skip(file.change.path, problem, could_hide_boundary(file.change.path))


@dataclass(frozen=True, slots=True)
class _BothSides:
    """A changed file and its blobs."""

    change: Change
    base: Blob | None
    head: Blob | None

    @classmethod
    def of(cls, change: Change) -> _BothSides:
        base = None if change.base is None else blob_of(change.base)
        head = None if change.head is None else blob_of(change.head)
        return cls(change, base, head)

    @property
    def blobs(self) -> Iterator[Blob]:
        yield from (blob for blob in (self.base, self.head) if blob is not None)

    def problem(self, scanned: Mapping[Blob, Scanned], outlines: Outlines) -> str | None:
        """Say why the file was not looked at; None when it was."""
        if broken := self._broken(outlines):
            return f"it does not parse: {broken} (at head)"
        for blob, side in ((self.head, "head"), (self.base, "base")):
            if blob is None:
                continue
            reason = _scan_problem(scanned.get(blob), self._changed_lines(blob)) or outlines.not_looked_at.get(blob)
            if reason is not None:
                return f"{reason} (at {side})"
        return None

    def _changed_lines(self, blob: Blob) -> frozenset[int]:
        return self.change.added_lines if blob is self.head else self.change.removed_lines

    def _broken(self, outlines: Outlines) -> str | None:
        """A syntax error that came with this change.

        Where base has one too, the grammar does not know what the language allows: the engine, which
        did read it, has the last word.
        """
        before = outlines.outlines.get(self.base) if self.base is not None else None
        after = outlines.outlines.get(self.head) if self.head is not None else None
        if after is None or after.problem is None or (before is not None and before.problem is not None):
            return None
        return after.problem

    def pair(self, scanned: Mapping[Blob, Scanned], outlines: Outlines, rules: Collection[str]) -> FilePair:
        """Both sides with their matches of `rules`."""
        return FilePair(
            _side(self.base, self.change.base, scanned, outlines, rules),
            _side(self.head, self.change.head, scanned, outlines, rules),
        )


def _scan_problem(scanned: Scanned | None, changed: frozenset[int]) -> str | None:
    if scanned is None:
        return None
    if scanned.problem is not None:
        return scanned.problem
    for lines in scanned.unparsed:
        if lines.touches(changed):  # elsewhere both sides are equal: what stands there did not change
            return f"Semgrep cannot parse lines {lines.start} to {lines.end}"
    return None


def _side(
    blob: Blob | None,
    source: Source | None,
    scanned: Mapping[Blob, Scanned],
    outlines: Outlines,
    rules: Collection[str],
) -> FileSide | None:
    if blob is None or source is None:
        return None
    seen = scanned.get(blob, Scanned(()))
    outline = outlines.outlines.get(blob, Outline(())) if grammar_of(blob.path) else _python_outline(source)
    return FileSide(blob, tuple(match for match in seen.matches if match.rule in rules), outline)


def _python_outline(source: Source) -> Outline:
    if language(source.path) != "python":
        return Outline(())
    names = source.index.names
    nodes = source.index.all(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    units = [
        Unit(
            names[node],
            "class" if isinstance(node, ast.ClassDef) else "function",
            first_line(node),
            node.end_lineno or 0,
        )
        for node in nodes
    ]
    return Outline(tuple(sorted(units, key=lambda unit: (unit.start_line, -unit.end_line))))
