"""The verdict on every guard of one edited unit (guard-ledger: kept, moved, changed, lost)."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache

from checks.kit.index import dotted
from checks.ledger.canon import identifiers, local_names
from checks.ledger.entry import Entry, Verdict
from checks.ledger.extract.queries import query_root
from checks.ledger.family import Family
from checks.ledger.gains import Cover, Gains, nearness
from checks.ledger.guard import SURENESS, Form, Guard
from checks.ledger.pairing import Pair
from checks.ledger.statements import Surroundings, writes
from checks.ledger.unit import Unit

_GONE_WITH_ITS_CODE = 1 / 3
_CLAUSES = frozenset({Form.EXIT, Form.CONDITION})
_WORDS_MAY_MOVE = frozenset({Form.EXIT, Form.CONDITION, Form.CALL})
_NEAR = 0.5
_ENOUGH_WRITES = 2


def compare_unit(pair: Pair, gains: Gains) -> Iterator[Entry]:
    """An entry for every guard that the head does not keep as it was."""
    head_guards = gains.guards(pair.head)
    left = Counter((guard.family, guard.key) for guard in head_guards)
    facts = Counter((guard.family, guard.fact) for guard in head_guards)
    raw: list[Guard] = []
    for guard in gains.guards(pair.base):
        if not _edited(pair, guard):
            left[(guard.family, guard.key)] -= 1
            facts[(guard.family, guard.fact)] -= 1
    for guard in gains.guards(pair.base):
        if not _edited(pair, guard):
            continue
        mark = (guard.family, guard.key)
        if left[mark] > 0:
            left[mark] -= 1
            yield from _restricted(pair, guard, head_guards)
        elif facts[(guard.family, guard.fact)] > 0 and guard.form in _WORDS_MAY_MOVE:
            facts[(guard.family, guard.fact)] -= 1
        else:
            raw.append(guard)
    surroundings = Surroundings(pair.head.own) if raw else None
    for guard in raw:
        entry = _judge(pair, guard, gains, surroundings or Surroundings(()))
        if entry is not None:
            yield entry


def _edited(pair: Pair, guard: Guard) -> bool:
    """Whether a line of the guard itself was removed; a unit that moved to another file is all edited."""
    if not pair.same_file:
        return True
    removed = pair.change.removed_lines
    return any(line in removed for line in range(guard.start_line, guard.end_line + 1))


def _restricted(pair: Pair, guard: Guard, head_guards: tuple[Guard, ...]) -> Iterator[Entry]:
    """Same key, other strictness: fewer roles, a lock without `nowait`."""
    if guard.form not in {Form.DECORATOR, Form.ROW_LOCK, Form.DEPENDENCY} or not guard.strictness:
        return
    twins = [other for other in head_guards if other.key == guard.key and other.family is guard.family]
    if any(other.strictness == guard.strictness for other in twins):
        return
    for other in twins:
        verdict = Verdict.WEAKENED if other.strictness < guard.strictness else Verdict.CHANGED
        if other.strictness > guard.strictness and guard.form is not Form.DECORATOR:
            return
        yield Entry(verdict, pair.change, guard, pair.base, pair.head, 0.7, other, pair.head, proven=False)
        return


def _judge(pair: Pair, guard: Guard, gains: Gains, surroundings: Surroundings) -> Entry | None:
    if not _subject_stands(guard, pair.head):
        return None
    share = _survival(pair, guard, surroundings)
    if share < _GONE_WITH_ITS_CODE:
        return None
    widened = _widened(guard, gains.guards(pair.head))
    if widened is not None:
        confidence = _confidence(guard, share) * 0.95
        return Entry(Verdict.WEAKENED, pair.change, guard, pair.base, pair.head, confidence, widened, pair.head)
    if guard.form in _WORDS_MAY_MOVE and _words_still_stand(guard, pair):
        return None
    cover = gains.cover(guard, pair.base, pair.head)
    if cover is not None:
        return _covered(pair, guard, cover, share)
    confidence = _confidence(guard, share)
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
    confidence = _confidence(guard, share) * (0.6 if cover.proven else 0.7)
    proven = cover.proven and verdict is Verdict.MOVED
    return Entry(verdict, pair.change, guard, pair.base, pair.head, confidence, cover.guard, cover.unit, proven)


def _confidence(guard: Guard, share: float) -> float:
    return min(1.0, SURENESS[guard.form] * guard.weight * (0.6 + 0.4 * share))


def _survival(pair: Pair, guard: Guard, surroundings: Surroundings) -> float:
    """Share of what the guard protected that still stands, 0..1."""
    if guard.family is Family.TRANSACTION and guard.form in {Form.SCOPE, Form.DECORATOR}:
        kept = _surviving_writes(guard, surroundings)
        return 0.0 if kept == 0 else 1.0 if kept >= _ENOUGH_WRITES else 0.75
    if guard.protects:
        return surroundings.share(guard.protects)
    if guard.subject:
        return 1.0
    return surroundings.share(pair.base.own) if pair.base.own else 1.0


def _surviving_writes(guard: Guard, surroundings: Surroundings) -> int:
    from checks.ledger.statements import leaves  # noqa: PLC0415

    kept = [stmt for stmt in guard.protects if any(surroundings.has(leaf) for leaf in leaves([stmt]))]
    return writes(kept)


def _subject_stands(guard: Guard, head: Unit) -> bool:
    kind, _, name = guard.subject.partition(" ")
    match kind:
        case "query":
            return name in _roots(head) or not name
        case "call":
            return name in _called(head)
        case "return":
            return any(isinstance(node, ast.Return) and not isinstance(node.value, ast.Constant) for node in head.nodes)
        case _:
            return True


@cache
def _roots(unit: Unit) -> frozenset[str]:
    return frozenset(query_root(node) for node in unit.nodes if isinstance(node, ast.Call))


@cache
def _called(unit: Unit) -> frozenset[str]:
    return frozenset(dotted(node.func).rpartition(".")[2] for node in unit.nodes if isinstance(node, ast.Call))


def _widened(guard: Guard, head_guards: tuple[Guard, ...]) -> Guard | None:
    """A condition of the head that has all literals of this one and further alternatives."""
    if guard.form not in _CLAUSES:
        return None
    wider = [other for other in head_guards if other.form in _CLAUSES and other.strictness > guard.strictness]
    return wider[0] if wider else None


def _words_still_stand(guard: Guard, pair: Pair) -> bool:
    """Whether one condition of the head speaks of all that this one spoke of."""
    if guard.form is Form.CALL:
        return False
    named = guard.tokens - local_names(pair.base.node)
    if not named:
        return False
    return any(named <= spoken for spoken in _conditions(pair.head))


@cache
def _conditions(unit: Unit) -> tuple[frozenset[str], ...]:
    found: list[frozenset[str]] = []
    for node in unit.nodes:
        match node:
            case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) | ast.Assert(test=test):
                found.append(identifiers(test))
            case ast.comprehension(ifs=tests) if tests:
                found.append(identifiers(*tests))
            case ast.BoolOp():
                found.append(identifiers(node))
            case ast.Return(value=ast.expr() as value):
                found.append(identifiers(value))
            case _:
                pass
    return tuple(found)
