"""ALTER TABLE of MySQL and SQLite: each action is an operation of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from sqlglot import Expr, exp

from checks.schema.columns import Constraint, ConstraintKind, Index
from checks.schema.names import TableName
from checks.schema.operations import (
    AddConstraint,
    ChangeType,
    CreateIndex,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropNotNull,
    Operation,
    OtherStatement,
    RedefineColumn,
    RenameColumn,
    RenameObject,
    RenameTable,
    SetDefault,
    SetNotNull,
)
from checks.schema.place import Place
from checks.schema.sql.glot_table import (
    column_of,
    constraint_of,
    default_of,
    listed,
    relation,
    said_nullability,
    text_of,
    type_of,
)
from checks.schema.sql.pg_alter import add_column


def alter(tree: Expr, place: Place) -> Iterator[Operation]:
    """The operations of one ALTER TABLE."""
    table = relation(cast("object", tree.this))
    said = [text_of(cast("object", option.this)).upper() for option in listed(tree, "options")]
    algorithm = next((word for word in said if word in {"COPY", "SHARED", "EXCLUSIVE"}), said[0] if said else "")
    if algorithm in {"COPY", "SHARED", "EXCLUSIVE"}:
        what = f"ALTER TABLE … {algorithm}"
        yield OtherStatement(place=place, said="ALTER TABLE", what=what, ddl=True, table=table, strong=True)
    for action in listed(tree, "actions"):
        yield from _action(action, table, place)


def _action(action: Expr, table: TableName, place: Place) -> Iterator[Operation]:
    match action:
        case exp.ColumnDef():
            exists = bool(action.args.get("exists"))
            yield from add_column(column_of(action), table, place, if_not_exists=exists)
        case exp.ModifyColumn():
            yield from _modify(action, table, place)
        case exp.AlterColumn():
            yield from _alter_column(action, table, place)
        case exp.Drop():
            yield from _drop(action, table, place)
        case exp.DropPrimaryKey():
            kind = ConstraintKind.PRIMARY_KEY
            yield DropConstraint(place=place, said="DROP PRIMARY KEY", table=table, name="PRIMARY", kind=kind)
        case exp.AddConstraint():
            for item in listed(action):
                yield from _add(constraint_of(item), table, place)
        case _:
            yield _renamed(action, table, place)


def _renamed(action: Expr, table: TableName, place: Place) -> Operation:
    old, new = text_of(cast("object", action.this)), text_of(cast("object", action.args.get("to")))
    match action:
        case exp.RenameColumn():
            return RenameColumn(place=place, said="RENAME COLUMN", table=table, name=old, new=new)
        case exp.AlterRename():
            return RenameTable(place=place, said="RENAME TO", table=table, new=relation(cast("object", action.this)))
        case exp.RenameIndex():
            return RenameObject(place=place, said="RENAME INDEX", kind="index", name=old, new=new)
        case _:
            what = "ALTER TABLE"
            return OtherStatement(place=place, said=what, what=what, ddl=True, table=table, strong=True)


def _add(made: Constraint | Index | None, table: TableName, place: Place) -> Iterator[Operation]:
    if isinstance(made, Constraint):
        yield AddConstraint(place=place, said=f"ADD {made.kind.upper()}", table=table, constraint=made)
    elif isinstance(made, Index):
        yield CreateIndex(place=place, said="ADD INDEX", table=table, index=made)


def _modify(action: exp.ModifyColumn, table: TableName, place: Place) -> Iterator[Operation]:
    """MODIFY and CHANGE declare the whole column anew: what is not said is lost."""
    definition = cast("object", action.this)
    if not isinstance(definition, exp.ColumnDef):
        return
    column = column_of(definition)
    old = text_of(cast("object", action.args.get("rename_from")))
    if old and old.lower() != column.name.lower():
        yield RenameColumn(place=place, said="CHANGE COLUMN", table=table, name=old, new=column.name)
    fields = (
        {"type", "nullable", "default", "choices"} if said_nullability(definition) else {"type", "default", "choices"}
    )
    yield RedefineColumn(place=place, said="MODIFY COLUMN", table=table, column=column, fields=frozenset(fields))


def _alter_column(action: exp.AlterColumn, table: TableName, place: Place) -> Iterator[Operation]:
    name, default = text_of(cast("object", action.this)), cast("object", action.args.get("default"))
    if action.args.get("dtype") is not None:
        type_ = type_of(cast("object", action.args.get("dtype")))
        yield ChangeType(place=place, said="ALTER COLUMN … TYPE", table=table, name=name, type=type_)
    elif default is not None:
        made = default_of(default)
        if made is not None:
            yield SetDefault(place=place, said="ALTER COLUMN … SET DEFAULT", table=table, name=name, default=made)
    elif action.args.get("allow_null") is not None:
        if action.args.get("drop"):
            yield DropNotNull(place=place, said="ALTER COLUMN … DROP NOT NULL", table=table, name=name)
        else:
            yield SetNotNull(place=place, said="ALTER COLUMN … SET NOT NULL", table=table, name=name)
    elif action.args.get("drop"):
        yield DropDefault(place=place, said="ALTER COLUMN … DROP DEFAULT", table=table, name=name)


def _drop(action: exp.Drop, table: TableName, place: Place) -> Iterator[Operation]:
    kind = str(action.args.get("kind") or "").upper()
    cascade, exists = bool(action.args.get("cascade")), bool(action.args.get("exists"))
    kinds = {
        "FOREIGN KEY": ConstraintKind.FOREIGN_KEY,
        "CHECK": ConstraintKind.CHECK,
        "CONSTRAINT": ConstraintKind.UNKNOWN,
    }
    for target in listed(action, "tables"):
        name = text_of(target)
        if kind in {"INDEX", "KEY"}:
            yield DropIndex(place=place, said="DROP INDEX", table=table, name=name, if_exists=exists)
        elif kind in kinds:
            said = f"DROP {kind}"
            yield DropConstraint(place=place, said=said, table=table, name=name, kind=kinds[kind], if_exists=exists)
        else:
            yield DropColumn(place=place, said="DROP COLUMN", table=table, name=name, cascade=cascade, if_exists=exists)
