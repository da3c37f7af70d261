"""SQLAlchemy's columns, types and constraints as values."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec.structs import replace

from checks.schema.columns import Column, Constraint, ConstraintKind, Default, DefaultKind, Generated, Index, Reference
from checks.schema.names import TableName, table_name
from checks.schema.python.constants import flag_of, followed, is_none, items_of, number_of, text_of, texts_of
from checks.schema.python.module import Arguments, Module, arguments
from checks.schema.python.sql_text import sql_text
from checks.schema.sql.node import NotSql, TooDeep, child, children, parse
from checks.schema.sql.pg_expression import default_of
from checks.schema.types import ColumnType, type_named

_TYPES = {
    "string": "varchar",
    "unicode": "varchar",
    "autostring": "varchar",
    "unicodetext": "text",
    "biginteger": "bigint",
    "smallinteger": "smallint",
    "largebinary": "bytea",
    "double": "double precision",
    "doubleprecision": "double precision",
    "double_precision": "double precision",
    "float": "double precision",
    "tsvectortype": "tsvector",
}
_PLAIN = frozenset(
    """integer int text varchar nvarchar char nchar boolean date numeric decimal json jsonb uuid bytea inet cidr macaddr
    interval bigint smallint real citext tsvector hstore money oid blob clob int4range int8range numrange tsrange
    tstzrange daterange mediumtext longtext tinytext tinyint mediumint""".split()
)
_VOLATILE = frozenset({"uuid_generate_v4", "gen_random_uuid", "random", "clock_timestamp", "uuid4", "nextval"})


def type_of(node: ast.expr | None, module: Module) -> ColumnType:
    """The type that an expression such as sa.String(length=10) means."""
    here = followed(node, module)
    call = here if isinstance(here, ast.Call) else None
    target = call.func if call is not None else here
    if target is None:
        return ColumnType("")
    given = arguments(call) if call is not None else Arguments((), {}, spread=False)
    class_name = module.origin(target).rpartition(".")[2]
    written = ast.unparse(here) if here is not None else ""
    name = class_name.lower()
    if name == "with_variant" and isinstance(target, ast.Attribute):
        return type_of(target.value, module)
    if name in {"datetime", "timestamp", "time"}:
        zone = flag_of(given.get(0, "timezone"), module) is True
        base = "time" if name == "time" else "timestamp"
        return type_named(f"{base}tz" if zone else base, written=written)
    if name in {"array", "mutablelist"}:
        inner = type_of(given.get(0, "item_type"), module)
        return ColumnType(inner.name, inner.args, array=True, written=written)
    if name == "enum":
        return ColumnType(f"enum:{text_of(given.get(-1, 'name'), module) or ''}", written=written)
    if name in _TYPES or name in _PLAIN:
        return type_named(_TYPES.get(name, name), _sizes(given, module), written=written)
    return ColumnType(f"?{written}", written=written)


def _sizes(given: Arguments, module: Module) -> tuple[int, ...]:
    found = [
        number_of(given.get(position, *names), module)
        for position, names in ((0, ("length", "precision")), (1, ("scale",)))
    ]
    return tuple(size for size in found if size is not None)


def choices_of(node: ast.expr | None, module: Module) -> tuple[str, ...] | None:
    """The values of sa.Enum("a", "b", …); None for anything else."""
    call = followed(node, module)
    if not isinstance(call, ast.Call) or module.origin(call.func).rpartition(".")[2].lower() != "enum":
        return None
    values = [text_of(argument, module) for argument in call.args]
    return None if None in values or not values else tuple(value for value in values if value is not None)


def column_of(node: ast.expr | None, module: Module) -> Column | None:
    """The column that sa.Column(…) declares; None when it is no such call."""
    call = followed(node, module)
    if not isinstance(call, ast.Call) or not module.origin(call.func).rpartition(".")[2].endswith("Column"):
        return None
    given = arguments(call)
    type_node = next(
        (argument for argument in given.positional[1:2] if not _is_extra(argument, module)), given.get(-1, "type_")
    )
    column = Column(
        text_of(given.get(0, "name"), module) or "",
        type_of(type_node, module),
        nullable=_nullable(given, module),
        default=server_default(given.get(-1, "server_default"), module),
        code_default=_code_default(given.get(-1, "default"), module),
        primary_key=flag_of(given.get(-1, "primary_key"), module) is True,
        unique=flag_of(given.get(-1, "unique"), module) is True,
        indexed=flag_of(given.get(-1, "index"), module) is True,
        choices=choices_of(type_node, module),
    )
    for extra in given.positional[1:]:
        column = _with(column, followed(extra, module), module)
    return column


def _is_extra(node: ast.expr, module: Module) -> bool:
    here = followed(node, module)
    name = module.origin(here.func).rpartition(".")[2] if isinstance(here, ast.Call) else ""
    return name in {"ForeignKey", "Computed", "Identity", "CheckConstraint", "Sequence"}


def _nullable(given: Arguments, module: Module) -> bool | None:
    if flag_of(given.get(-1, "primary_key"), module) is True:
        return False
    node = given.get(-1, "nullable")
    return True if node is None and not given.spread else flag_of(node, module)


def _with(column: Column, node: ast.expr | None, module: Module) -> Column:
    """Column arguments that are constraints of their own."""
    if not isinstance(node, ast.Call):
        return column
    given = arguments(node)
    match module.origin(node.func).rpartition(".")[2]:
        case "ForeignKey":
            return replace(column, references=_reference(given, module))
        case "Computed":
            stored = flag_of(given.get(1, "persisted"), module) is not False
            return replace(column, generated=Generated.STORED if stored else Generated.VIRTUAL)
        case "Identity":
            return replace(column, generated=Generated.IDENTITY)
        case "CheckConstraint":
            return replace(column, has_check=True)
        case _:
            return column


def _reference(given: Arguments, module: Module) -> Reference:
    target = text_of(given.get(0, "column"), module) or ""
    parts = target.split(".")
    table = table_name(parts[-2], parts[-3] if len(parts) > 2 else "") if len(parts) > 1 else TableName("")
    return Reference(table, tuple(parts[-1:]), (text_of(given.get(-1, "ondelete"), module) or "").upper())


def server_default(node: ast.expr | None, module: Module) -> Default | None:
    """The default that the database gets."""
    here = followed(node, module)
    if here is None or is_none(here) or (isinstance(here, ast.Constant) and here.value is False):
        return None
    if isinstance(here, ast.Constant):
        return Default(DefaultKind.CONSTANT, repr(here.value))
    text = sql_text(here, module) if isinstance(here, ast.Call) and _is_text(here, module) else None
    if text is not None:
        return _parsed_default(text.value)
    if isinstance(here, ast.Call):
        name = module.origin(here.func).rpartition(".")[2].lower()
        kind = (
            DefaultKind.VOLATILE
            if name in _VOLATILE
            else DefaultKind.STABLE
            if name in {"now", "current_timestamp"}
            else DefaultKind.CONSTANT
        )
        return Default(kind, ast.unparse(here))
    return Default(DefaultKind.CONSTANT, ast.unparse(here))


def _is_text(call: ast.Call, module: Module) -> bool:
    return module.origin(call.func).rpartition(".")[2] in {"text", "TextClause", "DefaultClause"}


def _parsed_default(text: str) -> Default | None:
    try:
        tree = parse(f"SELECT {text}")
    except (NotSql, TooDeep):
        return Default(DefaultKind.CONSTANT, text)
    targets = children(child(tree[0], "stmt", "SelectStmt"), "targetList") if tree else []
    if not targets:
        return Default(DefaultKind.CONSTANT, text)
    made = default_of(child(targets[0], "ResTarget", "val"))
    return None if made is None else replace(made, text=text)


def _code_default(node: ast.expr | None, module: Module) -> Default | None:
    here = followed(node, module)
    if here is None or is_none(here):
        return None
    kind = DefaultKind.CONSTANT if isinstance(here, ast.Constant) else DefaultKind.VOLATILE
    return Default(kind, ast.unparse(here))


def table_parts(nodes: tuple[ast.expr, ...], module: Module) -> Iterator[Column | Constraint | Index | None]:
    """Columns and constraints among the arguments of create_table; None for one that cannot be read."""
    for node in nodes:
        here = followed(node, module)
        if isinstance(node, ast.Starred):
            items = items_of(node.value, module)
            if items is None:
                yield None
            else:
                yield from table_parts(tuple(items), module)
        elif not isinstance(here, ast.Call):
            yield None
        else:
            yield column_of(here, module) or _constraint(here, module)


def _constraint(call: ast.Call, module: Module) -> Constraint | Index | None:
    given = arguments(call)
    name = text_of(given.get(-1, "name"), module) or ""
    listed = tuple(text_of(argument, module) or "" for argument in given.positional)
    match module.origin(call.func).rpartition(".")[2]:
        case "PrimaryKeyConstraint":
            return Constraint(ConstraintKind.PRIMARY_KEY, name, listed)
        case "UniqueConstraint":
            return Constraint(ConstraintKind.UNIQUE, name, listed)
        case "ForeignKeyConstraint":
            return Constraint(
                ConstraintKind.FOREIGN_KEY,
                name,
                texts_of(given.get(0, "columns"), module) or (),
                references=_composite(given, module),
            )
        case "CheckConstraint":
            return Constraint(ConstraintKind.CHECK, name, expression=listed[0] if listed else "")
        case "ExcludeConstraint":
            return Constraint(ConstraintKind.EXCLUDE, name)
        case "Index":
            return Index(
                listed[0] if listed else "", listed[1:], unique=flag_of(given.get(-1, "unique"), module) is True
            )
        case _:
            return None


def _composite(given: Arguments, module: Module) -> Reference:
    targets = texts_of(given.get(1, "refcolumns"), module) or ()
    parts = targets[0].split(".") if targets else []
    table = table_name(parts[-2], parts[-3] if len(parts) > 2 else "") if len(parts) > 1 else TableName("")
    columns = tuple(target.rpartition(".")[2] for target in targets)
    return Reference(table, columns, (text_of(given.get(-1, "ondelete"), module) or "").upper())
