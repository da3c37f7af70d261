"""Semgrep patterns of the repository, as rule files like ours: the engine, its bounds and the comparison are the same.

A commission is a prohibition: what is new is told. An omission is a guard: what vanished, while the code around it
stands, is told.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from checks.constraints import Constraint, SemgrepPattern
from checks.constraints.saying import Violation, said
from checks.constraints.scope import Scope
from checks.kit import Area, ChangeSet, Hit, Kind, Skip
from checks.kit.sentence import code
from checks.ledger import Family
from reviewer.analysis.bounded import Deadline
from reviewer.analysis.semgrep.batch import EngineStopped, try_rules
from reviewer.analysis.semgrep.engine import find_engine
from reviewer.analysis.semgrep.languages import ANALYZERS
from reviewer.analysis.semgrep.review import Search, Semgrep, our_semgrep, start_search
from reviewer.analysis.semgrep.rule import FileRole, MalformedRule
from reviewer.analysis.semgrep.rule_set import load_rules
from reviewer.analysis.semgrep.scan import Limits
from reviewer.domain.analysis import BrokenConstraint

_FAMILIES: Final = {area: next((it for it in Family if it.area is area), Family.VALIDATION) for area in Area}
_PAGE: Final = "A rule of the repository.\n\n" + "".join(
    f"{name}:\n    See the constraint.\n\n" for name in ("Why it matters", "Instead", "What it does not see", "Sources")
)
_SAID: Final = {
    Kind.LOST: "was here and is gone",
    Kind.WEAKENED: "became weaker",
    Kind.CHANGED: "changed",
    Kind.MOVED: "stands elsewhere now",
    Kind.INTRODUCED: "is new",
    Kind.MISSING: "is missing",
}
_OF_TESTS: Final = "-tests"
_NOT_SEMGREP: Final = "Semgrep does not accept its pattern"


class PatternAnswer(Struct, frozen=True):
    """What the patterns found, by constraint, and which the engine refused."""

    hits: Mapping[str, tuple[Hit, ...]]
    skips: tuple[Skip, ...] = ()
    broken: tuple[BrokenConstraint, ...] = ()


class PatternSearch(Struct, frozen=True):
    """A search that goes on in programs of its own, while the caller does something else."""

    constraints: Mapping[str, Constraint]
    changes: ChangeSet
    deadline: Deadline
    files: Mapping[str, Path]
    search: Search

    def finish(self) -> PatternAnswer:
        """Wait for the programs."""
        try:
            found, skips = self.search.finish()
        except MalformedRule:
            return self._without_refused()
        hits: dict[str, list[Hit]] = {}
        for each in found:
            constraint = self.constraints[each.check]
            if Scope(constraint).holds(each.hit.span.path):
                hits.setdefault(constraint.rule, []).append(_said(constraint, each.hit))
        return PatternAnswer({rule: tuple(some) for rule, some in hits.items()}, skips)

    def _without_refused(self) -> PatternAnswer:
        """The engine refuses all rules for one: leave out the refused, and look again for the others."""
        broken = tuple(_refused(self.constraints, self.files))
        names = {it.id for it in broken}
        if not broken:  # it changed its mind: no answer is no pass
            broken = tuple(BrokenConstraint(it.id, _NOT_SEMGREP) for it in self.constraints.values())
            return PatternAnswer({}, (), broken)
        rest = [it for it in {it.id: it for it in self.constraints.values()}.values() if it.id not in names]
        with pattern_search(rest, self.changes, self.deadline.seconds_left) as search:
            answer = None if search is None else search.finish()
        return PatternAnswer({}, (), broken) if answer is None else replace(answer, broken=(*broken, *answer.broken))


@contextmanager
def pattern_search(
    constraints: Sequence[Constraint], changes: ChangeSet, seconds_left: float
) -> Generator[PatternSearch | None]:
    """Look for the patterns of `constraints` in both sides of every changed file; None where there is none."""
    named = _named(constraints)
    if not named:
        yield None
        return
    deadline = Deadline(seconds_left)
    with _rule_files(named) as (folder, files):
        ours = our_semgrep()
        semgrep = Semgrep(load_rules(folder), ours.engine, ours.results, ours.outlines)
        try:
            search = start_search(semgrep, changes, Limits(deadline))
            yield PatternSearch(named, changes, deadline, files, search)
        finally:
            deadline.pass_now()


def refused_patterns(constraints: Sequence[Constraint]) -> tuple[BrokenConstraint, ...]:
    """The constraints whose pattern the engine refuses, and why."""
    named = _named([it for it in constraints if _is_pattern(it)])
    with _rule_files(named) as (_, files):
        return tuple(_refused(named, files))


def _named(constraints: Sequence[Constraint]) -> dict[str, Constraint]:
    """A rule's id -> its constraint; one that names tests has a second rule for them, as ours have."""
    named: dict[str, Constraint] = {}
    for number, constraint in enumerate(constraints):
        named[f"{constraint.area}/constraint-{number}"] = constraint
        if Scope(constraint).with_tests:
            named[f"{constraint.area}/constraint-{number}{_OF_TESTS}"] = constraint
    return named


def _refused(named: Mapping[str, Constraint], files: Mapping[str, Path]) -> Iterator[BrokenConstraint]:
    for name, constraint in named.items():
        if name.endswith(_OF_TESTS):
            continue
        try:
            refused = try_rules(find_engine(), files[name])
        except EngineStopped as stopped:
            yield BrokenConstraint(constraint.id, f"{_NOT_SEMGREP}: {stopped}")
            continue
        for rule in refused[:1]:
            reason = rule.reason.partition(" ----- pattern")[0].rstrip(".")
            yield BrokenConstraint(constraint.id, f"{_NOT_SEMGREP}: {reason}")


@contextmanager
def _rule_files(named: Mapping[str, Constraint]) -> Generator[tuple[Path, Mapping[str, Path]]]:
    """A private folder with a rule file for each; JSON is YAML."""
    with TemporaryDirectory(prefix="holdfast-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        files = {name: folder / f"{name}.yaml" for name in named}
        for name, file in files.items():
            file.parent.mkdir(exist_ok=True)
            file.write_text(json.dumps({"rules": [_rule(named[name], file.stem)]}), encoding="utf-8")
        yield folder, files


def _rule(constraint: Constraint, name: str) -> dict[str, object]:
    if not isinstance(constraint.checker, SemgrepPattern):
        raise TypeError(constraint.id)
    guard: dict[str, object] = {"kind": "guard", "family": _FAMILIES[constraint.area].value}
    return {
        "id": name,
        "languages": [language for language in constraint.checker.languages if language in ANALYZERS],
        "severity": "ERROR",
        "message": "A constraint of the repository does not hold.",
        **constraint.checker.operators,
        "metadata": {
            "holdfast": {
                "area": constraint.area.value,
                "codes": ["SG00"],
                "severity": constraint.severity.value,
                "action": "sign-off",
                "confidence": 0.95,
                "since": "0.1.0",
                "says": "a constraint of the repository",
                "needs": ["(?s)."],
                "role": FileRole.TESTS.value if name.endswith(_OF_TESTS) else FileRole.CODE.value,
                "page": _PAGE,
                **({"kind": "prohibition"} if constraint.kind == "commission" else guard),
            }
        },
    }


def _is_pattern(constraint: Constraint) -> bool:
    return isinstance(constraint.checker, SemgrepPattern)


def _said(constraint: Constraint, hit: Hit) -> Hit:
    """The hit in the words of the constraint."""
    quoted = next((it.snippet for it in hit.evidence if it.snippet.strip()), "").strip().split("\n", 1)[0]
    violation = Violation(
        kind=hit.kind,
        span=hit.span,
        symbol=hit.symbol,
        what=f"{code(quoted) if quoted else 'The pattern'} {_SAID[hit.kind]}.",
        fact=hit.fact,
        evidence=hit.evidence,
        confidence=hit.confidence,
    )
    return said(constraint, violation)
