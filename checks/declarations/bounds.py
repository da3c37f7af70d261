"""Bounds of input: what fields, parameters and type aliases say a value must be."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from checks.declarations.environment import literal_of
from checks.declarations.pairs import is_read
from checks.kit import Change, ChangeSet, Source
from checks.kit.index import Function, SyntaxIndex, dotted, is_none

UPPER = frozenset(
    {"le", "lt", "max_value", "max_length", "max_items", "max_digits", "decimal_places", "max", "maximum"}
)
LOWER = frozenset({"ge", "gt", "min_value", "min_length", "min_items", "min", "minimum"})
_OTHER = frozenset({"pattern", "regex", "multiple_of", "choices", "allow_empty_file"})
_TYPED = frozenset(
    "Field Query Path Body Form Header Cookie Param File constr conint confloat condecimal conlist conbytes "
    "StringConstraints Length Range Interval Gt Ge Lt Le MinLen MaxLen Regexp".split()
)
_FIELDS = re.compile(r"(^|\.)(serializers?|forms?|fields|wtforms|filters|marshmallow)\.(\w+\.)*\w+$")
_VALIDATORS = re.compile(
    r"^(Length|NumberRange|Regexp|AnyOf|NoneOf|DataRequired|InputRequired|Email|URL|UUID|Range|OneOf|ContainsOnly)$"
)
_STANDS_FOR = {"Gt": "gt", "Ge": "ge", "Lt": "lt", "Le": "le", "MinLen": "min_length", "MaxLen": "max_length"}


class Bound(Struct, frozen=True):
    """One bound.

    Attributes:
        subject: what is bound: "Order.title", "list_orders(limit)", "Limit".
        name: the keyword ("le", "max_length"), or the name of a validator.
        value: what it is bound to; None for a validator without arguments.
        node: where it stands.
    """

    subject: str
    name: str
    value: ast.expr | None
    node: ast.AST

    @property
    def limits(self) -> str:
        """Bounds that can stand for one another share this: "upper", "lower", else the name."""
        size = "length" if "length" in self.name or "items" in self.name else ""
        if self.name in UPPER:
            return f"upper {size}"
        return f"lower {size}" if self.name in LOWER else self.name


class Loosening(Struct, frozen=True):
    """A bound that is gone (`head` None) or allows more."""

    base: Bound
    head: Bound | None


def loosened_bounds(change: Change) -> tuple[Loosening, ...]:
    """Bounds of subjects that both sides have, gone or wider at head."""
    return change.ask(_loosened)


def _loosened(change: Change) -> tuple[Loosening, ...]:
    if not is_read(change) or change.base is None or change.head is None:
        return ()
    changes = change.within
    base, head = _bounds_of(changes, change.base), _bounds_of(changes, change.head)
    found: list[Loosening] = []
    for mark, bound in base.items():
        now = head.get(mark)
        if now is None and bound.subject in _subjects_of(changes, change.head):
            found.append(Loosening(bound, None))
        elif now is not None and _is_wider(bound, now):
            found.append(Loosening(bound, now))
    return tuple(found)


def _is_wider(base: Bound, head: Bound) -> bool:
    if base.value is None or head.value is None or ast.unparse(base.value) == ast.unparse(head.value):
        return False
    old, new = literal_of(base.value), literal_of(head.value)
    if isinstance(old, int | float) and isinstance(new, int | float):
        return new > old if base.name in UPPER else new < old if base.name in LOWER else False
    return base.name in {"pattern", "regex"}


def _bounds_of(changes: ChangeSet, source: Source) -> Mapping[tuple[str, str], Bound]:
    return changes.remember((_bounds_of, source), lambda: _read(source))


def _subjects_of(changes: ChangeSet, source: Source) -> frozenset[str]:
    return changes.remember((_subjects_of, source), lambda: frozenset(name for name, *_ in _subjects(source)))


def _read(source: Source) -> dict[tuple[str, str], Bound]:
    found: dict[tuple[str, str], Bound] = {}
    for subject, *nodes in _subjects(source):
        for node in nodes:
            for bound in _in_node(subject, node, source.index):
                found.setdefault((subject, bound.limits), bound)
    return found


def _subjects(source: Source) -> Iterator[tuple[str, *tuple[ast.AST, ...]]]:
    """Name and nodes of everything that could be bound: attributes, parameters, aliases."""
    index = source.index
    for cls in index.all(ast.ClassDef):
        for stmt in cls.body:
            match stmt:
                case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                    yield f"{index.names[cls]}.{name}", annotation, *([value] if value is not None else [])
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    yield f"{index.names[cls]}.{name}", value
                case _:
                    continue
    for function in (*index.all(ast.FunctionDef), *index.all(ast.AsyncFunctionDef)):
        yield from _parameters(index.names[function], function)
    for stmt in source.tree.body:
        match stmt:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() | ast.Subscript() as value):
                yield name, value
            case _:
                continue


def _parameters(name: str, function: Function) -> Iterator[tuple[str, *tuple[ast.AST, ...]]]:
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [*[None] * (len(positional) - len(arguments.defaults)), *arguments.defaults]
    for argument, default in (
        *zip(positional, defaults, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ):
        nodes = [node for node in (argument.annotation, default) if node is not None]
        yield f"{name}({argument.arg})", *nodes


def _in_node(subject: str, root: ast.AST, index: SyntaxIndex) -> Iterator[Bound]:
    for node in ast.walk(root):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func).rpartition(".")[2]
        if name in _STANDS_FOR and node.args:
            yield Bound(subject, _STANDS_FOR[name], node.args[0], node)
        elif _VALIDATORS.match(name):
            yield Bound(subject, name, ast.Constant(ast.unparse(node)), node)
        elif name in _TYPED or _FIELDS.search(index.origin(node.func)):
            for keyword in node.keywords:
                if keyword.arg in UPPER | LOWER | _OTHER and not is_none(keyword.value):
                    yield Bound(subject, keyword.arg or "", keyword.value, keyword.value)
