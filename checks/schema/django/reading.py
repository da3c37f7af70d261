"""One Django migration file into a Migration."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from checks.schema.django.context import Context
from checks.schema.django.model_operations import READERS as MODEL_READERS
from checks.schema.django.run_operations import READERS as RUN_READERS
from checks.schema.django.structure import MigrationClass, find_class
from checks.schema.migration import MAX_OPERATIONS, Framework, Identity, Migration, Script
from checks.schema.operations import Effect, Operation, OtherOperation, Transaction, Unreadable, Why
from checks.schema.python.constants import followed
from checks.schema.python.module import Module, arguments
from checks.schema.sql.flavour import Engine

_NEST = 20


def read_django(module: Module, engine: Engine | None) -> Migration | None:
    """The migration in a file; None when it is none."""
    found = find_class(module)
    if found is None:
        return None
    context = Context(found.module, found.app, engine)
    around = Transaction(1) if found.atomic else None
    place = found.module.place(found.node)
    return Migration(
        path=module.source.path,
        framework=Framework.DJANGO,
        tool="Django",
        identity=Identity(found.app, found.name),
        up=Script(tuple(_limited(_script(found, context, around), context, found)), place=place),
        needs=found.needs,
        replaces=found.replaces,
        atomic=found.atomic,
        initial=found.initial,
        place=place,
    )


def _limited(operations: Iterator[Operation], context: Context, found: MigrationClass) -> Iterator[Operation]:
    for count, operation in enumerate(operations):
        if count >= MAX_OPERATIONS:
            reason = f"only the first {MAX_OPERATIONS} operations were read"
            place = context.module.place(found.node)
            yield Unreadable(place=place, said="operations", why=Why.LIMIT, reason=reason)
            return
        yield operation


def _script(found: MigrationClass, context: Context, around: Transaction | None) -> Iterator[Operation]:
    for call in found.calls:
        for operation in read_call(call.node, context):
            transaction = operation.transaction or around
            yield replace(operation, transaction=transaction, conditional=operation.conditional or call.conditional)
    for node in found.hidden:
        reason = "this part of `operations` is put together at run time"
        yield Unreadable(place=context.module.place(node), said="operations", why=Why.OPAQUE, reason=reason)


def read_call(node: ast.expr, context: Context, depth: int = 0) -> Iterator[Operation]:
    """The operations of one element of a list of operations."""
    place = context.module.place(node)
    if not isinstance(node, ast.Call):
        said = ast.unparse(node)[:60]
        yield Unreadable(place=place, said=said, why=Why.OPAQUE, reason="it is no operation call of this file")
        return
    name = context.module.origin(node.func).rpartition(".")[2]
    if name == "SeparateDatabaseAndState":
        yield from _separate(node, context, depth)
        return
    reader = MODEL_READERS.get(name) or RUN_READERS.get(name)
    if reader is not None:
        yield from reader(arguments(node), context.at(node))
    else:
        django = context.module.origin(node.func).startswith("django.")
        yield OtherOperation(place=place, said=name or "an operation", name=name, known=django)


def _separate(node: ast.Call, context: Context, depth: int) -> Iterator[Operation]:
    """Both halves; a nested one keeps the effect of the outermost that limits it."""
    given = arguments(node)
    if depth > _NEST:
        place = context.module.place(node)
        yield Unreadable(place=place, said="SeparateDatabaseAndState", why=Why.LIMIT, reason="nested too deeply")
        return
    halves = (
        (given.get(0, "database_operations"), Effect.DATABASE),
        (given.get(1, "state_operations"), Effect.STATE),
    )
    for half, effect in halves:
        for item in _items(half, context):
            if item is None:
                place = context.module.place(half or node)
                yield Unreadable(
                    place=place,
                    said="SeparateDatabaseAndState",
                    why=Why.OPAQUE,
                    reason="its operations are put together at run time",
                    effect=effect,
                )
                continue
            for operation in read_call(item, context, depth + 1):
                yield replace(
                    operation,
                    effect=effect
                    if operation.effect is Effect.BOTH
                    else Effect.STATE
                    if Effect.STATE in {effect, operation.effect}
                    else effect,
                )


def _items(node: ast.expr | None, context: Context) -> Iterator[ast.expr | None]:
    here = followed(node, context.module)
    match here:
        case None | ast.Constant(value=None):
            return
        case ast.List(elts=items) | ast.Tuple(elts=items):
            for item in items:
                if isinstance(item, ast.Starred):
                    yield from _items(item.value, context)
                else:
                    yield followed(item, context.module)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from _items(left, context)
            yield from _items(right, context)
        case _:
            yield None


__all__ = ["Module", "read_call", "read_django"]
