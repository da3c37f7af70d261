"""Django's operations that run SQL or Python, and the PostgreSQL ones."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from checks.schema.columns import Default, DefaultKind
from checks.schema.django.context import Context, Reader
from checks.schema.operations import (
    CreateObject,
    DropObject,
    Operation,
    OtherOperation,
    RunCode,
    RunSql,
    SetDefault,
    Unreadable,
    Why,
)
from checks.schema.python.constants import flag_of, followed, is_none
from checks.schema.python.module import Arguments
from checks.schema.python.sql_text import SqlText, locate_in, statements, value_holes
from checks.schema.sql.flavour import read_sql
from checks.schema.sql.transactions import stamped


def _run_sql(given: Arguments, context: Context) -> Iterator[Operation]:
    node, reverse = given.get(0, "sql"), given.get(1, "reverse_sql")
    texts = [] if node is None else list(statements(node, context.module))
    holes = tuple(hole for text in texts if text is not None for hole in text.holes)
    yield RunSql(
        place=context.place,
        said=context.said,
        reverse=_there(reverse),
        reverse_noop=_is_noop(reverse, context),
        interpolated=holes,
        value_holes=sum(value_holes(text) for text in texts if text is not None),
    )
    for text in texts:
        yield from read_text(text, context)


def read_text(text: SqlText | None, context: Context) -> Iterator[Operation]:
    """The operations of one SQL text in a Python file."""
    if text is None:
        reason = "the SQL text is put together at run time"
        yield Unreadable(place=context.place, said=context.said, why=Why.OPAQUE, reason=reason)
        return
    reading = read_sql(text.value, context.engine, locate_in(text, context.module))
    yield from stamped(reading.operations, None)


def _there(node: ast.expr | None) -> bool:
    return node is not None and not is_none(node)


def _is_noop(node: ast.expr | None, context: Context) -> bool:
    if node is None:
        return False
    name = context.module.origin(node)
    here = followed(node, context.module)
    return name.endswith(".noop") or (isinstance(here, ast.Constant) and here.value == "")


def _run_python(given: Arguments, context: Context) -> Iterator[Operation]:
    code, reverse = given.get(0, "code"), given.get(1, "reverse_code")
    yield _code(code, reverse, context, atomic=flag_of(given.get(2, "atomic"), context.module))


def _code(code: ast.expr | None, reverse: ast.expr | None, context: Context, *, atomic: bool | None) -> RunCode:
    node = followed(code, context.module)
    function = None
    name, origin, bound = "", "", 0
    if isinstance(node, ast.Lambda):
        function = node
    elif isinstance(node, ast.Call) and node.args:  # partial(f, …), wrapper(f)
        inner = node.args[0]
        name = inner.id if isinstance(inner, ast.Name) else ""
        function = context.module.functions.get(name)
        bound = len(node.args) - 1 if context.module.origin(node.func).endswith("partial") else 0
    elif node is not None:
        name = context.module.origin(node)
        function = context.module.functions.get(name)
        origin = "" if function is not None else name
    return RunCode(
        place=context.place,
        said=context.said,
        function=name.rpartition(".")[2],
        node=function,
        origin=origin,
        reverse=_there(reverse),
        reverse_noop=_is_noop(reverse, context),
        atomic=atomic,
        bound=bound,
    )


def _extension(given: Arguments, context: Context) -> Iterator[Operation]:
    name = context.text(given.get(0, "name")) or context.said.rpartition(".")[2].removesuffix("Extension").lower()
    yield CreateObject(place=context.place, said=context.said, kind="extension", name=name, if_not_exists=True)


def _collation(given: Arguments, context: Context) -> Iterator[Operation]:
    name, removed = context.text(given.get(0, "name")), context.said.endswith("RemoveCollation")
    if removed:
        yield DropObject(place=context.place, said=context.said, kind="collation", name=name)
    else:
        yield CreateObject(place=context.place, said=context.said, kind="collation", name=name)


def _trigger(given: Arguments, context: Context) -> Iterator[Operation]:
    """django-pgtrigger's operations."""
    name = context.text(given.get(1, "name"))
    if context.said.endswith("RemoveTrigger"):
        table = context.table(given.get(0, "model_name"))
        yield DropObject(place=context.place, said=context.said, kind="trigger", name=name, table=table)
    else:
        yield CreateObject(place=context.place, said=context.said, kind="trigger", name=name)


def _default_value(given: Arguments, context: Context) -> Iterator[Operation]:
    """django-add-default-value: the default that Django itself would drop stays in the database."""
    table, name = context.table(given.get(0, "model_name")), context.text(given.get(1, "name"))
    if context.engine == "sqlite":  # the package does nothing there
        yield OtherOperation(place=context.place, said=context.said, name="AddDefaultValue", known=True)
        return
    value = given.get(2, "value")
    default = Default(DefaultKind.CONSTANT, "" if value is None else ast.unparse(value))
    yield SetDefault(place=context.place, said=context.said, table=table, name=name, default=default)


READERS: Mapping[str, Reader] = {
    "RunSQL": _run_sql,
    "SafeRunSQL": _run_sql,
    "RunPython": _run_python,
    "SafeRunPython": _run_python,
    "CheckedRunPython": _run_python,
    "CreateExtension": _extension,
    "BloomExtension": _extension,
    "BtreeGinExtension": _extension,
    "BtreeGistExtension": _extension,
    "CITextExtension": _extension,
    "CryptoExtension": _extension,
    "HStoreExtension": _extension,
    "TrigramExtension": _extension,
    "UnaccentExtension": _extension,
    "CreateCollation": _collation,
    "RemoveCollation": _collation,
    "AddTrigger": _trigger,
    "RemoveTrigger": _trigger,
    "AddDefaultValue": _default_value,
}
