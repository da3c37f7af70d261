"""From a finished review to what its record keeps of the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from checks.constraints import Constraint
from checks.kit import Action, Area, Kind
from checks.kit.files import is_frontend, is_test, language
from reviewer.domain.analysis import Analysis, ReadFile
from reviewer.domain.decay.seen import Breach, EditedFile, Rule, Seen
from reviewer.domain.report import Finding, Report

_LEFT_OUT: Final = frozenset({Kind.LOST, Kind.WEAKENED, Kind.MISSING})
_SURE: Final = 0.5
"""From here on a file counts as one of an area."""


def seen(report: Report, analysis: Analysis, constraints: Sequence[Constraint]) -> Seen:
    """What a finished review saw, by its report, the analysis behind it and the registry that judged it."""
    look = _Look(report, {file.path: file for file in analysis.read}, _frameworks(analysis.read), _own(constraints))
    breaches = tuple(look.breaches())
    sides = set(look.sides())
    return Seen(
        agent=report.authorship.agent,
        backend="backend" in sides,
        frontend="frontend" in sides,
        complete=report.complete,
        kept=_summed((*look.guards(analysis, breaches), *look.prohibitions(breaches), *look.constraints(breaches))),
        breaches=breaches,
        paths=frozenset(file.path for file in report.files),
        not_judged=frozenset(file.path for file in report.files if file.skipped is not None),
        gone=frozenset(look.gone()),
        edited=tuple(look.edited()),
    )


def _own(constraints: Iterable[Constraint]) -> Mapping[str, Constraint]:
    return {constraint.rule: constraint for constraint in constraints}


def _frameworks(read: Iterable[ReadFile]) -> Mapping[str, str]:
    """Path -> framework; a file that names none has that of the change's files of its language, if they share one."""
    every = tuple(read)
    named = {file.path: file.framework for file in every if file.framework}
    shared: dict[str | None, set[str]] = {}
    for path, framework in named.items():
        shared.setdefault(language(path), set()).add(framework)
    only = {spoken: next(iter(found)) for spoken, found in shared.items() if len(found) == 1}
    return {file.path: named.get(file.path) or only.get(language(file.path), "") for file in every}


def _summed(counted: Iterable[tuple[Rule, int]]) -> Mapping[Rule, int]:
    """Zeros stay: they say that a rule was at stake."""
    total: Counter[Rule] = Counter()
    for rule, times in counted:
        total[rule] += times
    return dict(sorted(total.items()))


class _Look(Struct, frozen=True):
    report: Report
    read: Mapping[str, ReadFile]
    frameworks: Mapping[str, str]
    own: Mapping[str, Constraint]

    def breaches(self) -> Iterator[Breach]:
        """What is only a note is no breach; what is suppressed is one all the same."""
        for finding in self.report.findings:
            rule = self._broken(finding)
            if rule is not None:
                yield Breach(
                    rule, finding.fingerprint, finding.check, finding.path, finding.symbol or "", finding.title
                )

    def _broken(self, finding: Finding) -> Rule | None:
        constraint = self.own.get(finding.check)
        if constraint is not None:
            return _of_constraint(constraint)
        if finding.action is Action.NOTE:
            return None
        if finding.kind in _LEFT_OUT:
            return self._guard(finding.area.value, finding.path)
        return self._prohibition(finding.area.value, finding.path) if finding.kind is Kind.INTRODUCED else None

    def guards(self, analysis: Analysis, breaches: Sequence[Breach]) -> Iterator[tuple[Rule, int]]:
        """Units that an area's guards stand in, at base and still there; and 0 for each file of an area."""
        broken = {(it.rule.area, it.path, it.symbol) for it in breaches if it.rule.subject == "guard"}
        there = {
            (unit.area.value, unit.path, unit.symbol)
            for unit in analysis.touched
            if unit.guarded and unit.base and unit.head and unit.area is not Area.MIGRATIONS
        }
        yield from ((self._guard(area, path), 1) for area, path, _ in sorted(there - broken))
        yield from ((self._guard(area, path), 0) for area, path, _ in sorted(there & broken))
        yield from ((self._guard(area, path), 0) for area, path in sorted(self._areas()))
        yield from ((it.rule, 0) for it in breaches)

    def prohibitions(self, breaches: Sequence[Breach]) -> Iterator[tuple[Rule, int]]:
        """Files of an area that bring nothing forbidden."""
        broken = {(it.rule.area, it.path) for it in breaches if it.rule.subject == "prohibition"}
        for area, path in sorted(self._areas()):
            yield self._prohibition(area, path), (area, path) not in broken

    def constraints(self, breaches: Sequence[Breach]) -> Iterator[tuple[Rule, int]]:
        """Entries of the registry that applied."""
        broken = {it.rule for it in breaches}
        became = {result.id: result.status for result in self.report.constraints}
        for constraint in self.own.values():
            if became.get(constraint.id, "not-applicable") != "not-applicable":
                yield (rule := _of_constraint(constraint)), rule not in broken

    def sides(self) -> Iterator[str]:
        """The sides of the application that the change edits: what belongs to an area is backend."""
        of_areas = {path for _, path in self._areas()}
        for file in self.report.files:
            known = self.read.get(file.path)
            if known is not None and known.side is not None:
                yield known.side
            elif is_frontend(file.path) and not is_test(file.path):
                yield "frontend"
            elif file.path in of_areas and language(file.path) is not None:
                yield "backend"

    def gone(self) -> Iterator[tuple[str, str]]:
        """Units that are there no more; with "" all that stood in the file."""
        yield from ((path, name) for path, file in self.read.items() for name in file.gone)
        yield from ((file.path, "") for file in self.report.files if file.status == "removed")

    def edited(self) -> Iterator[EditedFile]:
        """The changed files but tests."""
        for file in self.report.files:
            if not is_test(file.path):
                known = self.read.get(file.path)
                yield EditedFile(file.path, known.symbols if known is not None else ())

    def _areas(self) -> set[tuple[str, str]]:
        return {
            (area.area.value, file.path)
            for file in self.report.files
            for area in file.areas
            if area.confidence >= _SURE and file.skipped is None
        }

    def _guard(self, area: str, path: str) -> Rule:
        return Rule("guard", area, "", "omission", self.frameworks.get(path, ""))

    def _prohibition(self, area: str, path: str) -> Rule:
        return Rule("prohibition", area, "", "commission", self.frameworks.get(path, ""))


def _of_constraint(constraint: Constraint) -> Rule:
    return Rule("constraint", constraint.area.value, constraint.id, constraint.kind)
