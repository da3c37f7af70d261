"""The room's one question: what do the rules say of this change?"""

from __future__ import annotations

from collections.abc import Collection, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache

from msgspec import Struct, field

from checks.kit import Change, ChangeSet, Skip
from checks.kit.files import is_documentation, language
from reviewer.analysis.bounded import Deadline
from reviewer.analysis.semgrep.both_sides import BothSides, Seen
from reviewer.analysis.semgrep.cache import RecentResults, ResultCache
from reviewer.analysis.semgrep.compare import compare
from reviewer.analysis.semgrep.engine import Engine, find_engine
from reviewer.analysis.semgrep.findings import found_hits
from reviewer.analysis.semgrep.mending import reread, rescan
from reviewer.analysis.semgrep.narrowing import scan_narrowed
from reviewer.analysis.semgrep.rule_set import RuleSet, our_rules
from reviewer.analysis.semgrep.scan import Limits, Wanted
from reviewer.analysis.semgrep.touched import ConcernCache, role_of, touched_rules
from reviewer.analysis.syntax import OutlineCache, Outlines, read_outlines
from reviewer.domain.analysis import FoundHit

Answer = tuple[tuple[FoundHit, ...], tuple[Skip, ...]]


class Semgrep(Struct, frozen=True):
    """Rules, the engine that runs them, and what this process remembers."""

    rules: RuleSet
    engine: Engine
    results: ResultCache = field(default_factory=RecentResults)
    outlines: OutlineCache = field(default_factory=OutlineCache)
    concerns: ConcernCache = field(default_factory=ConcernCache)


@cache
def our_semgrep() -> Semgrep:
    """Return our rules and the engine.

    Raises:
        MalformedRule: one of our own rules is broken; names file and line.
        SettingsProblem: the engine is not installed.
    """
    return Semgrep(our_rules(), find_engine())


@contextmanager
def semgrep_search(changes: ChangeSet, seconds_left: float) -> Generator[Search]:
    """Look by our rules at both sides of every changed file, while the caller does something else.

    Args:
        changes: the readable changes.
        seconds_left: what was not reached by then comes back as a Skip.

    Raises:
        MalformedRule, SettingsProblem: as `our_semgrep` does.
    """
    deadline = Deadline(seconds_left)
    try:
        yield start_search(our_semgrep(), changes, Limits(deadline))
    finally:
        deadline.pass_now()  # after an error, or an interrupt from the keyboard, nobody waits for the programs


class Search(Struct, frozen=True):
    """A search that goes on in programs of its own, while the caller does something else."""

    semgrep: Semgrep
    files: Sequence[BothSides]
    answer: Future[Seen]

    def finish(self, disabled: Collection[str] = ()) -> Answer:
        """Wait for the programs and compare both sides.

        Args:
            disabled: ids of rules that are off.

        Raises:
            MalformedRule: the engine refuses a rule; names file and line.
        """
        seen = self.answer.result()
        skips = {file.change.path: skip for file in self.files if (skip := file.skip(seen)) is not None}
        rules = {name: rule for name, rule in self.semgrep.rules.rules.items() if name not in disabled}
        pairs = [file.pair(seen, rules) for file in self.files if file.change.path not in skips]
        return tuple(found_hits(compare(pairs, rules))), tuple(skips.values())


def start_search(semgrep: Semgrep, changes: ChangeSet, limits: Limits) -> Search:
    """Start to look at every file that any rule may speak of."""
    files = [BothSides.of(change) for change in changes if _is_ours(change, semgrep.rules)]
    wanted = touched_rules(files, semgrep.rules, semgrep.concerns)
    threads = ThreadPoolExecutor(2)  # they wait for programs; the sources stay with the caller's thread
    reading = threads.submit(_read, semgrep, files, limits)
    answer = threads.submit(_scan, semgrep, files, wanted, limits, reading)
    threads.shutdown(wait=False)
    return Search(semgrep, files, answer)


def _read(semgrep: Semgrep, files: Sequence[BothSides], limits: Limits) -> Outlines:
    blobs = [blob for file in files for blob in file.blobs]
    return reread(read_outlines(blobs, limits.deadline, semgrep.outlines), limits, semgrep.outlines)


def _scan(
    semgrep: Semgrep, files: Sequence[BothSides], wanted: Wanted, limits: Limits, reading: Future[Outlines]
) -> Seen:
    parts = (semgrep.rules, semgrep.engine, semgrep.results, limits)
    scanned = scan_narrowed(files, wanted, *parts)
    return Seen(rescan(scanned, wanted, *parts), reading.result())


def _is_ours(change: Change, rules: RuleSet) -> bool:
    """Whether any rule may speak of this file; documents guard nothing."""
    if is_documentation(change.path):
        return False
    role = role_of(change)
    languages = {language(change.path), language(change.base_path)}
    return any(rule.role is role for name in languages for rule in rules.of_language(name))
