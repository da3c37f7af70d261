"""All constraints of the registry over one change."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from checks.constraints import Constraint, HumanOnly, Protect, SemgrepPattern
from checks.constraints.human_only import unread_file
from checks.constraints.judge import Judged, judge
from checks.constraints.scope import Scope
from checks.kit import ChangeSet, Skip
from checks.kit.files import language
from reviewer.analysis.bounded import Deadline
from reviewer.analysis.constraints.named import NamedUnits, read_named_units
from reviewer.analysis.constraints.patterns import PatternAnswer, PatternSearch, pattern_search
from reviewer.domain.analysis import BrokenConstraint, ConstraintAnswers, FoundHit, TouchedUnit

Answer = TypeVar("Answer")
_log = logging.getLogger(__name__)


class Registry(Struct, frozen=True):
    """The constraints that hold, and the changed paths that nobody could read."""

    constraints: Sequence[Constraint]
    unread: tuple[str, ...] = ()


class Judging(Struct, frozen=True):
    """A registry whose patterns are being looked for."""

    registry: Registry
    changes: ChangeSet
    patterns: PatternSearch | None
    deadline: Deadline

    def finish(self) -> ConstraintAnswers:
        """Judge the rest, and wait for the patterns."""
        judged: list[Judged] = []
        broken: list[BrokenConstraint] = []
        named = _behind_the_door(broken, self._protecting, self._named) or NamedUnits()
        for constraint in self.registry.constraints:
            judged += _behind_the_door(broken, [constraint], lambda it=constraint: self._judged(it, named)) or []
        answer = _behind_the_door(broken, self._with_patterns, self._searched) or PatternAnswer({})
        broken += answer.broken
        unknown = {it.id for it in broken}
        judged += [
            Judged(it, _is_touched(it, self.changes), answer.hits.get(it.rule, ()))
            for it in self._with_patterns
            if it.id not in unknown
        ]
        return _together(judged, tuple(broken), (*answer.skips, *named.skips))

    @property
    def _with_patterns(self) -> list[Constraint]:
        return [it for it in self.registry.constraints if isinstance(it.checker, SemgrepPattern)]

    @property
    def _protecting(self) -> list[Constraint]:
        return [it for it in self.registry.constraints if isinstance(it.checker, Protect)]

    def _named(self) -> NamedUnits:
        return read_named_units(self._protecting, self.changes, self.deadline)

    def _searched(self) -> PatternAnswer:
        return PatternAnswer({}) if self.patterns is None else self.patterns.finish()

    def _judged(self, constraint: Constraint, named: NamedUnits) -> list[Judged]:
        judged = judge(constraint, self.changes, named)
        if judged is None:
            return []
        if isinstance(constraint.checker, HumanOnly):
            unread = [path for path in self.registry.unread if Scope(constraint).holds(path)]
            hits = tuple(unread_file(constraint, path) for path in unread)
            judged = replace(judged, applies=judged.applies or bool(unread), hits=(*judged.hits, *hits))
        return [judged]


def _behind_the_door(
    broken: list[BrokenConstraint], constraints: Sequence[Constraint], work: Callable[[], Answer]
) -> Answer | None:
    """What `work` returns; a bug costs the findings of these constraints, is said, and is never green."""
    try:
        return work()
    except Exception:  # noqa: BLE001  (the door for constraints, as there is one for checks)
        _log.exception("the constraints %s failed", ", ".join(it.id for it in constraints))
        broken += [BrokenConstraint(it.id, "it could not be judged on this change") for it in constraints]
        return None


@contextmanager
def judged_by(registry: Registry, changes: ChangeSet, seconds_left: float) -> Generator[Judging]:
    """Judge a change by a registry; its patterns are looked for while the caller does something else."""
    patterns = [it for it in registry.constraints if isinstance(it.checker, SemgrepPattern)]
    deadline = Deadline(seconds_left)
    with pattern_search(patterns, changes, seconds_left) as search:
        yield Judging(registry, changes, search, deadline)


def _is_touched(constraint: Constraint, changes: ChangeSet) -> bool:
    """Whether a changed file of its paths is in one of its languages."""
    languages = constraint.checker.languages if isinstance(constraint.checker, SemgrepPattern) else ()
    return any(language(file.path) in languages for file in Scope(constraint).code(changes))


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
