"""PostgreSQL's ALTER TABLE: each of its parts is an operation of its own."""

from __future__ import annotations

from collections.abc import Iterator

from checks.schema.columns import Column, Constraint, ConstraintKind, Generated
from checks.schema.names import TableName
from checks.schema.operations import (
    AddColumn,
    AddConstraint,
    AttachPartition,
    ChangeType,
    DetachPartition,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropNotNull,
    Operation,
    OtherStatement,
    RewriteTable,
    Rights,
    RowSecurity,
    SetDefault,
    SetNotNull,
    ValidateConstraint,
)
from checks.schema.place import Place
from checks.schema.sql.node import Node, child, children, flag, strings, unwrap, word
from checks.schema.sql.pg_expression import default_of
from checks.schema.sql.pg_table import column_of, constraint_of, relation, type_of

_REWRITES = {
    "AT_SetTableSpace": "SET TABLESPACE",
    "AT_SetLogged": "SET LOGGED",
    "AT_SetUnLogged": "SET UNLOGGED",
    "AT_SetAccessMethod": "SET ACCESS METHOD",
}
_ROW_SECURITY = {
    "AT_EnableRowSecurity": "enable",
    "AT_DisableRowSecurity": "disable",
    "AT_ForceRowSecurity": "force",
    "AT_NoForceRowSecurity": "no force",
}
_WEAK = frozenset({"AT_SetStatistics", "AT_SetRelOptions", "AT_ResetRelOptions", "AT_ClusterOn", "AT_DropCluster"})


def alter_table(command: Node, table: TableName, place: Place) -> Iterator[Operation]:
    """The operations of one part of ALTER TABLE; `command` is an AlterTableCmd node."""
    kind, name = word(command, "subtype"), word(command, "name")
    made = _column(kind, name, command, table, place) or _constraint(kind, name, command, table, place)
    if made:
        yield from made
    elif kind in _REWRITES:
        yield RewriteTable(place=place, said=f"ALTER TABLE … {_REWRITES[kind]}", table=table, how=_REWRITES[kind])
    elif kind in _ROW_SECURITY:
        change = _ROW_SECURITY[kind]
        yield RowSecurity(
            place=place, said=f"ALTER TABLE … {change.upper()} ROW LEVEL SECURITY", table=table, change=change
        )
    elif kind in {"AT_AttachPartition", "AT_DetachPartition", "AT_DetachPartitionFinalize"}:
        yield _partition(kind, command, table, place)
    elif kind == "AT_ChangeOwner":
        yield Rights(place=place, said="ALTER TABLE … OWNER TO", what=f"ALTER TABLE {table} OWNER TO", widened=True)
    else:
        what = f"ALTER TABLE … {kind.removeprefix('AT_')}"
        yield OtherStatement(
            place=place, said="ALTER TABLE", what=what, ddl=True, table=table, strong=kind not in _WEAK
        )


def _column(kind: str, name: str, command: Node, table: TableName, place: Place) -> list[Operation]:
    """The operations of a part that is about one column."""
    definition = child(command, "def", "ColumnDef")
    cascade = word(command, "behavior") == "DROP_CASCADE"
    match kind:
        case "AT_AddColumn":
            return list(add_column(column_of(definition), table, place, if_not_exists=flag(command, "missing_ok")))
        case "AT_DropColumn":
            exists = flag(command, "missing_ok")
            said = "ALTER TABLE … DROP COLUMN"
            return [DropColumn(place=place, said=said, table=table, name=name, if_exists=exists, cascade=cascade)]
        case "AT_AlterColumnType":
            said, type_ = "ALTER COLUMN … TYPE", type_of(child(definition, "typeName"))
            using = "" if _only_casts(definition.get("raw_default"), name) else "an expression"
            return [ChangeType(place=place, said=said, table=table, name=name, type=type_, using=using)]
        case "AT_SetNotNull":
            return [SetNotNull(place=place, said="ALTER COLUMN … SET NOT NULL", table=table, name=name)]
        case "AT_DropNotNull":
            return [DropNotNull(place=place, said="ALTER COLUMN … DROP NOT NULL", table=table, name=name)]
        case "AT_ColumnDefault":
            default = default_of(child(command, "def")) if command.get("def") else None
            if default is None:
                return [DropDefault(place=place, said="ALTER COLUMN … DROP DEFAULT", table=table, name=name)]
            said = "ALTER COLUMN … SET DEFAULT"
            return [SetDefault(place=place, said=said, table=table, name=name, default=default)]
        case _:
            return []


def add_column(column: Column, table: TableName, place: Place, *, if_not_exists: bool) -> Iterator[Operation]:
    """A new column and the constraints that come with it."""
    said = "ALTER TABLE … ADD COLUMN"
    yield AddColumn(place=place, said=said, table=table, column=column, if_not_exists=if_not_exists)
    parts = (
        (column.primary_key, ConstraintKind.PRIMARY_KEY),
        (column.unique, ConstraintKind.UNIQUE),
        (column.references is not None, ConstraintKind.FOREIGN_KEY),
        (column.has_check and column.generated is None, ConstraintKind.CHECK),
    )
    for there, kind in parts:
        if there:
            references = column.references if kind is ConstraintKind.FOREIGN_KEY else None
            constraint = Constraint(kind, columns=(column.name,), references=references)
            yield AddConstraint(
                place=place, said=said, table=table, constraint=constraint, on_new_column=True, implied=True
            )


def _constraint(kind: str, name: str, command: Node, table: TableName, place: Place) -> list[Operation]:
    """The operations of a part that is about a constraint."""
    match kind:
        case "AT_AddConstraint":
            constraint = constraint_of(child(command, "def", "Constraint"))
            said = f"ADD {constraint.kind.upper()}"
            if constraint.kind is ConstraintKind.NOT_NULL and constraint.columns:
                return [SetNotNull(place=place, said=said, table=table, name=constraint.columns[0])]
            return [AddConstraint(place=place, said=said, table=table, constraint=constraint)]
        case "AT_DropConstraint":
            cascade, exists = word(command, "behavior") == "DROP_CASCADE", flag(command, "missing_ok")
            said = "DROP CONSTRAINT"
            return [DropConstraint(place=place, said=said, table=table, name=name, cascade=cascade, if_exists=exists)]
        case "AT_ValidateConstraint":
            return [ValidateConstraint(place=place, said="VALIDATE CONSTRAINT", table=table, name=name)]
        case "AT_AddIdentity":
            column = Column(name, nullable=False, generated=Generated.IDENTITY)
            return [
                OtherStatement(
                    place=place,
                    said="ADD GENERATED",
                    what=f"identity on {column.name}",
                    ddl=True,
                    table=table,
                    strong=True,
                )
            ]
        case _:
            return []


def _partition(kind: str, command: Node, table: TableName, place: Place) -> Operation:
    inner = child(command, "def", "PartitionCmd")
    partition = relation(child(inner, "name"))
    if kind == "AT_AttachPartition":
        return AttachPartition(place=place, said="ATTACH PARTITION", table=table, partition=partition)
    return DetachPartition(
        place=place,
        said="DETACH PARTITION",
        table=table,
        partition=partition,
        concurrently=flag(inner, "concurrent"),
        finalize=kind == "AT_DetachPartitionFinalize",
    )


def _only_casts(value: object, name: str) -> bool:
    """Whether USING says nothing, or no more than the column under another type."""
    kind, node = unwrap(value)
    while kind == "TypeCast":
        kind, node = unwrap(node.get("arg"))
    return not kind or (kind == "ColumnRef" and strings(children(node, "fields"))[-1:] == (name,))
