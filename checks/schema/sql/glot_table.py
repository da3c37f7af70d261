"""Columns, constraints and indexes in sqlglot's trees of MySQL and SQLite."""

from __future__ import annotations

from typing import cast

from msgspec.structs import replace
from sqlglot import Expr, exp

from checks.schema.columns import Column, Constraint, ConstraintKind, Default, DefaultKind, Generated, Index, Reference
from checks.schema.names import TableName, table_name
from checks.schema.sql.pg_expression import STABLE_FUNCTIONS, VOLATILE_FUNCTIONS
from checks.schema.types import ColumnType, type_named


def relation(node: object) -> TableName:
    """The table that a Table or Schema node names."""
    if isinstance(node, exp.Schema):
        return relation(cast("object", node.this))
    if isinstance(node, exp.Table):
        return table_name(node.name, node.db)
    return table_name(node.name if isinstance(node, Expr) else "")


def text_of(node: object) -> str:
    """The name of an identifier, column or literal; "" for anything else."""
    return node.name if isinstance(node, Expr) else ""


def listed(node: Expr, key: str = "expressions") -> list[Expr]:
    """The expressions in a list argument."""
    items = cast("object", node.args.get(key))
    found = cast("list[object]", items) if isinstance(items, list) else []
    return [item for item in found if isinstance(item, Expr)]


def type_of(kind: object) -> ColumnType:
    """The type that a DataType node means."""
    if not isinstance(kind, exp.DataType):
        return ColumnType("")
    values = [text_of(cast("object", item.this)) or text_of(item) for item in listed(kind)]
    written = kind.sql("mysql").lower()
    name = written.split("(", 1)[0]
    args = tuple(int(value) for value in values if value.isdigit())
    return type_named(name, args, written=written)


def choices_of(kind: object) -> tuple[str, ...] | None:
    """The values of ENUM('a', 'b')."""
    if isinstance(kind, exp.DataType) and kind.this in {exp.DataType.Type.ENUM, exp.DataType.Type.SET}:
        return tuple(text_of(item) for item in listed(kind))
    return None


def column_of(node: exp.ColumnDef) -> Column:
    """The column that a ColumnDef declares."""
    kind = cast("object", node.args.get("kind"))
    column = Column(node.name, type_of(kind), choices=choices_of(kind))
    for item in listed(node, "constraints"):
        column = _with(column, cast("object", item.args.get("kind")))
    return column


def said_nullability(node: exp.ColumnDef) -> bool:
    """Whether NULL or NOT NULL is written."""
    kinds = (cast("object", item.args.get("kind")) for item in listed(node, "constraints"))
    return any(isinstance(kind, exp.NotNullColumnConstraint | exp.PrimaryKeyColumnConstraint) for kind in kinds)


def _with(column: Column, kind: object) -> Column:
    match kind:
        case exp.NotNullColumnConstraint():
            return replace(column, nullable=bool(kind.args.get("allow_null")))
        case exp.DefaultColumnConstraint():
            return replace(column, default=default_of(cast("object", kind.this)))
        case exp.PrimaryKeyColumnConstraint():
            return replace(column, primary_key=True, nullable=False)
        case exp.AutoIncrementColumnConstraint():
            return replace(column, generated=Generated.SERIAL)
        case exp.UniqueColumnConstraint():
            return replace(column, unique=True)
        case exp.CheckColumnConstraint():
            return replace(column, has_check=True)
        case exp.ComputedColumnConstraint() | exp.GeneratedAsIdentityColumnConstraint():
            stored = bool(kind.args.get("persisted"))
            return replace(column, generated=Generated.STORED if stored else Generated.VIRTUAL)
        case exp.Reference():
            return replace(column, references=reference_of(kind))
        case _:
            return column


def default_of(node: object) -> Default | None:
    """The default that an expression makes; None for NULL."""
    if not isinstance(node, Expr) or isinstance(node, exp.Null):
        return None
    names = {(call.name or call.sql_name()).lower() for call in node.find_all(exp.Func)}
    text = node.sql("mysql")
    if names & VOLATILE_FUNCTIONS or node.find(exp.Rand, exp.Uuid):
        return Default(DefaultKind.VOLATILE, text)
    stable = names & STABLE_FUNCTIONS or node.find(exp.CurrentTimestamp, exp.CurrentDate, exp.CurrentTime)
    return Default(DefaultKind.STABLE if stable else DefaultKind.CONSTANT, text)


def reference_of(node: Expr) -> Reference:
    """What a REFERENCES clause points to."""
    target = cast("object", node.this)
    columns = tuple(text_of(item) for item in listed(target)) if isinstance(target, exp.Schema) else ()
    options = cast("object", node.args.get("options"))
    said = [str(option).upper() for option in cast("list[object]", options)] if isinstance(options, list) else []
    on_delete = next((option.removeprefix("ON DELETE ") for option in said if option.startswith("ON DELETE ")), "")
    return Reference(relation(target), columns, on_delete)


def constraint_of(node: Expr, name: str = "") -> Constraint | Index | None:
    """The constraint, or the index that MySQL writes in the same place; None for what is neither."""
    match node:
        case exp.Constraint():
            inner = next(iter(listed(node)), None)
            return constraint_of(inner, node.name) if inner is not None else None
        case exp.UniqueColumnConstraint():
            schema = cast("object", node.this)
            columns = _columns(listed(schema)) if isinstance(schema, Expr) else ()
            return Constraint(ConstraintKind.UNIQUE, name or text_of(schema), columns)
        case exp.PrimaryKey():
            return Constraint(ConstraintKind.PRIMARY_KEY, name, _columns(listed(node)))
        case exp.ForeignKey():
            reference = cast("object", node.args.get("reference"))
            target = reference_of(reference) if isinstance(reference, Expr) else None
            return Constraint(ConstraintKind.FOREIGN_KEY, name, _columns(listed(node)), references=target)
        case exp.CheckColumnConstraint() | exp.Check():
            return Constraint(ConstraintKind.CHECK, name, expression=node.sql("mysql"))
        case exp.IndexColumnConstraint():
            return Index(node.name, _columns(listed(node)))
        case _:
            return None


def _columns(nodes: list[Expr]) -> tuple[str, ...]:
    return tuple(text_of(node) for node in nodes)
