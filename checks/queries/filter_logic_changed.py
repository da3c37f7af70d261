"""A query combines its conditions in another way.

The conditions of a query are the same, but "and" became "or" (`&` and `|`, `and_` and `or_`), a negation is gone, or
`filter` became `exclude`.

Why it matters:
    The query answers other rows, often the opposite ones, and no line of the code around it shows that.

Instead:
    Add a test with one row on each side of every condition.

What it does not see:
    Conditions that were rewritten with other names.

Sources:
    Catalogue OQ04; Django documentation, Complex lookups with Q objects.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, code
from checks.kit.undo import became
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_JOINS = {"and_": "and", "or_": "or"}


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every condition of both sides whose operators differ."""
    for pair in edited_functions(change):
        if not pair.same_file:
            continue
        base, head = dict(_conditions(pair.base)), dict(_conditions(pair.head))
        for atoms, (shape, node) in base.items():
            now = head.get(atoms)
            if now is None or now[0] == shape or (len(atoms) < 2 and "not" not in shape + now[0]):
                continue
            says = Sentence(
                kind=Kind.CHANGED,
                symbol=pair.base.name,
                fact=f"logic of {', '.join(sorted(atoms))}",
                title=f"A query of `{pair.base.name}` combines its conditions in another way: {code(now[0])}",
                message="It answers other rows than before.",
                confidence=0.74,
            )
            yield became(change, node, now[1], says)


def _conditions(unit: Unit) -> Iterator[tuple[frozenset[str], tuple[str, ast.AST]]]:
    """Atoms -> (shape, place) of every outermost condition of a query."""
    inner: set[ast.AST] = set()
    for node in unit.nodes:
        if node in inner or not isinstance(node, ast.BinOp | ast.UnaryOp | ast.Call):
            continue
        atoms: list[str] = []
        shape = _shape(unit, node, atoms)
        if atoms and shape:
            inner.update(ast.walk(node))
            yield frozenset(atoms), (shape, node)


def _shape(unit: Unit, node: ast.AST, atoms: list[str]) -> str:
    """The operators around the atoms in canonical order, "" when this is no condition of a query."""
    match node:
        case ast.BinOp(op=ast.BitAnd() | ast.BitOr() as op, left=left, right=right):
            return _joined("and" if isinstance(op, ast.BitAnd) else "or", unit, [left, right], atoms)
        case ast.UnaryOp(op=ast.Invert(), operand=operand):
            inside = _shape(unit, operand, atoms)
            return f"not {inside}" if inside else ""
        case ast.Call(func=function, args=args, keywords=keywords):
            name = dotted(function).rpartition(".")[2]
            if name in _JOINS:
                return _joined(_JOINS[name], unit, args, atoms)
            if name == "not_" and args:
                inside = _shape(unit, args[0], atoms)
                return f"not {inside}" if inside else ""
            if name in {"filter", "exclude"} and keywords and isinstance(function, ast.Attribute):
                atoms.append(", ".join(sorted(str(keyword.arg) for keyword in keywords)))
                return atoms[-1] if name == "filter" else f"not {atoms[-1]}"
            if name == "Q" and keywords:
                return _atom(unit, node, atoms)
            return ""
        case ast.Compare(left=ast.Attribute(value=ast.Name(id=owner))) if owner[:1].isupper():
            return _atom(unit, node, atoms)
        case _:
            return ""


def _joined(word: str, unit: Unit, parts: list[ast.expr], atoms: list[str]) -> str:
    shapes = [_shape(unit, part, atoms) for part in parts]
    return f"({f' {word} '.join(sorted(shapes))})" if shapes and all(shapes) else ""


def _atom(unit: Unit, node: ast.AST, atoms: list[str]) -> str:
    """Names of the columns that a condition asks for: without values, which may be locals."""
    match node:
        case ast.Call(keywords=keywords):
            text = ", ".join(sorted(str(keyword.arg) for keyword in keywords))
        case ast.Compare(left=left, ops=[op, *_]):
            text = f"{ast.unparse(left)} {type(op).__name__}"
        case _:
            return ""
    atoms.append(text)
    return text


_FIND = """
    def find(user):
        return Doc.objects.filter({condition})
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("OQ04",),
    kind=Kind.CHANGED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "and became or",
            base=_FIND.format(condition="Q(team=user.team) & Q(public=True)"),
            head=_FIND.format(condition="Q(team=user.team) | Q(public=True)"),
            finds=((2, "combines its conditions in another way"),),
        ),
        Example(
            "the negation is gone",
            base=_FIND.format(condition="~Q(hidden=True)"),
            head=_FIND.format(condition="Q(hidden=True)"),
            finds=((2, "in another way"),),
        ),
        Example(
            "filter became exclude",
            base="def find():\n    return Doc.objects.filter(open=True)\n",
            head="def find():\n    return Doc.objects.exclude(open=True)\n",
            finds=((2, "in another way"),),
        ),
        Example(
            "another order",
            base=_FIND.format(condition="Q(team=user.team) & Q(public=True)"),
            head=_FIND.format(condition="Q(public=True) & Q(team=user.team)"),
        ),
        Example(
            "another value",
            base=_FIND.format(condition="Q(team=user.team) & Q(public=True)"),
            head=_FIND.format(condition="Q(team=user.group) & Q(public=True)"),
        ),
        Example(
            "one condition more",
            base=_FIND.format(condition="Q(team=user.team) & Q(public=True)"),
            head=_FIND.format(condition="Q(team=user.team) & Q(public=True) & Q(open=True)"),
        ),
    ),
)
