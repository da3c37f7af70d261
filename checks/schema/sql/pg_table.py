"""PostgreSQL's CREATE TABLE, column definitions and constraints."""

from __future__ import annotations

from msgspec.structs import replace

from checks.schema.columns import Column, Constraint, ConstraintKind, Generated, Index, Reference
from checks.schema.names import TableName, table_name
from checks.schema.operations import CreateTable
from checks.schema.place import Place
from checks.schema.sql.node import Node, child, children, flag, shape, strings, unwrap, word
from checks.schema.sql.pg_expression import columns_in, constant, default_of, proves_not_null
from checks.schema.types import SERIALS, ColumnType, type_named

_ON_DELETE = {"c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT", "r": "RESTRICT", "a": "NO ACTION"}
_KINDS = {
    "CONSTR_PRIMARY": ConstraintKind.PRIMARY_KEY,
    "CONSTR_UNIQUE": ConstraintKind.UNIQUE,
    "CONSTR_FOREIGN": ConstraintKind.FOREIGN_KEY,
    "CONSTR_CHECK": ConstraintKind.CHECK,
    "CONSTR_EXCLUSION": ConstraintKind.EXCLUDE,
    "CONSTR_NOTNULL": ConstraintKind.NOT_NULL,
}
_OF_COLUMNS = frozenset({ConstraintKind.PRIMARY_KEY, ConstraintKind.UNIQUE, ConstraintKind.FOREIGN_KEY})


def relation(node: Node) -> TableName:
    """The table that a RangeVar names."""
    return table_name(word(node, "relname"), word(node, "schemaname"))


def named(parts: tuple[str, ...]) -> TableName:
    """The table that a list of name parts means (schema last but one)."""
    return table_name(parts[-1] if parts else "", parts[-2] if len(parts) > 1 else "")


def type_of(node: Node) -> ColumnType:
    """The type that a TypeName node means."""
    names = strings(children(node, "names"))
    sizes = (constant(item) for item in children(node, "typmods"))
    args = tuple(int(size) for size in sizes if size is not None and size.lstrip("-").isdigit())
    if names and names[-1] == "interval":
        args = args[1:]
    array = bool(children(node, "arrayBounds"))
    return type_named(names[-1], args, array=array) if names else ColumnType("")


def column_of(node: Node) -> Column:
    """The column that a ColumnDef node declares, its own constraints included."""
    type_ = type_of(child(node, "typeName"))
    column = Column(word(node, "colname"), type_)
    if type_.name in SERIALS:
        column = replace(
            column, type=type_named(SERIALS[type_.name], written=type_.name), nullable=False, generated=Generated.SERIAL
        )
    for item in children(node, "constraints"):
        column = _with(column, child(item, "Constraint"))
    return column


def _with(column: Column, node: Node) -> Column:
    match word(node, "contype"):
        case "CONSTR_NOTNULL":
            return replace(column, nullable=False)
        case "CONSTR_DEFAULT":
            return replace(column, default=default_of(child(node, "raw_expr")))
        case "CONSTR_PRIMARY":
            return replace(column, primary_key=True, nullable=False)
        case "CONSTR_UNIQUE":
            return replace(column, unique=True)
        case "CONSTR_CHECK":
            return replace(column, has_check=True)
        case "CONSTR_IDENTITY":
            return replace(column, generated=Generated.IDENTITY, nullable=False)
        case "CONSTR_GENERATED":
            virtual = word(node, "generated_kind") == "v"
            return replace(column, generated=Generated.VIRTUAL if virtual else Generated.STORED)
        case "CONSTR_FOREIGN":
            return replace(column, references=_reference(node))
        case _:
            return column


def _reference(node: Node) -> Reference:
    return Reference(
        relation(child(node, "pktable")),
        strings(children(node, "pk_attrs")),
        _ON_DELETE.get(word(node, "fk_del_action"), ""),
    )


def constraint_of(node: Node) -> Constraint:
    """The table constraint that a Constraint node declares."""
    kind = _KINDS.get(word(node, "contype"), ConstraintKind.UNKNOWN)
    expression = node.get("raw_expr")
    columns = strings(children(node, "fk_attrs" if kind is ConstraintKind.FOREIGN_KEY else "keys"))
    return Constraint(
        kind,
        word(node, "conname"),
        columns or columns_in(expression),
        validated=not flag(node, "skip_validation"),
        using_index=word(node, "indexname"),
        references=_reference(node) if kind is ConstraintKind.FOREIGN_KEY else None,
        not_null_column=proves_not_null(expression) if kind is ConstraintKind.CHECK else "",
        expression=shape(expression) if expression else "",
    )


def _named_parts(column: Node) -> tuple[Constraint, ...]:
    """Constraints that a column declares under a name of their own, and its checks."""
    found: list[Constraint] = []
    for item in children(column, "constraints"):
        made = constraint_of(child(item, "Constraint"))
        if made.kind is ConstraintKind.CHECK or (made.name and made.kind in _OF_COLUMNS):
            found.append(replace(made, columns=(word(column, "colname"),)))
    return tuple(found)


def create_table(node: Node, place: Place, said: str) -> CreateTable:
    """CREATE TABLE and CREATE FOREIGN TABLE."""
    target = child(node, "relation")
    elements = [unwrap(item) for item in children(node, "tableElts")]
    parents = [relation(child(item, "RangeVar")) for item in children(node, "inhRelations")]
    return CreateTable(
        place=place,
        said=said,
        table=relation(target),
        columns=tuple(column_of(inner) for name, inner in elements if name == "ColumnDef"),
        constraints=tuple(
            made
            for name, inner in elements
            for made in ((constraint_of(inner),) if name == "Constraint" else _named_parts(inner))
        ),
        if_not_exists=flag(node, "if_not_exists"),
        temporary=word(target, "relpersistence") == "t",
        partition_of=parents[0] if parents and node.get("partbound") else None,
        complete=not parents and all(name != "TableLikeClause" for name, _ in elements),
    )


def index_of(node: Node) -> Index:
    """The index that an IndexStmt node builds."""
    columns = tuple(word(child(item, "IndexElem"), "name") for item in children(node, "indexParams"))
    return Index(
        word(node, "idxname"),
        columns,
        unique=flag(node, "unique"),
        conditional="whereClause" in node,
        method=word(node, "accessMethod"),
    )
