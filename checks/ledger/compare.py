"""The verdict on every guard of one edited unit (guard-ledger: kept, moved, changed, lost)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.ledger.ancestors import brought_by_lost_bases
from checks.ledger.around import literals_around
from checks.ledger.columns_gone import asks_for_a_column_gone
from checks.ledger.entry import Entry, Verdict
from checks.ledger.family import Family
from checks.ledger.gains import Cover, Gains, covers_alike
from checks.ledger.gone_along import is_asked_by_the_way_in, is_of_a_method_gone
from checks.ledger.guard import SURENESS, Form, Guard
from checks.ledger.kept import not_kept, subject_stands, words_still_stand
from checks.ledger.learnt import is_unnamed_check, learnt_guards
from checks.ledger.pairing import Pair
from checks.ledger.roles import lets_lesser_roles
from checks.ledger.standing import standing_cover
from checks.ledger.subject import asked_of_another
from checks.ledger.survival import Survival, is_caught, is_undone

_GONE_WITH_ITS_CODE = 1 / 3
_CLAUSES = frozenset({Form.EXIT, Form.CONDITION})
_COMPARED_BY_ARGUMENTS = frozenset({Form.DECORATOR, Form.ROW_LOCK, Form.DEPENDENCY})
_ALLOW_LIST = re.compile(r"^@(allow|any|one_of|either|has_any|some)")
"""Decorators that name who may pass: one more is one more who passes."""
_CHANGED = 0.85  # a change is asked about, not asserted
_NOT_INLINE = 0.74


def compare_unit(pair: Pair, gains: Gains) -> Iterator[Entry]:
    """An entry for every guard that the head does not keep as it was."""
    base_guards, head_guards = gains.guards(pair.base), gains.guards(pair.head)
    learnt = tuple(learnt_guards(pair, gains))
    taught = {guard.node for guard in learnt}
    own = (guard for guard in base_guards if not (is_unnamed_check(guard) and guard.node in taught))
    brought = (*own, *learnt, *brought_by_lost_bases(pair, gains))
    survival = Survival(pair)
    lost: list[tuple[Guard, float]] = []
    for guard, kept in not_kept(pair, brought, head_guards):
        if kept:
            entry = _restricted(pair, guard, head_guards) or asked_of_another(pair, guard, head_guards)
        else:
            entry = _widened(pair, guard, base_guards, head_guards, survival)
        if entry is not None:
            yield entry
        elif not kept and not asks_for_a_column_gone(guard, gains.columns_gone):
            share = _missed(pair, guard, survival)
            if share:
                lost.append((guard, share))
    here = gains.covers_in([guard for guard, _ in lost], pair.base, pair.head) if lost else {}
    yield from _outermost([_judge(pair, guard, share, here.get(guard), gains) for guard, share in lost])


def _outermost(entries: list[Entry]) -> list[Entry]:
    """One entry per place: a guard that is part of another lost guard of its area says nothing new."""
    inner = {
        entry.guard
        for entry in entries
        for other in entries
        if other is not entry
        and other.guard.family.area is entry.guard.family.area
        and (other.confidence, other.guard.key) > (entry.confidence, entry.guard.key)
        and _touch(other.guard.node, entry.guard.node)
    }
    return [entry for entry in entries if entry.guard not in inner]


def _touch(one: ast.AST, other: ast.AST) -> bool:
    """Whether one of two nodes stands in the other."""
    return any(node is other for node in ast.walk(one)) or any(node is one for node in ast.walk(other))


def _restricted(pair: Pair, guard: Guard, head_guards: tuple[Guard, ...]) -> Entry | None:
    """Same key, other strictness: fewer roles, a lock without `nowait`."""
    if guard.form not in _COMPARED_BY_ARGUMENTS or not guard.strictness:
        return None
    twins = [other for other in head_guards if other.key == guard.key and other.family is guard.family]
    if not twins or any(_as_strict(other, guard) for other in twins):
        return None
    lesser = lets_lesser_roles(guard, twins[0], pair.base.view.roles)
    weaker = _as_strict(guard, twins[0]) if lesser is None else lesser
    verdict = Verdict.WEAKENED if weaker else Verdict.CHANGED
    return Entry(verdict, pair.change, guard, pair.base, pair.head, 0.7, twins[0], pair.head)


def _as_strict(one: Guard, other: Guard) -> bool:
    """Whether `one` lets nobody through whom `other` stops: more is asked for, or fewer are allowed."""
    if _ALLOW_LIST.search(one.key):
        return one.strictness <= other.strictness
    return one.strictness >= other.strictness


def _missed(pair: Pair, guard: Guard, survival: Survival) -> float:
    """Share of the protected code that stands without the guard; 0 when nobody misses it."""
    if not subject_stands(guard, pair.head) or _answers_nothing(guard, pair):
        return 0.0
    if guard.form in _CLAUSES and words_still_stand(guard, pair):
        return 0.0
    if is_of_a_method_gone(guard, pair) or is_asked_by_the_way_in(guard, pair):
        return 0.0
    if guard.family is Family.ERROR and guard.form is Form.HANDLER and not is_caught(guard, pair.head):
        return 0.0
    if guard.family is Family.TRANSACTION and guard.form is Form.CALL and is_undone(pair.head):
        return 0.0
    share = survival.share(guard)
    return share if share >= _GONE_WITH_ITS_CODE else 0.0


def _answers_nothing(guard: Guard, pair: Pair) -> bool:
    """`get_permissions` without any permission left: that it lets everybody in is told by a check of its own."""
    if guard.form is not Form.CLASS_ATTRIBUTE or pair.base.name.rpartition(".")[2] != "get_permissions":
        return False
    return not any(isinstance(node, ast.Call | ast.Name) for node in pair.head.nodes)


def _judge(pair: Pair, guard: Guard, share: float, here: Guard | None, gains: Gains) -> Entry:
    confidence = confidence_of(guard, share)
    if here is not None:
        return _swapped(pair, guard, here, confidence)
    standing = standing_cover(guard, pair.head, gains)
    if standing is not None:
        return _moved(pair, guard, standing, confidence)
    cover = gains.cover_around(guard, pair.base, pair.head)
    if cover is not None:
        return _moved(pair, guard, cover, confidence)
    if gains.similar_elsewhere(guard):
        confidence *= 0.8
    return Entry(Verdict.LOST, pair.change, guard, pair.base, pair.head, confidence)


def _swapped(pair: Pair, guard: Guard, here: Guard, confidence: float) -> Entry:
    """A gain of the same unit stands there now: in another form it is a move, in the same a change."""
    confidence = min(confidence * _CHANGED, _NOT_INLINE)
    if here.form is not guard.form and not {here.form, guard.form} <= _CLAUSES:
        proven = covers_alike(here, guard)
        return Entry(Verdict.MOVED, pair.change, guard, pair.base, pair.head, confidence, here, pair.head, proven)
    lesser = lets_lesser_roles(guard, here, pair.base.view.roles)
    shrunk = guard.form not in _CLAUSES and bool(here.strictness) and here.strictness < guard.strictness
    weaker = shrunk if lesser is None else lesser
    verdict = Verdict.WEAKENED if weaker else Verdict.CHANGED
    return Entry(verdict, pair.change, guard, pair.base, pair.head, confidence, here, pair.head)


def _moved(pair: Pair, guard: Guard, cover: Cover, confidence: float) -> Entry:
    confidence = min(confidence * _CHANGED, _NOT_INLINE)
    return Entry(
        Verdict.MOVED, pair.change, guard, pair.base, pair.head, confidence, cover.guard, cover.unit, cover.proven
    )


def confidence_of(guard: Guard, share: float) -> float:
    """How sure a loss is, by the form, the guard's own weight and what survives of the protected code."""
    return min(1.0, SURENESS[guard.form] * guard.weight * (0.6 + 0.4 * share))


def _widened(
    pair: Pair, guard: Guard, base_guards: tuple[Guard, ...], head_guards: tuple[Guard, ...], survival: Survival
) -> Entry | None:
    """A condition of the head that has all literals of this one and further alternatives."""
    if guard.form not in _CLAUSES:
        return None
    stood = {other.key for other in base_guards}
    wider = [
        other
        for other in head_guards
        if other.form in _CLAUSES and other.strictness > guard.strictness and other.key not in stood
    ]
    known = guard.strictness | literals_around(guard, pair.base) if wider else guard.strictness
    wider = [other for other in wider if not _only_presence(other.strictness - known, guard)]
    if not wider:
        return None
    confidence = confidence_of(guard, survival.share(guard)) * 0.95
    return Entry(Verdict.WEAKENED, pair.change, guard, pair.base, pair.head, confidence, wider[0], pair.head)


def _only_presence(added: frozenset[str], guard: Guard) -> bool:
    """`or settings is None`, where the condition reads an attribute of `settings`: it failed there before.

    So did `end < now()` where `end` was None.
    """
    read = [literal.lstrip("!") for literal in guard.strictness]
    return all(any(_needs(text, extra.lstrip("!")) for text in read) for extra in added)


def _needs(text: str, name: str) -> bool:
    """Whether a literal fails where `name` is None: it takes an attribute of it, or compares it by order."""
    return f"{name}." in text or bool(re.match(rf"{re.escape(name)} [<>]|.* [<>]=? {re.escape(name)}$", text))
