"""The class Migration of a Django file: its attributes and its list of operation calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from checks.schema.migration import Identity
from checks.schema.python.constants import flag_of, followed, items_of, text_of
from checks.schema.python.module import Module, assigned


class Call(Struct, frozen=True):
    """One element of `operations`; `conditional` when it stands under an `if`."""

    node: ast.expr
    conditional: bool


class MigrationClass(Struct, frozen=True):
    """The class, read but not judged.

    Attributes:
        calls: elements of `operations` in order.
        hidden: expressions that add operations nobody can list.
    """

    node: ast.ClassDef
    module: Module
    app: str
    name: str
    calls: tuple[Call, ...]
    hidden: tuple[ast.expr, ...]
    needs: tuple[Identity, ...]
    replaces: tuple[Identity, ...]
    atomic: bool
    initial: bool


def find_class(module: Module) -> MigrationClass | None:
    """The file's migration class; None when the file is no Django migration.

    The base must be called Migration (projects derive their own from Django's), and `operations` or
    `dependencies` must stand in the body: the path says nothing.
    """
    node = module.classes.get("Migration")
    if node is None or not any(_is_base(base, module) for base in node.bases):
        return None
    inner = module.within(assigned(node.body))
    if not {"operations", "dependencies", "replaces"} & {*assigned(node.body)}:
        return None
    path = PurePosixPath(module.source.path)
    app = (
        path.parent.parent.name
        if path.parent.name.startswith("migrations") or len(path.parts) > 2
        else path.parent.name
    )
    values = inner.values
    calls, hidden = _operations(node.body, inner)
    return MigrationClass(
        node,
        inner,
        app,
        path.stem,
        calls,
        hidden,
        tuple(_identities(values.get("dependencies"), inner)),
        tuple(_identities(values.get("replaces"), inner)),
        atomic=flag_of(values.get("atomic"), inner) is not False,
        initial=flag_of(values.get("initial"), inner) is True,
    )


def _is_base(base: ast.expr, module: Module) -> bool:
    return module.origin(base).rpartition(".")[2].endswith("Migration")


def _operations(body: list[ast.stmt], module: Module) -> tuple[tuple[Call, ...], tuple[ast.expr, ...]]:
    calls: list[Call] = []
    hidden: list[ast.expr] = []
    for value, conditional in _parts(body, conditional=False):
        for element in _elements(value, module):
            if element is None or isinstance(element, ast.Starred | ast.ListComp):
                hidden.append(element or value)
            else:
                calls.append(Call(element, conditional))
    return tuple(calls), tuple(hidden)


def _parts(body: list[ast.stmt], *, conditional: bool) -> Iterator[tuple[ast.expr, bool]]:
    """Every expression that is assigned, added or appended to `operations`."""
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="operations")], value=value):
                yield value, conditional
            case ast.AnnAssign(target=ast.Name(id="operations"), value=ast.expr() as value):
                yield value, conditional
            case ast.AugAssign(target=ast.Name(id="operations"), value=value):
                yield value, conditional
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="operations"), attr=how), args=[value])):
                yield ast.List([value], ast.Load()) if how == "append" else value, conditional
            case ast.If(body=inner, orelse=other):
                yield from _parts(inner, conditional=True)
                yield from _parts(other, conditional=True)
            case _:
                continue


def _elements(value: ast.expr, module: Module) -> Iterator[ast.expr | None]:
    """The operations of a list expression; None for a part that nobody can list."""
    here = followed(value, module)
    match here:
        case ast.List(elts=items) | ast.Tuple(elts=items):
            for item in items:
                if isinstance(item, ast.Starred):
                    inner = list(_elements(item.value, module))
                    yield from [item] if None in inner else inner
                else:
                    yield followed(item, module)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from _elements(left, module)
            yield from _elements(right, module)
        case ast.IfExp(body=body, orelse=other):
            yield from _elements(body, module)
            yield from _elements(other, module)
        case _:
            yield None


def _identities(node: ast.expr | None, module: Module) -> Iterator[Identity]:
    for item in items_of(node, module) or ():
        pair = items_of(item, module)
        if pair is not None and len(pair) == 2:
            app, name = text_of(pair[0], module), text_of(pair[1], module)
            if app is not None and name is not None:
                yield Identity(app, name)
