"""Guards that only their definition shows: names of the house, learnt from the base.

A call or dependency that is gone at head, and whose definition in the repository refuses callers, was a
guard whatever its name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit.index import callee, dotted
from checks.kit.renames import renamed_functions
from checks.ledger.extract.decorators import decorators_of
from checks.ledger.extract.dependencies import dependencies_of
from checks.ledger.extract.position import after
from checks.ledger.family import Family
from checks.ledger.gains import Gains
from checks.ledger.guard import Form, Guard, shortened
from checks.ledger.pairing import Pair
from checks.ledger.resolve import definitions
from checks.ledger.unit import Unit, units_of
from checks.ledger.words import family_of

_TEACHING = frozenset(
    {
        Family.AUTHENTICATION,
        Family.AUTHORIZATION,
        Family.SIGNATURE,
        Family.TENANT_SCOPE,
        Family.STATE,
        Family.RATE_LIMIT,
        Family.QUOTA,
        Family.MONEY,
    }
)
_WRAPPED = _TEACHING - {Family.STATE, Family.MONEY, Family.QUOTA}
"""Families that a decorator or provider guards by; its other conditions are its own business."""
_OF_CALLERS = frozenset({Family.AUTHENTICATION, Family.AUTHORIZATION, Family.SIGNATURE})
_HANDED_OVER = _OF_CALLERS | {Family.TENANT_SCOPE, Family.VISIBILITY}
_REFUSING = frozenset({Form.EXIT, Form.CALL})
_WEIGHT = 0.95


def learnt_guards(pair: Pair, gains: Gains) -> Iterator[Guard]:
    """Guards of the base that no table knows: vanished calls, decorators and providers that refuse."""
    if not pair.base.is_function:
        return
    known = {node for guard in gains.guards(pair.base) if not is_unnamed_check(guard) for node in ast.walk(guard.node)}
    depends = {guard.node for guard in gains.guards(pair.base) if guard.form is Form.DEPENDENCY}
    yield from _listed(pair, gains)
    for node, name, form in (*_calls(pair), *_decorators(pair), *_providers(pair, depends)):
        if node in known:
            continue
        family = _taught(pair.base, name, gains)
        if family is not None and (form is Form.CALL or family in _WRAPPED):
            yield _guard(pair.base, node, name, family, Form.CALL if form is Form.WRAPPER else form)


def is_unnamed_check(guard: Guard) -> bool:
    """`must_own(user, order)`: a check by its name, whose definition alone says of what."""
    return guard.form is Form.CALL and guard.family is Family.VALIDATION


def _calls(pair: Pair) -> Iterator[tuple[ast.AST, str, Form]]:
    """Calls that stand alone or whose result is bound, and that the head does not make any more."""
    gone = pair.base.called - pair.head.called
    for node in pair.base.nodes:
        if isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign) and node.value is not None:
            call = node.value.value if isinstance(node.value, ast.Await) else node.value
            if isinstance(call, ast.Call) and dotted(call.func) in gone:
                yield call, dotted(call.func), Form.CALL if isinstance(node, ast.Expr) else Form.WRAPPER


def _decorators(pair: Pair) -> Iterator[tuple[ast.AST, str, Form]]:
    kept = {callee(decorator) for decorator in decorators_of(pair.head)}
    for decorator in decorators_of(pair.base):
        if callee(decorator) not in kept:
            yield decorator, callee(decorator), Form.DECORATOR


def _providers(pair: Pair, known: set[ast.AST]) -> Iterator[tuple[ast.AST, str, Form]]:
    kept = {name for _, name in dependencies_of(pair.head)}
    for node, name in dependencies_of(pair.base):
        if name not in kept and node not in known:
            yield node, name, Form.DEPENDENCY


def _listed(pair: Pair, gains: Gains) -> Iterator[Guard]:
    """`filters = {Order: [only_own_orders]}`: a restriction by its name that a list or table hands over."""
    renamed = renamed_functions(pair.change)
    for node in pair.base.nodes:
        if not isinstance(node, ast.Name) or node.id in pair.base.locals:
            continue
        if {node.id, renamed.get(node.id, node.id)} & pair.head.spoken:
            continue
        if not any(isinstance(parent, ast.List | ast.Tuple | ast.Dict | ast.Set) for parent in pair.base.parents(node)):
            continue
        family = family_of(node.id)
        found = next(definitions(pair.base, node.id), None) if family in _HANDED_OVER else None
        if family is not None and found is not None and found.is_function and gains.guards(found):
            yield _guard(pair.base, node, node.id, family, Form.CALL)


def _taught(unit: Unit, name: str, gains: Gains) -> Family | None:
    """The family that the definition behind `name` refuses by."""
    for definition in definitions(unit, name):
        for guard in gains.guards(definition):
            if guard.form in _REFUSING and guard.family in _TEACHING:
                return guard.family
        if isinstance(definition.node, ast.ClassDef):
            return _taught_by_policy(definition, gains)
    return None


def _taught_by_policy(policy: Unit, gains: Gains) -> Family | None:
    """A class as a provider guards when its methods refuse callers, or when it asks for the caller itself."""
    units = units_of(policy.source, policy.view).values()
    found = [guard for unit in units if unit.class_name == policy.name for guard in gains.guards(unit)]
    for forms in (_REFUSING, frozenset({Form.DEPENDENCY})):
        for guard in found:
            if guard.family in _OF_CALLERS and guard.form in forms:
                return guard.family
    return None


def _guard(unit: Unit, node: ast.AST, name: str, family: Family, form: Form) -> Guard:
    body = unit.own if form is not Form.CALL else after(unit, node)
    return Guard(
        family=family,
        form=form,
        key=f"learnt {name}",
        tokens=frozenset(name.split(".")),
        label=shortened(f"@{ast.unparse(node)}" if form is Form.DECORATOR else ast.unparse(node)),
        node=node,
        fact=f"learnt {name.rpartition('.')[2]}",
        protects=body,
        weight=_WEIGHT,
    )
