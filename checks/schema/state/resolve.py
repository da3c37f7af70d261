"""Operations that say what is, turned into operations that say what changes, by the schema before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from msgspec import structs

from checks.schema.columns import Column, Constraint, ConstraintKind, Index
from checks.schema.operations import (
    AddConstraint,
    ChangeDeleteRule,
    ChangeType,
    CreateIndex,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropNotNull,
    Operation,
    OtherOperation,
    RedefineColumn,
    RenameModel,
    RenameTable,
    SetChoices,
    SetDefault,
    SetNotNull,
    SetTableName,
    SetUniqueTogether,
)
from checks.schema.state.schema import Schema, own_constraints
from checks.schema.state.table import Table
from checks.schema.types import ColumnType

_KIND_BY_NAME = (
    (re.compile(r"uniq|(?:^|_)(?:uq|uc|ux|uk|key)(?:_|\d|$)", re.IGNORECASE), ConstraintKind.UNIQUE),
    (re.compile(r"foreign|(?:^|_)(?:fk|fkey)(?:_|\d|$)|_fk$", re.IGNORECASE), ConstraintKind.FOREIGN_KEY),
    (re.compile(r"check|(?:^|_)(?:ck|chk)(?:_|\d|$)", re.IGNORECASE), ConstraintKind.CHECK),
    (re.compile(r"primary|(?:^|_)(?:pk|pkey)(?:_|\d|$)", re.IGNORECASE), ConstraintKind.PRIMARY_KEY),
    (re.compile(r"exclu|(?:^|_)excl(?:_|\d|$)", re.IGNORECASE), ConstraintKind.EXCLUDE),
)
_WHOLE = ("MODIFY", "CHANGE")  # MySQL's words, which say the whole column
_UNIQUE_INDEX = re.compile(r"uniq|(?:^|_)(?:uq|uc|ux|uidx|uix|uk)(?:_|\d|$)", re.IGNORECASE)


def resolved(operation: Operation, schema: Schema) -> Iterator[Operation]:
    """The operations that really happen to the database; an operation nobody can compare stays itself."""
    match operation:
        case RedefineColumn():
            yield from _redefined(operation, schema)
        case RenameModel():
            yield _renamed_model(operation, schema)
        case SetTableName():
            yield _table_name(operation, schema)
        case SetUniqueTogether():
            yield from _together(operation, schema)
        case DropConstraint():
            yield _dropped_constraint(operation, schema)
        case DropIndex():
            yield _dropped_index(operation, schema)
        case DropColumn(table=name, name=column):
            table = schema.find(name)
            yield replace(operation, column=None if table is None else table.column(column))
        case ChangeType(before=None):
            yield replace(operation, before=_type_before(operation, schema))
        case _:
            yield operation


def kind_by_name(name: str) -> ConstraintKind:
    """What a constraint is, told by the habits of naming; UNKNOWN when nothing tells."""
    return next((kind for pattern, kind in _KIND_BY_NAME if pattern.search(name)), ConstraintKind.UNKNOWN)


def _type_before(operation: ChangeType, schema: Schema) -> ColumnType | None:
    table = schema.find(operation.table)
    column = table.column(operation.name) if table is not None else None
    return column.type if column is not None and column.type.known else None


def _renamed_model(operation: RenameModel, schema: Schema) -> Operation:
    table = schema.find(operation.table)
    place, said, effect = operation.place, operation.said, operation.effect
    if table is not None and table.custom_name:
        schema.put(structs.replace(table, name=replace(table.name, model=operation.new.model)))
        return OtherOperation(place=place, said=said, name="RenameModel", known=True, effect=effect)
    return RenameTable(
        place=place,
        said=said,
        transaction=operation.transaction,
        effect=effect,
        table=schema.actual(operation.table),
        new=operation.new,
    )


def _table_name(operation: SetTableName, schema: Schema) -> Operation:
    old = schema.actual(operation.table)
    if old.name == operation.new.name:
        name = "AlterModelTable"
        return OtherOperation(
            place=operation.place, said=operation.said, name=name, known=True, effect=operation.effect
        )
    return RenameTable(
        place=operation.place,
        said=operation.said,
        transaction=operation.transaction,
        effect=operation.effect,
        table=old,
        new=operation.new,
        custom=operation.new.name.lower() != operation.new.model.lower().replace(".", "_"),
    )


def _together(operation: SetUniqueTogether, schema: Schema) -> Iterator[Operation]:
    table = schema.find(operation.table)
    place, said, transaction, effect = operation.place, operation.said, operation.transaction, operation.effect
    old = () if table is None else _old_groups(table, operation)
    known = table is not None and table.complete
    shape = table or Table(operation.table)
    before, after = {shape.group(columns) for columns, _ in old}, {shape.group(columns) for columns in operation.groups}
    for columns in operation.groups:
        if shape.group(columns) in before:
            continue
        if operation.unique:
            constraint = Constraint(ConstraintKind.UNIQUE, columns=columns)
            yield AddConstraint(
                place=place,
                said=said,
                transaction=transaction,
                effect=effect,
                table=operation.table,
                constraint=constraint,
            )
        else:
            index = Index(columns=columns)
            yield CreateIndex(
                place=place, said=said, transaction=transaction, effect=effect, table=operation.table, index=index
            )
    gone = [(columns, made) for columns, made in old if shape.group(columns) not in after]
    for columns, made in gone:
        yield _dropped_group(operation, columns, made)
    if not known and not operation.groups and not gone:
        yield _dropped_group(operation, (), None)


def _old_groups(table: Table, operation: SetUniqueTogether) -> list[tuple[tuple[str, ...], Constraint | None]]:
    """The groups that stand in unique_together: they have no name of their own."""
    if operation.unique:
        return [
            (item.columns, item)
            for item in table.constraints
            if item.kind is ConstraintKind.UNIQUE and not item.name and not _single(table, item)
        ]
    return [
        (item.columns, None) for item in table.indexes if not item.name and not item.unique and len(item.columns) > 1
    ]


def _single(table: Table, item: Constraint) -> bool:
    column = table.column(item.columns[0]) if len(item.columns) == 1 else None
    return column is not None and column.unique


def _dropped_group(operation: SetUniqueTogether, columns: tuple[str, ...], made: Constraint | None) -> Operation:
    if operation.unique:
        return DropConstraint(
            place=operation.place,
            said=operation.said,
            transaction=operation.transaction,
            effect=operation.effect,
            table=operation.table,
            name="",
            kind=ConstraintKind.UNIQUE,
            columns=columns,
            constraint=made,
        )
    return DropIndex(
        place=operation.place,
        said=operation.said,
        transaction=operation.transaction,
        effect=operation.effect,
        table=operation.table,
        name="",
        columns=columns,
        unique=False,
    )


def _dropped_constraint(operation: DropConstraint, schema: Schema) -> Operation:
    if operation.constraint is not None:
        return operation
    table = schema.find(operation.table)
    found = table.constraint(operation.name) if table is not None else None
    if found is not None:
        return replace(operation, constraint=found, kind=found.kind, columns=operation.columns or found.columns)
    index = table.index(operation.name) if table is not None else None
    if index is not None and index.unique:
        return replace(operation, kind=ConstraintKind.UNIQUE, columns=index.columns)
    if operation.kind is ConstraintKind.UNKNOWN:
        return replace(operation, kind=kind_by_name(operation.name))
    return operation


def _dropped_index(operation: DropIndex, schema: Schema) -> Operation:
    owner = schema.find(operation.table) if operation.table.known else schema.index_owner(operation.name)
    found = owner.index(operation.name) if owner is not None else None
    table = owner.name if owner is not None and not operation.table.known else operation.table
    if found is not None:
        return replace(operation, table=table, columns=found.columns, unique=found.unique)
    if operation.unique is None and _UNIQUE_INDEX.search(operation.name):
        return replace(operation, table=table, unique=True)
    return replace(operation, table=table)


def _redefined(operation: RedefineColumn, schema: Schema) -> Iterator[Operation]:
    table = schema.find(operation.table)
    before = operation.before or (table.column(operation.column.name) if table is not None else None)
    if before is None:
        yield from _unknown_before(operation)
        return
    after, fields = operation.column, operation.fields
    if "type" in fields and before.type != after.type and not _same_relation(before, after):
        known = before.type if before.type.known else None
        yield _like(
            ChangeType(
                place=operation.place,
                said=operation.said,
                table=operation.table,
                name=after.name,
                type=after.type,
                before=known,
                sure=known is not None and after.type.known,
            ),
            operation,
        )
    if "default" in fields:
        yield from _default(before, after, operation)
    if "nullable" in fields:
        yield from _nullability(before, after, operation)
    if "unique" in fields or "primary_key" in fields:
        yield from _constraints(before, after, operation)
    if "indexed" in fields:
        yield from _indexed(before, after, operation)
    if "choices" in fields and before.choices is not None and after.choices is not None:
        removed = tuple(value for value in before.choices if value not in after.choices)
        if removed:
            yield _like(
                SetChoices(
                    place=operation.place, said=operation.said, table=operation.table, name=after.name, removed=removed
                ),
                operation,
            )
    current = schema.find(operation.table)
    if current is not None:
        schema.put(current.with_column(_merged(before, after, fields)))


def _merged(before: Column, after: Column, fields: frozenset[str]) -> Column:
    """The column as declared anew, the parts that were not said as they were."""
    return structs.replace(
        after,
        nullable=after.nullable if "nullable" in fields else before.nullable,
        unique=after.unique if "unique" in fields else before.unique,
        indexed=after.indexed if "indexed" in fields else before.indexed,
        references=after.references if "references" in fields else before.references,
        generated=after.generated or before.generated,
    )


def _same_relation(before: Column, after: Column) -> bool:
    """Two foreign keys: their type follows the key they point to, which did not change here."""
    if before.references is not None and after.references is not None:
        return before.references.table == after.references.table or not (
            before.references.table.known and after.references.table.known
        )
    return False


def _like(made: Operation, model: Operation) -> Operation:
    """The operation with the transaction, effect and condition of the one it comes from."""
    return replace(
        made,
        transaction=model.transaction,
        effect=model.effect,
        engines=model.engines,
        conditional=model.conditional,
    )


def _unknown_before(operation: RedefineColumn) -> Iterator[Operation]:
    """Nobody knows what it was: what is said stands, without certainty."""
    column, place, said, table = operation.column, operation.place, operation.said, operation.table
    if operation.said.upper().startswith(_WHOLE):
        yield _like(
            ChangeType(place=place, said=said, table=table, name=column.name, type=column.type, sure=False), operation
        )
        if "nullable" in operation.fields and column.nullable is False:
            made = SetNotNull(
                place=place,
                said=said,
                table=table,
                name=column.name,
                keeps_default=column.default is not None,
                sure=False,
            )
            yield _like(made, operation)
        return
    yield operation


def _default(before: Column, after: Column, operation: RedefineColumn) -> Iterator[Operation]:
    place, said, table = operation.place, operation.said, operation.table
    if after.default is not None and after.default != before.default:
        yield _like(SetDefault(place=place, said=said, table=table, name=after.name, default=after.default), operation)
    elif after.default is None and before.default is not None:
        yield _like(DropDefault(place=place, said=said, table=table, name=after.name), operation)


def _nullability(before: Column, after: Column, operation: RedefineColumn) -> Iterator[Operation]:
    place, said, table = operation.place, operation.said, operation.table
    if before.nullable is None and operation.said.upper().startswith(_WHOLE):
        yield from (item for item in _unknown_before(operation) if isinstance(item, SetNotNull))
    elif None in {before.nullable, after.nullable} or before.nullable == after.nullable:
        return
    elif after.nullable:
        yield _like(DropNotNull(place=place, said=said, table=table, name=after.name), operation)
    else:
        coded = after.code_default is not None and after.default is None
        kept = after.default is not None
        made = SetNotNull(place=place, said=said, table=table, name=after.name, code_default=coded, keeps_default=kept)
        yield _like(made, operation)


def _constraints(before: Column, after: Column, operation: RedefineColumn) -> Iterator[Operation]:
    """Unique, primary and foreign keys that come or go with the column's declaration."""
    place, said, table = operation.place, operation.said, operation.table
    old, new = own_constraints(before), own_constraints(after)
    for kind in (ConstraintKind.PRIMARY_KEY, ConstraintKind.UNIQUE, ConstraintKind.FOREIGN_KEY):
        gone = next((item for item in old if item.kind is kind), None)
        come = next((item for item in new if item.kind is kind), None)
        enforced_before = gone is not None and (gone.references is None or gone.references.enforced)
        enforced_after = come is not None and (come.references is None or come.references.enforced)
        if enforced_before and not enforced_after and gone is not None:
            dropped = DropConstraint(
                place=place, said=said, table=table, name="", kind=kind, columns=gone.columns, constraint=gone
            )
            yield _like(dropped, operation)
        elif enforced_after and not enforced_before and come is not None:
            yield _like(AddConstraint(place=place, said=said, table=table, constraint=come), operation)
    if before.references is not None and after.references is not None:
        rules = before.references.on_delete, after.references.on_delete
        if rules[0] != rules[1] and all(rules):
            made = ChangeDeleteRule(
                place=place, said=said, table=table, name=after.name, before=rules[0], after=rules[1]
            )
            yield _like(made, operation)


def _indexed(before: Column, after: Column, operation: RedefineColumn) -> Iterator[Operation]:
    place, said, table = operation.place, operation.said, operation.table
    if after.indexed and not before.indexed:
        index = Index(columns=(after.name,))
        yield _like(CreateIndex(place=place, said=said, table=table, index=index), operation)
    elif before.indexed and not after.indexed and not after.unique:
        gone = DropIndex(place=place, said=said, table=table, name="", columns=(before.name,), unique=False)
        yield _like(gone, operation)
