"""Which guards of the base still stand at head, by their key, their words or what they belonged to."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from checks.kit.renames import in_new_names, renamed_functions
from checks.ledger.extract.queries import root_in
from checks.ledger.guard import Form, Guard
from checks.ledger.pairing import Pair
from checks.ledger.unit import Unit

_WORDS_MAY_MOVE = frozenset({Form.EXIT, Form.CONDITION, Form.CALL})
_MERGED = frozenset({Form.CALL})


def not_kept(pair: Pair, base: tuple[Guard, ...], head: tuple[Guard, ...]) -> Iterator[tuple[Guard, bool]]:
    """Edited guards of the base, each with whether its key still stands at head.

    Keys are compared as multisets; a guard whose locals were renamed is found by its fact.
    """
    keys = Counter((guard.family, guard.key) for guard in head)
    facts = Counter((guard.family, guard.fact) for guard in head)
    edited = [guard for guard in base if _edited(pair, guard)]
    for guard in set(base).difference(edited):
        keys[(guard.family, guard.key)] -= 1
        facts[(guard.family, guard.fact)] -= 1
    renamed = renamed_functions(pair.change)
    for guard in edited:
        key, fact = in_new_names(guard.key, renamed), in_new_names(guard.fact, renamed)
        if keys[(guard.family, key)] > 0:
            keys[(guard.family, key)] -= 1
            facts[(guard.family, fact)] -= 1
            yield guard, True
        elif guard.form in _WORDS_MAY_MOVE and facts[(guard.family, fact)] > 0:
            facts[(guard.family, fact)] -= 1
        elif guard.form in _MERGED and any(_stands_before_both(pair, guard, other) for other in head):
            continue
        else:
            yield guard, False


def _stands_before_both(pair: Pair, guard: Guard, other: Guard) -> bool:
    """Whether one new call at head, outside of the branches, does what calls in several branches did."""
    if (other.family, other.fact) != (guard.family, guard.fact) or not pair.same_file:
        return False
    if other.start_line not in pair.change.added_lines:
        return False
    return _branches(pair.head, other) < _branches(pair.base, guard)


def _branches(unit: Unit, guard: Guard) -> int:
    return sum(isinstance(parent, ast.If | ast.Match | ast.For | ast.While) for parent in unit.parents(guard.node))


def _edited(pair: Pair, guard: Guard) -> bool:
    """Whether a line of the guard was removed, or stands outside of the paired unit now.

    A unit that moved to another file is all edited.
    """
    if not pair.same_file:
        return True
    lines = map(pair.change.head_line, range(guard.start_line, guard.end_line + 1))
    return any(line is None or not pair.head.start_line <= line <= pair.head.end_line for line in lines)


def subject_stands(guard: Guard, head: Unit) -> bool:
    """Whether what the guard belonged to (the query, the call, the answer) is still there."""
    kind, _, name = guard.subject.partition(" ")
    match kind:
        case "query":
            return not name or name in _roots(head) or _is_still_at_hand(name, head)
        case "call":
            return any(called.rpartition(".")[2] == name for called in head.called)
        case "return":
            return any(isinstance(node, ast.Return) and not isinstance(node.value, ast.Constant) for node in head.nodes)
        case _:
            return True


def _roots(unit: Unit) -> frozenset[str]:
    return frozenset(root_in(unit, node) for node in unit.nodes if isinstance(node, ast.Call))


def _is_still_at_hand(name: str, head: Unit) -> bool:
    """A query that came in as a parameter, and goes on without the predicate."""
    return name in head.locals and any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load) for node in head.nodes
    )


def words_still_stand(guard: Guard, pair: Pair) -> bool:
    """Whether one condition that the head has and the base had not speaks of all that this one spoke of.

    Locals count as long as the head still has them: `target.is_admin` is not `user.is_admin`.
    """
    renamed = pair.base.locals - pair.head.locals
    named = guard.tokens - renamed
    if not named:
        return False
    before = Counter(pair.base.condition_texts)
    for text, spoken in zip(pair.head.condition_texts, pair.head.conditions, strict=True):
        if before[text] > 0:
            before[text] -= 1
        elif named <= spoken:
            return True
    return False
