"""From differences to hits: the words, the places on both sides, and one note for a changed policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from checks.kit import Action, Evidence, Hit, Kind, Side, Span, shortened
from reviewer.analysis.semgrep.difference import Difference, Seen
from reviewer.analysis.semgrep.rule import SemgrepRule
from reviewer.analysis.semgrep.scopes import Scope
from reviewer.analysis.semgrep.titles import title_of
from reviewer.domain.analysis import FoundHit

POLICY_MIGRATION: Final = 5
"""From this many units on that lose the same guard, the change is a new policy: one note, not many findings."""

_POLICY_TITLE_LENGTH: Final = 160
_SNIPPET_LINES: Final = 6
_LINE_LENGTH: Final = 200
_SHOWN_UNITS: Final = 20
_CHANGED_SHARE: Final = 0.75  # another guard stands there: a person must say whether it is as strong
_MOVED_SHARE: Final = 0.65
_IGNORED: Final = "A nosemgrep comment stands beside it; a change cannot silence its own review."


def found_hits(differences: Iterable[Difference]) -> Iterator[FoundHit]:
    """Turn every difference into a hit; five or more units that lose one guard become one."""
    groups: dict[tuple[object, ...], list[Difference]] = defaultdict(list)
    for difference in differences:
        groups[_policy(difference)].append(difference)
    for group in groups.values():
        hits = [_policy_hit(group)] if _is_policy(group) else [_hit(difference) for difference in group]
        yield from (FoundHit(group[0].rule.id, hit) for hit in hits)


def _policy(difference: Difference) -> tuple[object, ...]:
    """Differences of one policy have the same rule, kind and guard."""
    key = difference.base.key if difference.base is not None else ()
    return (difference.rule.id, difference.kind, key)


def _is_policy(group: Sequence[Difference]) -> bool:
    if group[0].base is None:
        return False
    return len({(it.remains.side.path, it.remains.symbol) for it in group if it.remains}) >= POLICY_MIGRATION


def _hit(difference: Difference) -> Hit:
    rule, seen = difference.rule, difference.base or difference.head
    if seen is None:
        raise ValueError("a difference has a side")
    message = rule.harm
    if difference.kind is Kind.INTRODUCED and seen.match.ignored:
        message = f"{message} {_IGNORED}"
    return Hit(
        kind=difference.kind,
        span=_span(seen, Side.LEFT if difference.base is not None else Side.RIGHT),
        symbol=(difference.remains or seen.scope).symbol,
        fact=" ".join((*seen.subject, *seen.key)),
        title=title_of(difference, seen),
        message=message,
        confidence=_confidence(rule, difference),
        action=_action(difference),
        evidence=tuple(_evidence(difference)),
    )


def _confidence(rule: SemgrepRule, difference: Difference) -> float:
    match difference.kind:
        case Kind.CHANGED:
            return rule.confidence * _CHANGED_SHARE
        case Kind.MOVED:
            return rule.confidence * _MOVED_SHARE
        case _:
            return rule.confidence


def _action(difference: Difference) -> Action | None:
    """A guard that now stands around the whole router of the same file covers it: no demand."""
    moved = difference.head if difference.kind is Kind.MOVED else None
    if moved is None or difference.remains is None:
        return None
    wider = moved.match.rule != difference.rule.id and moved.side is difference.remains.side
    return Action.NOTE if wider and moved.match.start_line <= _first_line(difference.remains) else None


def _policy_hit(group: Sequence[Difference]) -> Hit:
    first = _hit(group[0])
    places = sorted({f"{it.remains.side.path}: {it.remains.symbol}" for it in group if it.remains})
    listed = "; ".join(places[:_SHOWN_UNITS])
    return Hit(
        kind=first.kind,
        span=first.span,
        symbol=None,
        fact=f"policy {' '.join(group[0].base.key if group[0].base else ())}",
        title=shortened(f"One guard in {len(places)} places: {first.title}", _POLICY_TITLE_LENGTH),
        message=f"{first.message} A change of so many looks like a new policy: {listed}.",
        confidence=min(first.confidence, 0.7),
        evidence=tuple(evidence for it in group[:_SHOWN_UNITS] for evidence in _evidence(it)),
    )


def _evidence(difference: Difference) -> Iterator[Evidence]:
    if difference.base is not None:
        yield Evidence(_span(difference.base, Side.LEFT), _snippet(difference.base), "was")
    if difference.head is not None:
        label = "now" if difference.kind is not Kind.MOVED else "moved to"
        yield Evidence(_span(difference.head, Side.RIGHT), _snippet(difference.head), label)
    elif difference.remains is not None and difference.remains.unit is not None:
        yield _remains(difference.remains)


def _remains(scope: Scope) -> Evidence:
    start = _first_line(scope)
    end = min(start + _SNIPPET_LINES - 1, scope.unit.end_line if scope.unit else start)
    span = Span(Side.RIGHT, scope.side.path, start, end)
    return Evidence(span, _text(scope.side.lines[start - 1 : end]), "still here")


def _first_line(scope: Scope) -> int:
    return 1 if scope.unit is None else scope.unit.start_line


def _span(seen: Seen, side: Side) -> Span:
    return Span(side, seen.side.path, seen.match.start_line, _last_line(seen))


def _last_line(seen: Seen) -> int:
    """Enough to see what it is: a match can span a whole function."""
    return min(seen.match.end_line, seen.match.start_line + _SNIPPET_LINES - 1)


def _snippet(seen: Seen) -> str:
    return _text(seen.side.lines[seen.match.start_line - 1 : _last_line(seen)])


def _text(lines: Sequence[str]) -> str:
    return "\n".join(shortened(line, _LINE_LENGTH) for line in lines)
