"""Guards written as conditions: early exits, guarded blocks, access predicates, asserts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.ledger.canon import Clause, clauses, identifiers
from checks.ledger.extract.outcomes import Leaving, Outcome, leaving
from checks.ledger.extract.position import after, statement_of
from checks.ledger.extract.speaking import SOFT, family_of_block, family_of_exit, weight_of_exit
from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard
from checks.ledger.statements import has_effect
from checks.ledger.unit import Unit
from checks.ledger.words import family_of

_ANSWERS = frozenset({Family.AUTHORIZATION, Family.AUTHENTICATION, Family.STATE, Family.SIGNATURE})
_BLOCKS = SOFT - {Family.LOCK, Family.TENANT_SCOPE, Family.MONEY}
_DECIDES = re.compile(
    r"^_*(can|has|is|may|user_can|check|allow|authori[sz]e|permit|test_func|should)_|^_*(?:can|has|is|may|check)[A-Z]|"
    r"(_allowed|_permission|_permitted|_access)$|^(__acl__|has_permission|has_object_permission|test_func)$"
)
_SHAPE = 0.7
_ALLOWS = re.compile(r"^_*(can|may|user_can|allow|authori[sz]e|permit|test_func)(_|$)|^_*(?:can|may)[A-Z]")


def find_conditions(unit: Unit) -> Iterator[Guard]:
    """Every guard of these forms in a function; classes and modules have none."""
    if not unit.is_function:
        return
    for node in unit.nodes:
        match node:
            case ast.If():
                yield from _of_if(unit, node)
            case ast.Return(value=ast.expr() as value) if _decides(unit):
                yield from _of_answer(unit, value)
            case ast.Assign(targets=[ast.Name()], value=ast.expr() as value):
                yield from _of_assigned(unit, node, value)
            case ast.Assert(test=test) if not _tells_a_type(test):
                yield from _guards(
                    unit,
                    clauses(test, unit.naming, holds=True),
                    node,
                    Leaving(Outcome.RAISE, "", node),
                    after(unit, node),
                )
            case ast.IfExp():
                yield from _of_choice(unit, node)
            case ast.comprehension(ifs=tests):
                for test in tests:
                    yield from _blocks(unit, test, _fed_by(unit, test))
            case _:
                pass


def _tells_a_type(test: ast.expr) -> bool:
    """`assert isinstance(x, str)`, `assert x is not None`: said to the type checker."""
    match test:
        case ast.Call(func=ast.Name(id="isinstance" | "issubclass" | "callable")) | ast.Name():
            return True
        case ast.Compare(ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
            return True
        case _:
            return False


def _of_if(unit: Unit, node: ast.If) -> Iterator[Guard]:
    out, other = leaving(node.body), leaving(node.orelse)
    if out is not None and out.outcome is Outcome.RETURN and out.words:
        yield from _of_bypass(unit, node, out)
    elif out is not None:
        found = clauses(node.test, unit.naming, holds=False)
        yield from _guards(unit, found, node, out, (*node.orelse, *after(unit, node)))
    elif other is not None and not _is_elif(node):
        found = clauses(node.test, unit.naming, holds=True)
        yield from _guards(unit, found, node, other, (*node.body, *after(unit, node)))
    else:
        yield from _blocks(unit, node.test, tuple(node.body))


def _is_elif(node: ast.If) -> bool:
    return len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If)


def _of_bypass(unit: Unit, node: ast.If, out: Leaving) -> Iterator[Guard]:
    """`if user.is_active and user.is_admin: return everything`: each condition guards what is returned.

    For other families it is an exit that answers with something harmless.
    """
    opening = list(_blocks(unit, node.test, tuple(node.body)))
    if any(guard.family in {Family.AUTHORIZATION, Family.AUTHENTICATION} for guard in opening):
        yield from opening
    else:
        found = clauses(node.test, unit.naming, holds=False)
        yield from _guards(unit, found, node, out, (*node.orelse, *after(unit, node)))


def _guards(
    unit: Unit, found: tuple[Clause, ...], node: ast.stmt, out: Leaving, following: tuple[ast.stmt, ...]
) -> Iterator[Guard]:
    for clause in found:
        names = identifiers(*clause.nodes)
        family = family_of_exit(unit, clause, out)
        if family is None:
            continue
        yield Guard(
            family=family,
            form=Form.EXIT,
            key=clause.key,
            tokens=names,
            label=_label(node, out),
            node=_head(node, out),
            fact=f"{family}: {clause.fact}",
            protects=following,
            strictness=clause.literals,
            weight=weight_of_exit(family, clause, out, following),
        )


def _blocks(unit: Unit, test: ast.expr, body: tuple[ast.stmt, ...]) -> Iterator[Guard]:
    for clause in clauses(test, unit.naming, holds=True):
        family = family_of_block(unit, clause)
        if family is None or family not in _BLOCKS or not body:
            continue
        if family is Family.AUTHENTICATION and all(map(str.isupper, identifiers(*clause.nodes))):
            continue  # `if SMTP_PASSWORD:` asks what is configured
        yield Guard(
            family=family,
            form=Form.CONDITION,
            key=clause.key,
            tokens=identifiers(*clause.nodes),
            label=f"if {ast.unparse(test)}",
            node=test,
            fact=f"{family}: {clause.fact}",
            protects=body,
            strictness=clause.literals,
            weight=_block_weight(family, body) * (_SHAPE if _asks_for_shape(clause) else 1.0),
        )


def _asks_for_shape(clause: Clause) -> bool:
    """`"users" in permissions`: whether a key is there, which decides nothing about a caller."""
    return all(
        isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Constant)
        and isinstance(node.ops[0], ast.In | ast.NotIn)
        for node in clause.nodes
    )


def _block_weight(family: Family, body: tuple[ast.stmt, ...]) -> float:
    if family in {Family.AUTHORIZATION, Family.AUTHENTICATION, Family.SIGNATURE}:
        return 1.0
    return 0.9 if has_effect(body) else 0.6


def _of_answer(unit: Unit, value: ast.expr) -> Iterator[Guard]:
    """`return a and b` in an access predicate: every conjunct is a guard of what the predicate allows."""
    if isinstance(value, ast.Constant):
        return
    name = unit.name.rpartition(".")[2]
    family = family_of(name) or (Family.AUTHORIZATION if _ALLOWS.search(name) else None)
    if family is None or family not in _ANSWERS:
        return
    if not isinstance(value, ast.BoolOp | ast.Compare | ast.Call | ast.UnaryOp | ast.Attribute):
        return
    for clause in clauses(value, unit.naming, holds=True):
        own = family_of(*identifiers(*clause.nodes))
        yield Guard(
            family=own if own is not None and own in _ANSWERS else family,
            form=Form.CONDITION,
            key=clause.key,
            tokens=identifiers(*clause.nodes),
            label=f"return {ast.unparse(value)}",
            node=value,
            fact=f"{family}: {clause.fact}",
            protects=(),
            subject="return",
            strictness=clause.literals,
            weight=1.0 if isinstance(value, ast.BoolOp) else 0.7,
        )


def _of_assigned(unit: Unit, node: ast.Assign, value: ast.expr) -> Iterator[Guard]:
    """`allowed = a and b`: every conjunct is a guard of what the name decides later."""
    if not isinstance(value, ast.BoolOp):
        return
    for clause in clauses(value, unit.naming, holds=True):
        names = identifiers(*clause.nodes)
        family = family_of(*names, *identifiers(node.targets[0]))
        if family is None or family not in _BLOCKS:
            continue
        yield Guard(
            family=family,
            form=Form.CONDITION,
            key=clause.key,
            tokens=names,
            label=ast.unparse(node),
            node=value,
            fact=f"{family}: {clause.fact}",
            protects=after(unit, node),
            strictness=clause.literals,
            weight=0.95,
        )


def _of_choice(unit: Unit, node: ast.IfExp) -> Iterator[Guard]:
    """`email=user.email if may_see else ""`: what some may see, and nothing for the others.

    `order.owner.email if order.owner else ""` asks whether there is any, and decides nothing about a caller.
    """
    shown = ast.unparse(node.body)
    if not _is_empty(node.orelse) or any(_is_part(inner, shown) for inner in ast.walk(node.test)):
        return
    own = statement_of(unit, node)
    for guard in _blocks(unit, node.test, (own,) if own is not None else ()):
        if guard.family in {Family.AUTHORIZATION, Family.AUTHENTICATION}:
            yield guard


def _is_empty(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=None | "" | False | 0):
            return True
        case ast.List(elts=[]) | ast.Dict(keys=[]) | ast.Tuple(elts=[]):
            return True
        case _:
            return False


def _is_part(node: ast.AST, shown: str) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in shown


def _decides(unit: Unit) -> bool:
    return bool(_DECIDES.search(unit.name.rpartition(".")[2]))


def _fed_by(unit: Unit, test: ast.AST) -> tuple[ast.stmt, ...]:
    """What works on the rows that a comprehension lets through: the later statements that name its result."""
    statement = statement_of(unit, test)
    if statement is None:
        return ()
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        name = statement.targets[0].id
        users = tuple(stmt for stmt in after(unit, statement) if name in identifiers(stmt))
        return users or (statement,)
    return (statement,)


def _head(node: ast.stmt, out: Leaving) -> ast.AST:
    """The lines from the condition to the exit, without what else hangs on the statement."""
    span = ast.Pass()
    span.lineno, span.col_offset = node.lineno, node.col_offset
    span.end_lineno = (out.node.end_lineno or out.node.lineno) if out.node.lineno >= node.lineno else node.end_lineno
    return span


def _label(node: ast.stmt, out: Leaving) -> str:
    test = ast.unparse(node.test) if isinstance(node, ast.If | ast.Assert) else ""
    ending = {Outcome.RAISE: "raise", Outcome.ABORT: "abort", Outcome.ANSWER: "return an error"}.get(out.outcome)
    if ending is None:
        ending = "return" if out.outcome is Outcome.RETURN else "skip"
    return f"if {test}: {ending}" if isinstance(node, ast.If) else f"assert {test}"
