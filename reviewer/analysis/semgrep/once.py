"""One loss is told once, though several rules may have known the guard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Final

from checks.kit import Kind, Severity
from reviewer.analysis.semgrep.difference import Difference, Seen

_KINDS: Final = (Kind.LOST, Kind.WEAKENED, Kind.CHANGED, Kind.MOVED)
_SEVERITIES: Final = tuple(Severity)


def once_told(differences: Iterable[Difference]) -> list[Difference]:
    """Leave out what another rule says of the same text more strongly."""
    rest = list(differences)
    lines: dict[tuple[int, int], list[tuple[Difference, Seen]]] = defaultdict(list)
    for difference in rest:
        if difference.base is not None:
            place = (id(difference.base.side), difference.base.match.start_line)
            lines[place].append((difference, difference.base))
    weaker: set[int] = set()
    for beside in lines.values():
        for (one, its), (other, others) in combinations(beside, 2):
            if one.rule is other.rule:
                if _is_same_call(one, its, others):
                    weaker.add(id(min(one, other, key=_extent)))
            elif _is_same_text(its, others):
                weaker.add(id(max(one, other, key=_rank)))
    return [difference for difference in rest if id(difference) not in weaker]


def _is_same_call(difference: Difference, one: Seen, other: Seen) -> bool:
    """Whether a rule that names no key matched a call alone, and the same call with its block."""
    guarding = difference.rule.guarding
    return guarding is not None and guarding.key is None and one.match.start_offset == other.match.start_offset


def _extent(difference: Difference) -> int:
    return 0 if difference.base is None else len(difference.base.match.text)


def _is_same_text(one: Seen, other: Seen) -> bool:
    """Whether two rules matched one piece of text, on the same first line."""
    first, second = sorted((one.match, other.match), key=lambda match: match.start_offset)
    return second.start_offset < first.start_offset + max(len(first.text), 1)


def _rank(difference: Difference) -> tuple[int, int, float, str]:
    """Strongest first."""
    rule = difference.rule
    return (_KINDS.index(difference.kind), _SEVERITIES.index(rule.severity), -rule.confidence, rule.id)
