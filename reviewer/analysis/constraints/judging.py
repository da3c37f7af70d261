"""All constraints of the registry over one change."""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from checks.constraints import Constraint, HumanOnly, Judged, SemgrepPattern, judge
from checks.constraints.human_only import unread_file
from checks.constraints.scope import Scope
from checks.kit import ChangeSet, Skip
from checks.kit.files import is_test, language
from reviewer.analysis.constraints.patterns import PatternAnswer, PatternSearch, pattern_search
from reviewer.domain.analysis import BrokenConstraint, ConstraintAnswers, FoundHit, TouchedUnit

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Registry:
    """The constraints that hold, and the changed paths that nobody could read."""

    constraints: Sequence[Constraint]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judging:
    """A registry whose patterns are being looked for."""

    registry: Registry
    changes: ChangeSet
    patterns: PatternSearch | None

    def finish(self) -> ConstraintAnswers:
        """Judge the rest, and wait for the patterns."""
        judged: list[Judged] = []
        broken: list[BrokenConstraint] = []
        for constraint in self.registry.constraints:
            try:
                judged += self._judged(constraint)
            except Exception:  # noqa: BLE001  (a door for bugs: what fails costs its own findings, and is said)
                _log.exception("the constraint %s failed", constraint.id)
                broken.append(BrokenConstraint(constraint.id, "it could not be judged on this change"))
        answer = PatternAnswer({}) if self.patterns is None else self.patterns.finish()
        refused = {it.id for it in answer.broken}
        judged += [
            Judged(it, _is_touched(it, self.changes), answer.hits.get(it.rule, ()))
            for it in self.registry.constraints
            if isinstance(it.checker, SemgrepPattern) and it.id not in refused
        ]
        return _together(judged, (*broken, *answer.broken), answer.skips)

    def _judged(self, constraint: Constraint) -> list[Judged]:
        judged = judge(constraint, self.changes)
        if judged is None:
            return []
        if isinstance(constraint.checker, HumanOnly):
            unread = [path for path in self.registry.unread if Scope(constraint).holds(path)]
            hits = tuple(unread_file(constraint, path) for path in unread)
            judged = replace(judged, applies=judged.applies or bool(unread), hits=(*judged.hits, *hits))
        return [judged]


@contextmanager
def judged_by(registry: Registry, changes: ChangeSet, seconds_left: float) -> Generator[Judging]:
    """Judge a change by a registry; its patterns are looked for while the caller does something else."""
    patterns = [it for it in registry.constraints if isinstance(it.checker, SemgrepPattern)]
    with pattern_search(patterns, changes, seconds_left) as search:
        yield Judging(registry, changes, search)


def _is_touched(constraint: Constraint, changes: ChangeSet) -> bool:
    """Whether a changed file of its paths is in one of its languages."""
    languages = constraint.checker.languages if isinstance(constraint.checker, SemgrepPattern) else ()
    files = Scope(constraint).files(changes)
    return any(language(file.path) in languages and not is_test(file.path) for file in files)


def _together(
    judged: Sequence[Judged], broken: tuple[BrokenConstraint, ...], skips: tuple[Skip, ...]
) -> ConstraintAnswers:
    return ConstraintAnswers(
        hits=tuple(FoundHit(it.constraint.rule, hit) for it in judged for hit in it.hits),
        skips=skips,
        touched=tuple(unit for it in judged for unit in _units(it)),
        applied=frozenset(it.constraint.rule for it in judged if it.applies),
        broken=broken,
        notes=tuple(note for it in judged for note in it.notes),
    )


def _units(judged: Judged) -> list[TouchedUnit]:
    """What a sign-off of the constraint's area binds to, beside the findings."""
    constraint = judged.constraint
    return [
        TouchedUnit(constraint.area, it.path, f"{constraint.id} {it.symbol}", it.base, it.head) for it in judged.edited
    ]
