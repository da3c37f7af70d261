"""SQL text and SQLAlchemy statements that a revision executes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from checks.schema.alembic.context import Context
from checks.schema.names import TableName, table_name
from checks.schema.operations import ChangeRows, CreateEnum, DropObject, Operation, RunSql, Unreadable, Why
from checks.schema.python.constants import followed, items_of, text_of
from checks.schema.python.module import Module, arguments
from checks.schema.python.sql_text import SqlText, locate_in, sql_text, value_holes
from checks.schema.sql.flavour import read_sql

_VERBS = frozenset({"insert", "update", "delete"})
_NARROWS = frozenset({"where", "filter", "filter_by", "limit"})
_STATEMENT = frozenset({"select", "exists", "union", "union_all", "cte", "with_only_columns", "from_statement"})
_LOOKS_LIKE_SQL = (
    "select",
    "insert",
    "update",
    "delete",
    "alter",
    "create",
    "drop",
    "with",
    "set",
    "do",
    "truncate",
    "commit",
    "begin",
    "grant",
    "revoke",
    "comment",
    "refresh",
    "reindex",
    "vacuum",
    "lock",
    "call",
    "merge",
    "copy",
    "pragma",
    "analyze",
    "analyse",
    "rollback",
    "savepoint",
    "--",
    "/*",
)


def execute(call: ast.Call, context: Context) -> Iterator[Operation]:
    """The operations of `something.execute(statement)`."""
    given = arguments(call)
    node = given.get(0, "sqltext", "statement", "clause")
    if node is None:
        return
    text = sql_text(node, context.module)
    if text is not None:
        yield RunSql(place=context.place, said=context.said, interpolated=text.holes, value_holes=value_holes(text))
        yield from _read(text, context)
        return
    statement = core_statement(node, context)
    if statement is not None:
        yield statement
    elif not _is_query(node, context.module):
        yield RunSql(place=context.place, said=context.said, interpolated=())
        reason = "the statement is put together at run time"
        yield Unreadable(place=context.place, said=context.said, why=Why.OPAQUE, reason=reason)


def _read(text: SqlText, context: Context) -> Iterator[Operation]:
    engine = next(iter(context.engines), None) if len(context.engines) == 1 else None
    known = engine if engine in {"postgresql", "mysql", "sqlite"} else None
    flavour = (
        "postgresql"
        if known == "postgresql"
        else "mysql"
        if known == "mysql"
        else "sqlite"
        if known
        else context.engine
    )
    yield from read_sql(text.value, flavour, locate_in(text, context.module)).operations


def looks_like_sql(node: ast.expr, module: Module) -> bool:
    """Whether the first argument of some `execute` is a statement rather than a job or a command."""
    text = sql_text(node, module)
    if text is not None:
        return text.value.strip().lower().startswith(_LOOKS_LIKE_SQL)
    return True


def core_statement(node: ast.expr, context: Context) -> Operation | None:
    """table.update().where(…), sa.update(table), sa.delete(table); None when it is no such chain."""
    chain: list[ast.Call] = []
    here = followed(node, context.module)
    while isinstance(here, ast.Call):
        chain.append(here)
        here = here.func.value if isinstance(here.func, ast.Attribute) else here.func
    names = [_called(call, context.module) for call in chain]
    verb = next((name for name in names if name in _VERBS), None)
    if verb is None:
        return None
    call = chain[names.index(verb)]
    table = _target(call, context)
    narrowed = bool(_NARROWS & {*names})
    return ChangeRows(
        place=context.place,
        said=context.said,
        verb=verb,
        table=table,
        filtered=narrowed or verb == "insert",
        bounded=verb == "insert" and "from_select" not in names,
        from_query="from_select" in names,
    )


def _called(call: ast.Call, module: Module) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else module.origin(call.func).rpartition(".")[2]


def _target(call: ast.Call, context: Context) -> TableName:
    """The table of `update`: what the method hangs on, or its first argument."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    for node in (*call.args[:1], owner):
        if isinstance(node, ast.Name) and node.id in context.tables:
            return context.tables[node.id]
        if node is not None and (made := named_table(node, context)) is not None:
            return made
    return TableName("")


def named_table(node: ast.expr, context: Context) -> TableName | None:
    """The table that sa.table("x", …) or sa.Table("x", …) names; None for anything else."""
    here = followed(node, context.module)
    if not isinstance(here, ast.Call):
        return None
    name = context.module.origin(here.func).rpartition(".")[2]
    if name not in {"table", "Table", "TableClause"} or not here.args:
        return None
    return table_name(text_of(here.args[0], context.module) or "")


def _is_query(node: ast.expr, module: Module) -> bool:
    """Whether the statement is a SELECT built by calls: nothing but a read."""
    here = followed(node, module)
    while isinstance(here, ast.Call):
        if _called(here, module) in _STATEMENT:
            return True
        here = here.func.value if isinstance(here.func, ast.Attribute) else None
    return False


def bulk_insert(call: ast.Call, context: Context) -> Iterator[Operation]:
    """op.bulk_insert(table, rows)."""
    given = arguments(call)
    node = given.get(0, "table")
    table = context.tables.get(node.id) if isinstance(node, ast.Name) else None
    rows = items_of(given.get(1, "rows"), context.module)
    yield ChangeRows(
        place=context.place,
        said=context.said,
        verb="insert",
        table=table or (named_table(node, context) if node is not None else None) or TableName(""),
        bounded=rows is not None,
    )


def enum_type(call: ast.Call, context: Context) -> Iterator[Operation]:
    """sa.Enum(…, name="x").create(bind) and .drop(bind)."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    made = followed(owner, context.module)
    if not isinstance(made, ast.Call) or context.module.origin(made.func).rpartition(".")[2].lower() != "enum":
        return
    given = arguments(made)
    name = context.text(given.get(-1, "name"))
    values = tuple(context.text(value) for value in given.positional)
    if isinstance(call.func, ast.Attribute) and call.func.attr == "create":
        yield CreateEnum(place=context.place, said=context.said, name=name, values=values)
    else:
        yield DropObject(place=context.place, said=context.said, kind="type", name=name)


def conditional(operations: Iterator[Operation], context: Context) -> Iterator[Operation]:
    """The operations with the conditions that stand around them."""
    if not (context.conditional or context.engines):
        yield from operations
        return
    for operation in operations:
        yield replace(
            operation,
            conditional=operation.conditional or context.conditional,
            engines=operation.engines or context.engines,
        )
