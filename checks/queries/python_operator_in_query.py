"""A condition of a query is decided by Python, not by the database.

`and`, `or`, `not`, `in` or `is` stands between expressions of columns where the query builder needs `&`, `|`, `~`,
`in_()` or `is_()`.

Why it matters:
    Python takes the expression for true and keeps one side of it: half of the conditions never reach the database, and
    the query answers rows that the other half should have kept out.

Instead:
    `&`, `|` and `~` with parentheses, or `and_`, `or_`, `not_`; `column.in_(...)`, `column.is_(None)`.

What it does not see:
    Columns behind names of instances.

Sources:
    Catalogue OQ05; SQLAlchemy documentation, Operator Reference.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import gained
from checks.ledger.unit import Unit

_TAKES = frozenset({"filter", "where", "having", "exclude", "and_", "or_"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every operator of Python between conditions of a query that the base did not have."""
    for gain in gained(change, _operators):
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"operator {gain.label}",
            title=f"A query of `{gain.unit.name}` holds {code(gain.label)} of Python",
            message="One side of it never reaches the database.",
            confidence=0.85,
        )
        yield at_head(change, gain.node, says)


def _operators(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for node in unit.nodes:
        if not isinstance(node, ast.Call) or dotted(node.func).rpartition(".")[2] not in _TAKES:
            continue
        for argument in node.args:
            word = _word(argument)
            if word:
                yield word, argument


def _word(node: ast.expr) -> str:
    """The operator, "" when the expression is one of the query builder's."""
    match node:
        case ast.BoolOp(op=op, values=values) if all(map(_is_condition, values)):
            return "and" if isinstance(op, ast.And) else "or"
        case ast.UnaryOp(op=ast.Not(), operand=operand) if _is_condition(operand):
            return "not"
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()]) if _is_column(left):
            return "in"
        case ast.Compare(left=left, ops=[ast.Is() | ast.IsNot()]) if _is_column(left):
            return "is"
        case _:
            return ""


def _is_condition(node: ast.expr) -> bool:
    match node:
        case ast.Compare(left=left):
            return _is_column(left)
        case ast.Call(func=function):
            name = dotted(function)
            return name.rpartition(".")[2] == "Q" or (name.count(".") > 1 and name[:1].isupper())
        case _:
            return _is_column(node)


def _is_column(node: ast.expr) -> bool:
    """`Order.status`: an attribute of a class."""
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id[:1].isupper()
        and not node.value.id.isupper()
        and node.attr.islower()
    )


_FIND = """
    def find(session, user):
        return session.query(Order).filter({condition}).all()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("OQ05",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "only one condition arrives",
            base=_FIND.format(condition="Order.user == user"),
            head=_FIND.format(condition="Order.user == user and Order.open == True"),
            finds=((2, "holds `and` of Python"),),
        ),
        Example(
            "is None of Python",
            base=_FIND.format(condition="Order.user == user"),
            head=_FIND.format(condition="Order.closed_at is None"),
            finds=((2, "holds `is` of Python"),),
        ),
        Example(
            "the operators of the builder",
            base=_FIND.format(condition="Order.user == user"),
            head=_FIND.format(condition="(Order.user == user) & Order.closed_at.is_(None)"),
        ),
        Example(
            "a default of Python",
            base=_FIND.format(condition="Order.user == user"),
            head=_FIND.format(condition="Order.user == (user or nobody)"),
        ),
        Example(
            "a list of Python is filtered",
            base="def find(rows):\n    return filter(is_open, rows)\n",
            head="def find(rows):\n    return filter(is_open and is_paid, rows)\n",
        ),
    ),
)
