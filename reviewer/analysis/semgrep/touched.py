"""Which rules can say anything about which changed file: the engine sees no more than that.

A guard can only vanish with a changed line that spells a part of it, and harm can only come with one. What a
change does not touch is the same on both sides, and subtracting it would take a second to say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct

from checks.kit import Change
from checks.kit.files import is_test
from reviewer.analysis.blobs import Blob
from reviewer.analysis.recent import Recent
from reviewer.analysis.semgrep.both_sides import BothSides
from reviewer.analysis.semgrep.rule import FileRole, RuleId, RuleKind, SemgrepRule
from reviewer.analysis.semgrep.rule_set import RuleSet
from reviewer.analysis.semgrep.searched import Searched

_BESIDE: Final = 3
_TWO_SIDES: Final = 2


class Concern(Struct, frozen=True):
    """What the change of one file may alter.

    Attributes:
        vanishing: guards of which lines were taken away or edited.
        of_blob: on each side the rules that changed lines speak of, and whose needs its text meets.
    """

    vanishing: frozenset[RuleId]
    of_blob: Mapping[Blob, frozenset[RuleId]]


class ConcernCache(Recent[tuple[str, str], Concern]):
    """What was found last, for one set of rules: most files of a push are those of the push before."""


def touched_rules(files: Sequence[BothSides], rules: RuleSet, known: ConcernCache) -> dict[Blob, frozenset[RuleId]]:
    """Every side of every file with the rules that the change may concern there.

    A guard that no file of the change can have lost is asked for nowhere.
    """
    concerns = [_concern(file, rules, known) for file in files]
    vanishing = frozenset[RuleId]().union(*(concern.vanishing for concern in concerns))
    wanted: dict[Blob, frozenset[RuleId]] = {}
    for concern in concerns:
        for blob, ids in concern.of_blob.items():
            asked = frozenset(name for name in ids if name in vanishing or rules.rules[name].guarding is None)
            wanted[blob] = wanted.get(blob, frozenset()) | asked
    return wanted


def _concern(file: BothSides, rules: RuleSet, known: ConcernCache) -> Concern:
    key = (file.base.file_name if file.base else "", file.head.file_name if file.head else "")
    concern = known.get(key)
    if concern is None:
        touched = _Touched(file)
        spoken = touched.rules(rules)
        concerned = [rule for rule in spoken if touched.touches(rule)]
        concern = Concern(
            frozenset(rule.id for rule in spoken if rule.kind is RuleKind.GUARD and touched.may_lose(rule)),
            {blob: _met(concerned, blob, Searched(blob.text)) for blob in file.blobs},
        )
        known.put(key, concern)
    return concern


def _met(rules: Iterable[SemgrepRule], blob: Blob, text: Searched) -> frozenset[RuleId]:
    met = (rule for rule in rules if blob.language in rule.languages and text.has_all(rule.needs))
    return frozenset(rule.id for rule in met if rule.is_for(blob.path))


class _Touched(Struct, frozen=True, dict=True):
    """The changed lines of one file."""

    sides: BothSides

    @cached_property
    def removed(self) -> Searched:
        change = self.sides.change
        return Searched("\n".join(_lines(self.sides.base, _with_slipped(change, change.removed_lines))))

    @cached_property
    def around(self) -> Searched:
        change = self.sides.change
        base = _lines(self.sides.base, _with_slipped(change, change.removed_lines))
        head = _lines(self.sides.head, _with_slipped(change, change.added_lines))
        return Searched("\n".join([*base, *head]))

    @cached_property
    def changed(self) -> Searched:
        change = self.sides.change
        lines = [*_lines(self.sides.base, change.removed_lines), *_lines(self.sides.head, change.added_lines)]
        return Searched("\n".join(lines))

    @cached_property
    def role(self) -> FileRole:
        return role_of(self.sides.change)

    def rules(self, rules: RuleSet) -> list[SemgrepRule]:
        """The rules for its languages (a rename can change them) and its role."""
        known = {rule.id: rule for blob in self.sides.blobs for rule in rules.of_language(blob.language)}
        return [rule for rule in known.values() if rule.role is self.role]

    def may_lose(self, rule: SemgrepRule) -> bool:
        """Whether lines that spell the guard were taken away or edited."""
        if self.sides.base is None or self.sides.base.language not in rule.languages or rule.role is not self.role:
            return False
        return bool(self.sides.change.removed_lines) and (not rule.touches or self.removed.has_any(rule.touches))

    def touches(self, rule: SemgrepRule) -> bool:
        lines = self.around if rule.kind is RuleKind.GUARD else self.changed
        return not rule.touches or lines.has_any(rule.touches)


def role_of(change: Change) -> FileRole:
    """What the file is for, by its path."""
    return FileRole.TESTS if is_test(change.path) else FileRole.CODE


def _lines(blob: Blob | None, numbers: frozenset[int]) -> list[str]:
    if blob is None or not numbers:
        return []
    lines = blob.text.split("\n")
    return [lines[number - 1] for number in sorted(numbers) if 0 < number <= len(lines)]


def _with_slipped(change: Change, numbers: frozenset[int]) -> frozenset[int]:
    """Add the lines beside: between two hunks a diff may call a line the same that is in another function now."""
    if len(change.hunks) < _TWO_SIDES:
        return numbers
    return frozenset(near for number in numbers for near in range(number - _BESIDE, number + _BESIDE + 1))
