"""Conditions in canonical form: clauses of literals, free of negation, layout and local names."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from msgspec import Struct

_FLIPPED: dict[type[ast.cmpop], str] = {ast.NotEq: "==", ast.NotIn: "in", ast.IsNot: "is", ast.GtE: "<", ast.LtE: ">"}
_PLAIN: dict[type[ast.cmpop], str] = {ast.Eq: "==", ast.In: "in", ast.Is: "is", ast.Lt: "<", ast.Gt: ">"}
_NAME_LIKE = re.compile(r"[A-Za-z_][\w.:-]{0,60}")
_SYMMETRIC = frozenset({"==", "is"})


class Clause(Struct, frozen=True):
    """One condition that must hold for the protected code to run: a disjunction of literals.

    `literals` carry a leading "!" when negated; `facts` are the same with local names blanked.
    """

    literals: frozenset[str]
    facts: frozenset[str]
    nodes: tuple[ast.expr, ...]

    @property
    def key(self) -> str:
        """The literals, sorted."""
        return " or ".join(sorted(self.literals))

    @property
    def fact(self) -> str:
        """The key without local names."""
        return " or ".join(sorted(self.facts))


class Names(Struct, frozen=True):
    """What the names of a unit mean: which are local, and which stand for a condition bound before."""

    local: frozenset[str]
    conditions: Mapping[str, ast.expr]


def clauses(test: ast.expr, names: Names, *, holds: bool) -> tuple[Clause, ...]:
    """The conjunction that `test` (or, with `holds` false, its negation) stands for, clause by clause."""
    match test:
        case ast.Name(id=name) if name in names.conditions:
            known = Names(names.local, {other: value for other, value in names.conditions.items() if other != name})
            return clauses(names.conditions[name], known, holds=holds)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return clauses(operand, names, holds=not holds)
        case ast.Call(func=ast.Name(id="bool"), args=[argument], keywords=[]):
            return clauses(argument, names, holds=holds)
        case ast.BoolOp(op=op, values=values) if isinstance(op, ast.And) is holds:
            return tuple(clause for value in values for clause in clauses(value, names, holds=holds))
        case ast.BoolOp(values=values):
            parts = [clauses(value, names, holds=holds) for value in values]
            if all(len(part) == 1 for part in parts):
                return (_merged([part[0] for part in parts]),)
            return (_literal(test, names.local, holds=holds),)
        case _:
            return (_literal(test, names.local, holds=holds),)


def _merged(parts: list[Clause]) -> Clause:
    return Clause(
        frozenset[str]().union(*(part.literals for part in parts)),
        frozenset[str]().union(*(part.facts for part in parts)),
        tuple(node for part in parts for node in part.nodes),
    )


def _literal(node: ast.expr, local: frozenset[str], *, holds: bool) -> Clause:
    text, positive = _canonical(node, frozenset())
    fact, _ = _canonical(node, local)
    sign = "" if positive is holds else "!"
    return Clause(frozenset({sign + text}), frozenset({sign + fact}), (node,))


def _canonical(node: ast.expr, blanked: frozenset[str]) -> tuple[str, bool]:
    """(text, whether it is affirmed): `a != b` is ("a == b", False), `x is None` and `~x` are ("x", False)."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            if isinstance(right, ast.Constant) and right.value is None and isinstance(op, ast.Is | ast.Eq):
                return _text(left, blanked), False
            if isinstance(right, ast.Constant) and right.value is None and isinstance(op, ast.IsNot | ast.NotEq):
                return _text(left, blanked), True
            return _comparison(left, op, right, blanked)
        case ast.Call(func=ast.Name(id="bool"), args=[argument], keywords=[]):
            return _canonical(argument, blanked)
        case ast.Call(func=ast.Attribute(value=column, attr="is_"), args=[ast.Constant(value=bool(affirmed))]):
            return _text(column, blanked), affirmed  # a query's way to say it
        case ast.UnaryOp(op=ast.Invert(), operand=operand):
            return _text(operand, blanked), False
        case ast.NamedExpr(value=value):
            return _canonical(value, blanked)
        case _:
            return _text(node, blanked), True


def _comparison(left: ast.expr, op: ast.cmpop, right: ast.expr, blanked: frozenset[str]) -> tuple[str, bool]:
    kind = type(op)
    sign, affirmed = (_FLIPPED[kind], False) if kind in _FLIPPED else (_PLAIN[kind], True)
    sides = [_text(left, blanked), _text(right, blanked)]
    if sign in _SYMMETRIC:
        sides.sort()
    if sign == ">":
        sign = "<"
        sides.reverse()
    return f"{sides[0]} {sign} {sides[1]}", affirmed


def _text(node: ast.expr, blanked: frozenset[str]) -> str:
    if isinstance(node, ast.Await):
        node = node.value
    if not blanked:
        return ast.unparse(node)
    return ast.unparse(_Blanking(blanked).visit(_copied(node)))


def _copied(node: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(node), mode="eval").body


class _Blanking(ast.NodeTransformer):
    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name("_", node.ctx) if node.id in self._names else node


def blank(node: ast.expr, local: frozenset[str]) -> str:
    """The expression as text, its local names blanked."""
    return _text(node, local)


def identifiers(*nodes: ast.AST) -> frozenset[str]:
    """Names, attributes, keyword names, and strings that look like a name, that stand in these nodes."""
    found: set[str] = set()
    for root in nodes:
        for node in ast.walk(root):
            match node:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    found.add(name)
                case ast.keyword(arg=str(name)):
                    found.add(name)
                case ast.Constant(value=str(text)) if _NAME_LIKE.fullmatch(text):
                    found.add(text)
                case _:
                    pass
    return frozenset(found)


def local_names(function: ast.AST) -> frozenset[str]:
    """Parameters and assigned names of a function, without `self` and `cls`."""
    found: set[str] = set()
    for node in ast.walk(function):
        match node:
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
            case ast.ExceptHandler(name=str(name)):
                found.add(name)
            case _:
                pass
    return frozenset(found - {"self", "cls"})
