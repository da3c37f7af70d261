"""Alembic's operations on tables, columns, indexes and constraints."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from checks.schema.alembic.columns import column_of, server_default, table_parts, type_of
from checks.schema.alembic.context import Context, Reader
from checks.schema.columns import Column, Constraint, ConstraintKind, Index, Reference
from checks.schema.names import table_name
from checks.schema.operations import (
    AddColumn,
    AddConstraint,
    ChangeType,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropNotNull,
    DropTable,
    Operation,
    OtherOperation,
    RenameColumn,
    RenameTable,
    SetDefault,
    SetNotNull,
    Unreadable,
    Why,
)
from checks.schema.python.constants import flag_of, is_none, texts_of
from checks.schema.python.module import Arguments

_KINDS = {
    "foreignkey": ConstraintKind.FOREIGN_KEY,
    "unique": ConstraintKind.UNIQUE,
    "check": ConstraintKind.CHECK,
    "primary": ConstraintKind.PRIMARY_KEY,
}


_ONLY_CASTS = re.compile(
    r"[(\s]*(?:cast\s*\(\s*)?\"?(?P<name>\w+)\"?[)\s]*(?:(?:::|\bas\b)\s*[\w\s(),.\[\]\"]+)*", re.IGNORECASE
)


def _create_table(given: Arguments, context: Context) -> Iterator[Operation]:
    parts = list(table_parts(given.positional[1:], context.module))
    yield CreateTable(
        place=context.place,
        said=context.said,
        table=context.table(given, 0, "table_name", "name"),
        columns=tuple(part for part in parts if isinstance(part, Column)),
        constraints=tuple(part for part in parts if isinstance(part, Constraint)),
        indexes=tuple(part for part in parts if isinstance(part, Index)),
        if_not_exists=flag_of(given.get(-1, "if_not_exists"), context.module) is True,
        temporary="TEMPORARY" in (texts_of(given.get(-1, "prefixes"), context.module) or ()),
        complete=None not in parts and not given.spread,
    )


def _drop_table(given: Arguments, context: Context) -> Iterator[Operation]:
    exists = flag_of(given.get(-1, "if_exists"), context.module) is True
    table = context.table(given, 0, "table_name")
    yield DropTable(place=context.place, said=context.said, table=table, if_exists=exists)


def _rename_table(given: Arguments, context: Context) -> Iterator[Operation]:
    old = context.table(given, 0, "old_table_name")
    new = table_name(context.text(given.get(1, "new_table_name")), old.schema)
    yield RenameTable(place=context.place, said=context.said, table=old, new=new)


def _add_column(given: Arguments, context: Context) -> Iterator[Operation]:
    table = context.table(given, 0, "table_name")
    column = column_of(given.get(context.shift(1), "column"), context.module)
    if column is None:
        reason = "the column is put together elsewhere"
        yield Unreadable(place=context.place, said=context.said, why=Why.OPAQUE, reason=reason)
        return
    exists = flag_of(given.get(-1, "if_not_exists"), context.module) is True
    yield AddColumn(place=context.place, said=context.said, table=table, column=column, if_not_exists=exists)
    for constraint in _own_constraints(column):
        yield AddConstraint(
            place=context.place, said=context.said, table=table, constraint=constraint, on_new_column=True, implied=True
        )
    if column.indexed:
        index = Index(columns=(column.name,), unique=column.unique)
        yield CreateIndex(
            place=context.place, said=context.said, table=table, index=index, on_new_column=True, implied=True
        )


def _own_constraints(column: Column) -> Iterator[Constraint]:
    columns = (column.name,)
    if column.primary_key:
        yield Constraint(ConstraintKind.PRIMARY_KEY, columns=columns)
    if column.unique and not column.indexed:
        yield Constraint(ConstraintKind.UNIQUE, columns=columns)
    if column.references is not None:
        yield Constraint(ConstraintKind.FOREIGN_KEY, columns=columns, references=column.references)


def _drop_column(given: Arguments, context: Context) -> Iterator[Operation]:
    table, name = context.table(given, 0, "table_name"), context.text(given.get(context.shift(1), "column_name"))
    exists = flag_of(given.get(-1, "if_exists"), context.module) is True
    yield DropColumn(place=context.place, said=context.said, table=table, name=name, if_exists=exists)


def _using(node: ast.expr | None, name: str, context: Context) -> str:
    """What `postgresql_using` computes: nothing where it says no more than the column under another type."""
    if node is None:
        return ""
    found = _ONLY_CASTS.fullmatch(context.text(node))
    return "" if found is not None and found["name"].lower() == name.lower() else "an expression"


def _alter_column(given: Arguments, context: Context) -> Iterator[Operation]:
    """One call may rename, retype, and change null and default; each is an operation."""
    module, place, said = context.module, context.place, context.said
    table, name = context.table(given, 0, "table_name"), context.text(given.get(context.shift(1), "column_name"))
    named = given.named
    if "type_" in named:
        before = type_of(named["existing_type"], module) if "existing_type" in named else None
        using = _using(named.get("postgresql_using"), name, context)
        type_ = type_of(named["type_"], module)
        yield ChangeType(place=place, said=said, table=table, name=name, type=type_, before=before, using=using)
    default = named.get("server_default")
    if default is not None:
        made = server_default(default, module)
        if made is None:
            yield DropDefault(place=place, said=said, table=table, name=name)
        else:
            yield SetDefault(place=place, said=said, table=table, name=name, default=made)
    nullable = flag_of(named.get("nullable"), module)
    existed = flag_of(named.get("existing_nullable"), module)
    if nullable is False and existed is not False:
        kept = default is not None and not is_none(default)
        yield SetNotNull(place=place, said=said, table=table, name=name, keeps_default=kept)
    elif nullable is True and existed is not True:
        yield DropNotNull(place=place, said=said, table=table, name=name)
    if (new := context.text(named.get("new_column_name"))) and new != name:
        yield RenameColumn(place=place, said=said, table=table, name=name, new=new)


def _create_index(given: Arguments, context: Context) -> Iterator[Operation]:
    module = context.module
    columns = texts_of(given.get(context.shift(2), "columns"), module) or ()
    unique = flag_of(given.get(context.shift(3), "unique"), module) is True
    partial = any(key.endswith("_where") and not is_none(value) for key, value in given.named.items())
    index = Index(context.text(given.get(0, "index_name")), columns, unique=unique, conditional=partial)
    yield CreateIndex(
        place=context.place,
        said=context.said,
        table=context.table(given, 1, "table_name"),
        index=index,
        concurrently=flag_of(given.get(-1, "postgresql_concurrently"), module) is True,
        if_not_exists=flag_of(given.get(-1, "if_not_exists"), module) is True,
    )


def _drop_index(given: Arguments, context: Context) -> Iterator[Operation]:
    module = context.module
    yield DropIndex(
        place=context.place,
        said=context.said,
        table=context.table(given, 1, "table_name"),
        name=context.text(given.get(0, "index_name")),
        concurrently=flag_of(given.get(-1, "postgresql_concurrently"), module) is True,
        if_exists=flag_of(given.get(-1, "if_exists"), module) is True,
    )


def _constraint(given: Arguments, context: Context, made: Constraint) -> Operation:
    name = context.text(given.get(0, "constraint_name"))
    not_valid = flag_of(given.get(-1, "postgresql_not_valid"), context.module) is True
    constraint = replace(made, name=name, validated=not not_valid)
    table = context.table(given, 1, "source_table", "table_name")
    return AddConstraint(place=context.place, said=context.said, table=table, constraint=constraint)


def _create_unique(given: Arguments, context: Context) -> Iterator[Operation]:
    columns = texts_of(given.get(context.shift(2), "columns"), context.module) or ()
    yield _constraint(given, context, Constraint(ConstraintKind.UNIQUE, columns=columns))


def _create_primary(given: Arguments, context: Context) -> Iterator[Operation]:
    columns = texts_of(given.get(context.shift(2), "columns"), context.module) or ()
    yield _constraint(given, context, Constraint(ConstraintKind.PRIMARY_KEY, columns=columns))


def _create_check(given: Arguments, context: Context) -> Iterator[Operation]:
    node = given.get(context.shift(2), "condition")
    text = context.text(node) or ("" if node is None else ast.unparse(node))
    column = text.split()[0].strip('"') if text.upper().endswith("IS NOT NULL") else ""
    yield _constraint(given, context, Constraint(ConstraintKind.CHECK, expression=text, not_null_column=column))


def _create_exclude(given: Arguments, context: Context) -> Iterator[Operation]:
    yield _constraint(given, context, Constraint(ConstraintKind.EXCLUDE))


def _create_foreign(given: Arguments, context: Context) -> Iterator[Operation]:
    module = context.module
    target = table_name(
        context.text(given.get(context.shift(2), "referent_table")), context.text(given.get(-1, "referent_schema"))
    )
    columns = texts_of(given.get(context.shift(3), "local_cols"), module) or ()
    remote = texts_of(given.get(context.shift(4), "remote_cols"), module) or ()
    reference = Reference(target, remote, context.text(given.get(context.shift(5), "ondelete")).upper())
    yield _constraint(given, context, Constraint(ConstraintKind.FOREIGN_KEY, columns=columns, references=reference))


def _drop_constraint(given: Arguments, context: Context) -> Iterator[Operation]:
    kind = _KINDS.get(context.text(given.get(context.shift(2), "type_")), ConstraintKind.UNKNOWN)
    name, table = context.text(given.get(0, "constraint_name")), context.table(given, 1, "table_name")
    exists = flag_of(given.get(-1, "if_exists"), context.module) is True
    yield DropConstraint(place=context.place, said=context.said, table=table, name=name, kind=kind, if_exists=exists)


def _nothing(given: Arguments, context: Context) -> Iterator[Operation]:
    del given
    yield OtherOperation(place=context.place, said=context.said, name=context.said.rpartition(".")[2], known=True)


READERS: Mapping[str, Reader] = {
    "create_table": _create_table,
    "drop_table": _drop_table,
    "rename_table": _rename_table,
    "add_column": _add_column,
    "drop_column": _drop_column,
    "alter_column": _alter_column,
    "create_index": _create_index,
    "drop_index": _drop_index,
    "create_unique_constraint": _create_unique,
    "create_primary_key": _create_primary,
    "create_check_constraint": _create_check,
    "create_exclude_constraint": _create_exclude,
    "create_foreign_key": _create_foreign,
    "drop_constraint": _drop_constraint,
    "create_table_comment": _nothing,
    "drop_table_comment": _nothing,
}
