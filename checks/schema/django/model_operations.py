"""Django's operations on models, fields, indexes and constraints, with all that they imply."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from msgspec import structs

from checks.schema.columns import Column, Constraint, ConstraintKind, Generated, Index, Reference
from checks.schema.django.constraints import ReadIndex, read_constraint, read_index
from checks.schema.django.context import Context, Reader
from checks.schema.django.fields import ModelField, read_field, table_of
from checks.schema.names import TableName
from checks.schema.operations import (
    AddColumn,
    AddConstraint,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropTable,
    Operation,
    OtherOperation,
    RedefineColumn,
    RenameColumn,
    RenameModel,
    RenameObject,
    SetTableName,
    SetUniqueTogether,
    Unreadable,
    ValidateConstraint,
    Why,
)
from checks.schema.place import NOWHERE
from checks.schema.python.constants import flag_of, followed, is_none, items_of, text_of, texts_of
from checks.schema.python.module import Arguments


def _create_model(given: Arguments, context: Context) -> Iterator[Operation]:
    options = _options(given.get(2, "options"), context)
    label = context.text(given.get(0, "name"))
    table = context.table(given.get(0, "name"))
    if name := text_of(options.get("db_table"), context.module):
        table = TableName(name.strip('"'), model=table.model)
    items = items_of(given.get(1, "fields"), context.module)
    fields = [_field(item, context) for item in items or ()]
    columns = tuple(field.column for field in fields if field is not None and field.column is not None)
    if not any(column.primary_key for column in columns):
        columns = (Column("id", nullable=False, primary_key=True, generated=Generated.SERIAL), *columns)
    yield CreateTable(
        place=context.place,
        said=context.said,
        table=table,
        columns=columns,
        constraints=tuple(_table_constraints(options, context)),
        indexes=tuple(_table_indexes(options, context)),
        complete=items is not None and all(field is not None for field in fields),
        managed=flag_of(options.get("managed"), context.module) is not False
        and flag_of(options.get("proxy"), context.module) is not True,
    )
    for field in fields:
        if field is not None and field.many_to and not field.through:
            yield _many_to_many(label, field, context)


def _options(node: ast.expr | None, context: Context) -> Mapping[str, ast.expr]:
    here = followed(node, context.module)
    if not isinstance(here, ast.Dict):
        return {}
    pairs = ((text_of(key, context.module), value) for key, value in zip(here.keys, here.values, strict=True))
    return {key: value for key, value in pairs if key is not None}


def _field(item: ast.expr, context: Context) -> ModelField | None:
    pair = items_of(item, context.module)
    if pair is None or len(pair) != 2:
        return None
    return read_field(context.text(pair[0]), pair[1], context.module, context.app)


def _table_constraints(options: Mapping[str, ast.expr], context: Context) -> Iterator[Constraint]:
    for item in items_of(options.get("constraints"), context.module) or ():
        if (made := read_constraint(item, context.module)) is not None:
            yield made.constraint
    for group in groups_of(options.get("unique_together"), context) or ():
        yield Constraint(ConstraintKind.UNIQUE, columns=group)


def _table_indexes(options: Mapping[str, ast.expr], context: Context) -> Iterator[Index]:
    for item in items_of(options.get("indexes"), context.module) or ():
        if (made := read_index(item, context.module)) is not None:
            yield made.index
    for group in groups_of(options.get("index_together"), context) or ():
        yield Index(columns=group)


def groups_of(node: ast.expr | None, context: Context) -> tuple[tuple[str, ...], ...] | None:
    """unique_together in its two spellings: one group, or several; None when unknown."""
    if node is None:
        return None
    if is_none(node):
        return ()
    items = items_of(node, context.module)
    if items is None:
        return None
    inner = [texts_of(item, context.module) for item in items]
    if all(group is None for group in inner):
        names = tuple(text_of(item, context.module) or "" for item in items)
        return (names,) if names else ()
    return tuple(group for group in inner if group is not None)


def _many_to_many(owner: str, field: ModelField, context: Context) -> Operation:
    """The table between two models: new, so nothing on it scans."""
    mine = table_of(f"{context.app}.{owner}".lower())
    target = table_of("" if field.many_to == "?" else field.many_to)
    keys = ((f"{owner.lower()}_id", mine), (f"{target.name.rpartition('_')[2] or 'other'}_id", target))
    return CreateTable(
        place=context.place,
        said=context.said,
        table=TableName(f"{mine.name}_{field.name}"),
        columns=tuple(Column(name, nullable=False, indexed=True, references=Reference(table)) for name, table in keys),
        constraints=(Constraint(ConstraintKind.UNIQUE, columns=tuple(name for name, _ in keys)),),
        implied=True,
    )


def _delete_model(given: Arguments, context: Context) -> Iterator[Operation]:
    yield DropTable(place=context.place, said=context.said, table=context.table(given.get(0, "name")))


def _rename_model(given: Arguments, context: Context) -> Iterator[Operation]:
    old, new = context.table(given.get(0, "old_name")), context.table(given.get(1, "new_name"))
    yield RenameModel(place=context.place, said=context.said, table=old, new=new)


def _alter_table(given: Arguments, context: Context) -> Iterator[Operation]:
    table, name = context.table(given.get(0, "name")), given.get(1, "table")
    new = table if is_none(name) else TableName(context.text(name).strip('"'), model=table.model)
    yield SetTableName(place=context.place, said=context.said, table=table, new=new)


def _add_field(given: Arguments, context: Context) -> Iterator[Operation]:
    label = context.text(given.get(0, "model_name"))
    table, name = context.table(given.get(0, "model_name")), context.text(given.get(1, "name"))
    field = read_field(name, given.get(2, "field"), context.module, context.app)
    if field.many_to:
        if not field.through:
            yield _many_to_many(label, field, context)
        return
    if field.column is None:
        return
    yield AddColumn(
        place=context.place,
        said=context.said,
        table=table,
        column=field.column,
        default_dropped=field.column.default is None and field.column.code_default is not None,
    )
    for implied in implied_by(field.column, table):
        yield replace(implied, place=context.place, said=context.said, implied=True)


def implied_by(column: Column, table: TableName) -> Iterator[AddConstraint | CreateIndex]:
    """The index and the constraints that a new column brings along; place and words are the caller's."""
    for constraint in constraints_of(column):
        yield AddConstraint(place=NOWHERE, said="", table=table, constraint=constraint, on_new_column=True)
    if column.indexed:
        index = Index(columns=(column.name,))
        yield CreateIndex(place=NOWHERE, said="", table=table, index=index, on_new_column=True)


def constraints_of(column: Column) -> Iterator[Constraint]:
    """The constraints that a column declares by itself."""
    if column.primary_key:
        yield Constraint(ConstraintKind.PRIMARY_KEY, columns=(column.name,))
    elif column.unique:
        yield Constraint(ConstraintKind.UNIQUE, columns=(column.name,))
    if column.references is not None and column.references.enforced:
        yield Constraint(ConstraintKind.FOREIGN_KEY, columns=(column.name,), references=column.references)
    if column.has_check:
        yield Constraint(ConstraintKind.CHECK, columns=(column.name,))


def _remove_field(given: Arguments, context: Context) -> Iterator[Operation]:
    table, name = context.table(given.get(0, "model_name")), context.text(given.get(1, "name"))
    yield DropColumn(place=context.place, said=context.said, table=table, name=name)


def _alter_field(given: Arguments, context: Context) -> Iterator[Operation]:
    table, name = context.table(given.get(0, "model_name")), context.text(given.get(1, "name"))
    field = read_field(name, given.get(2, "field"), context.module, context.app)
    if field.column is None:
        return
    fields = {
        "type",
        "nullable",
        "unique",
        "indexed",
        "references",
        "choices",
        "default",
        "primary_key",
        "code_default",
    }
    said = context.said
    yield RedefineColumn(place=context.place, said=said, table=table, column=field.column, fields=frozenset(fields))


def _rename_field(given: Arguments, context: Context) -> Iterator[Operation]:
    table = context.table(given.get(0, "model_name"))
    old, new = context.text(given.get(1, "old_name")), context.text(given.get(2, "new_name"))
    yield RenameColumn(place=context.place, said=context.said, table=table, name=old, new=new)


def _together(given: Arguments, context: Context, *, unique: bool) -> Iterator[Operation]:
    table = context.table(given.get(0, "name"))
    node = given.get(1, "unique_together" if unique else "index_together")
    groups = groups_of(node, context)
    if groups is None:
        reason = "its columns are put together at run time"
        yield Unreadable(place=context.place, said=context.said, why=Why.OPAQUE, reason=reason)
        return
    yield SetUniqueTogether(place=context.place, said=context.said, table=table, groups=groups, unique=unique)


def _unique_together(given: Arguments, context: Context) -> Iterator[Operation]:
    yield from _together(given, context, unique=True)


def _index_together(given: Arguments, context: Context) -> Iterator[Operation]:
    yield from _together(given, context, unique=False)


def _add_index(given: Arguments, context: Context) -> Iterator[Operation]:
    yield _index(given, context, concurrently=False)


def _add_index_concurrently(given: Arguments, context: Context) -> Iterator[Operation]:
    yield _index(given, context, concurrently=True)


def _index(given: Arguments, context: Context, *, concurrently: bool) -> Operation:
    made = read_index(given.get(1, "index"), context.module) or ReadIndex(Index(), "")
    table = context.table(given.get(0, "model_name"))
    return CreateIndex(place=context.place, said=context.said, table=table, index=made.index, concurrently=concurrently)


def _remove_index(given: Arguments, context: Context) -> Iterator[Operation]:
    yield _removed_index(given, context, concurrently=False)


def _remove_index_concurrently(given: Arguments, context: Context) -> Iterator[Operation]:
    yield _removed_index(given, context, concurrently=True)


def _removed_index(given: Arguments, context: Context, *, concurrently: bool) -> Operation:
    table, name = context.table(given.get(0, "model_name")), context.text(given.get(1, "name"))
    said = context.said
    return DropIndex(place=context.place, said=said, table=table, name=name, unique=False, concurrently=concurrently)


def _rename_index(given: Arguments, context: Context) -> Iterator[Operation]:
    old, new = context.text(given.get(-1, "old_name")), context.text(given.get(1, "new_name"))
    yield RenameObject(place=context.place, said=context.said, kind="index", name=old, new=new)


def _add_constraint(given: Arguments, context: Context) -> Iterator[Operation]:
    yield _constraint(given, context, validated=True)


def _add_constraint_not_valid(given: Arguments, context: Context) -> Iterator[Operation]:
    yield _constraint(given, context, validated=False)


def _constraint(given: Arguments, context: Context, *, validated: bool) -> Operation:
    table = context.table(given.get(0, "model_name"))
    made = read_constraint(given.get(1, "constraint"), context.module)
    if made is None:
        reason = "the constraint is put together at run time"
        return Unreadable(place=context.place, said=context.said, why=Why.OPAQUE, reason=reason)
    constraint = structs.replace(made.constraint, validated=validated)
    if made.constraint.kind is ConstraintKind.UNIQUE and constraint.conditional:
        index = Index(constraint.name, constraint.columns, unique=True, conditional=True)
        return CreateIndex(place=context.place, said=context.said, table=table, index=index)
    return AddConstraint(place=context.place, said=context.said, table=table, constraint=constraint)


def _remove_constraint(given: Arguments, context: Context) -> Iterator[Operation]:
    table, name = context.table(given.get(0, "model_name")), context.text(given.get(1, "name"))
    yield DropConstraint(place=context.place, said=context.said, table=table, name=name)


def _validate_constraint(given: Arguments, context: Context) -> Iterator[Operation]:
    table, name = context.table(given.get(0, "model_name")), context.text(given.get(1, "name"))
    yield ValidateConstraint(place=context.place, said=context.said, table=table, name=name)


def _nothing(given: Arguments, context: Context) -> Iterator[Operation]:
    """Operations that move Django's own state only."""
    del given
    yield OtherOperation(place=context.place, said=context.said, name=context.said.rpartition(".")[2], known=True)


def _alter_options(given: Arguments, context: Context) -> Iterator[Operation]:
    options = _options(given.get(1, "options"), context)
    name = "AlterModelOptions"
    if "managed" in options:
        name = "AlterModelOptions(managed)"
    yield OtherOperation(place=context.place, said=context.said, name=name, known=True)


READERS: Mapping[str, Reader] = {
    "CreateModel": _create_model,
    "DeleteModel": _delete_model,
    "RenameModel": _rename_model,
    "AlterModelTable": _alter_table,
    "AddField": _add_field,
    "RemoveField": _remove_field,
    "AlterField": _alter_field,
    "RenameField": _rename_field,
    "AlterUniqueTogether": _unique_together,
    "AlterIndexTogether": _index_together,
    "AddIndex": _add_index,
    "AddIndexConcurrently": _add_index_concurrently,
    "RemoveIndex": _remove_index,
    "RemoveIndexConcurrently": _remove_index_concurrently,
    "RenameIndex": _rename_index,
    "AddConstraint": _add_constraint,
    "AddConstraintNotValid": _add_constraint_not_valid,
    "RemoveConstraint": _remove_constraint,
    "ValidateConstraint": _validate_constraint,
    "AlterConstraint": _nothing,
    "AlterModelOptions": _alter_options,
    "AlterModelManagers": _nothing,
    "AlterModelTableComment": _nothing,
    "AlterOrderWithRespectTo": _nothing,
}
