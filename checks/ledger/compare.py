"""The verdict on every guard of one edited unit (guard-ledger: kept, moved, changed, lost)."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from checks.ledger.canon import local_names
from checks.ledger.entry import Entry, Verdict
from checks.ledger.extract.queries import query_root
from checks.ledger.gains import Cover, Gains, nearness
from checks.ledger.guard import SURENESS, Form, Guard
from checks.ledger.pairing import Pair
from checks.ledger.survival import Survival
from checks.ledger.unit import Unit

_GONE_WITH_ITS_CODE = 1 / 3
_CLAUSES = frozenset({Form.EXIT, Form.CONDITION})
_WORDS_MAY_MOVE = frozenset({Form.EXIT, Form.CONDITION, Form.CALL})
_COMPARED_BY_ARGUMENTS = frozenset({Form.DECORATOR, Form.ROW_LOCK, Form.DEPENDENCY})
_NEAR = 0.5


def compare_unit(pair: Pair, gains: Gains) -> Iterator[Entry]:
    """An entry for every guard that the head does not keep as it was."""
    head_guards = gains.guards(pair.head)
    raw = list(_not_kept(pair, gains.guards(pair.base), head_guards))
    survival = Survival(pair)
    for guard, kept in raw:
        entry = _restricted(pair, guard, head_guards) if kept else _judge(pair, guard, gains, survival)
        if entry is not None:
            yield entry


def _not_kept(pair: Pair, base: tuple[Guard, ...], head: tuple[Guard, ...]) -> Iterator[tuple[Guard, bool]]:
    """Edited guards of the base, each with whether its key still stands at head.

    Keys are compared as multisets; a guard whose locals were renamed is found by its fact.
    """
    keys = Counter((guard.family, guard.key) for guard in head)
    facts = Counter((guard.family, guard.fact) for guard in head)
    edited = [guard for guard in base if _edited(pair, guard)]
    for guard in set(base).difference(edited):
        keys[(guard.family, guard.key)] -= 1
        facts[(guard.family, guard.fact)] -= 1
    for guard in edited:
        if keys[(guard.family, guard.key)] > 0:
            keys[(guard.family, guard.key)] -= 1
            facts[(guard.family, guard.fact)] -= 1
            yield guard, True
        elif guard.form in _WORDS_MAY_MOVE and facts[(guard.family, guard.fact)] > 0:
            facts[(guard.family, guard.fact)] -= 1
        else:
            yield guard, False


def _edited(pair: Pair, guard: Guard) -> bool:
    """Whether a line of the guard itself was removed; a unit that moved to another file is all edited."""
    if not pair.same_file:
        return True
    removed = pair.change.removed_lines
    return any(line in removed for line in range(guard.start_line, guard.end_line + 1))


def _restricted(pair: Pair, guard: Guard, head_guards: tuple[Guard, ...]) -> Entry | None:
    """Same key, other strictness: fewer roles, a lock without `nowait`."""
    if guard.form not in _COMPARED_BY_ARGUMENTS or not guard.strictness:
        return None
    twins = [other for other in head_guards if other.key == guard.key and other.family is guard.family]
    if not twins or any(other.strictness >= guard.strictness for other in twins):
        return None
    verdict = Verdict.WEAKENED if twins[0].strictness < guard.strictness else Verdict.CHANGED
    return Entry(verdict, pair.change, guard, pair.base, pair.head, 0.7, twins[0], pair.head)


def _judge(pair: Pair, guard: Guard, gains: Gains, survival: Survival) -> Entry | None:
    if not subject_stands(guard, pair.head):
        return None
    share = survival.share(guard)
    if share < _GONE_WITH_ITS_CODE:
        return None
    widened = _widened(guard, gains.guards(pair.head))
    if widened is not None:
        confidence = confidence_of(guard, share) * 0.95
        return Entry(Verdict.WEAKENED, pair.change, guard, pair.base, pair.head, confidence, widened, pair.head)
    if guard.form in _CLAUSES and _words_still_stand(guard, pair):
        return None
    cover = gains.cover(guard, pair.base, pair.head)
    if cover is not None:
        return _covered(pair, guard, cover, share)
    confidence = confidence_of(guard, share)
    if gains.similar_elsewhere(guard):
        confidence *= 0.8
    return Entry(Verdict.LOST, pair.change, guard, pair.base, pair.head, confidence)


def _covered(pair: Pair, guard: Guard, cover: Cover, share: float) -> Entry:
    same_form = cover.guard.form is guard.form and cover.unit is pair.head
    near = nearness(cover.guard, guard) >= _NEAR
    if same_form and cover.guard.strictness and cover.guard.strictness < guard.strictness:
        verdict = Verdict.WEAKENED
    elif same_form and near:
        verdict = Verdict.CHANGED
    else:
        verdict = Verdict.MOVED
    confidence = confidence_of(guard, share) * (0.6 if cover.proven else 0.7)
    proven = cover.proven and verdict is Verdict.MOVED
    return Entry(verdict, pair.change, guard, pair.base, pair.head, confidence, cover.guard, cover.unit, proven)


def confidence_of(guard: Guard, share: float) -> float:
    """How sure a loss is, by the form, the guard's own weight and what survives of the protected code."""
    return min(1.0, SURENESS[guard.form] * guard.weight * (0.6 + 0.4 * share))


def subject_stands(guard: Guard, head: Unit) -> bool:
    """Whether what the guard belonged to (the query, the call, the answer) is still there."""
    kind, _, name = guard.subject.partition(" ")
    match kind:
        case "query":
            return not name or name in _roots(head)
        case "call":
            return any(called.rpartition(".")[2] == name for called in head.called)
        case "return":
            return any(
                isinstance(node, ast.Return) and not isinstance(node.value, ast.Constant) for node in head.nodes
            )
        case _:
            return True


def _roots(unit: Unit) -> frozenset[str]:
    return frozenset(query_root(node) for node in unit.nodes if isinstance(node, ast.Call))


def _widened(guard: Guard, head_guards: tuple[Guard, ...]) -> Guard | None:
    """A condition of the head that has all literals of this one and further alternatives."""
    if guard.form not in _CLAUSES:
        return None
    wider = [other for other in head_guards if other.form in _CLAUSES and other.strictness > guard.strictness]
    return wider[0] if wider else None


def _words_still_stand(guard: Guard, pair: Pair) -> bool:
    """Whether one condition of the head speaks of all that this one spoke of.

    Locals count as long as the head still has them: `target.is_admin` is not `user.is_admin`.
    """
    renamed = local_names(pair.base.node) - local_names(pair.head.node)
    named = guard.tokens - renamed
    return bool(named) and any(named <= spoken for spoken in pair.head.conditions)
