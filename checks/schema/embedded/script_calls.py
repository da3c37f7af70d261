"""The calls of TypeORM, Sequelize, Knex and node-pg-migrate that change a schema: the worst of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from checks.schema.columns import Index
from checks.schema.embedded.calls import Brackets, Call, arguments_at, brackets, chained, name_of, names_of, says
from checks.schema.embedded.literals import Lexed
from checks.schema.embedded.made import Maker
from checks.schema.operations import Operation
from checks.schema.types import UNKNOWN_TYPE, ColumnType, type_named

Reader = Callable[[Call, Maker], Iterator[Operation]]

_CALL = re.compile(r"(?:(?P<owner>[\w$]+)\s*)?\.\s*(?P<name>\w+)\s*(?:<[^<>()]*>\s*)?\(")
_KNEX_TYPES = {
    "string": "varchar",
    "text": "text",
    "integer": "integer",
    "bigInteger": "bigint",
    "boolean": "boolean",
    "decimal": "numeric",
    "float": "real",
    "double": "double precision",
    "date": "date",
    "timestamp": "timestamptz",
    "datetime": "timestamptz",
    "json": "json",
    "jsonb": "jsonb",
    "uuid": "uuid",
    "enum": "",
    "enu": "",
    "specificType": "",
    "binary": "bytea",
}
_ALL_ROWS = frozenset({"", "{}", "null", "undefined"})
_KNEX_TABLES = frozenset({"createTable", "createTableIfNotExists", "alterTable", "table"})


def script_operations(
    lexed: Lexed, tool: str, maker: Callable[[int, int, str], Maker]
) -> Iterator[tuple[int, Operation]]:
    """Where each call stands and what it does; `maker` takes its bounds and its words."""
    marks = brackets(lexed.code)
    if tool == "Knex":
        yield from _knex(lexed, marks, maker)
        return
    readers = _READERS[tool]
    for call in _calls(lexed, marks):
        reader = readers.get(call.name)
        if reader is not None:
            made = maker(call.start, call.end, f"{call.owner}.{call.name}".lstrip("."))
            yield from ((call.start, operation) for operation in reader(call, made))


def _calls(lexed: Lexed, marks: Brackets) -> Iterator[Call]:
    for found in _CALL.finditer(lexed.code):
        given = arguments_at(lexed, marks, found.end() - 1)
        if given is not None:
            yield Call(found["name"], found["owner"] or "", found.start("name"), given[0], given[1])


# --- TypeORM, Sequelize, node-pg-migrate: the table is the first argument ---------------------------------------------


def _create_table(call: Call, made: Maker) -> Iterator[Operation]:
    name = name_of(call.argument(0)) or _value(call.argument(0), "name")
    if name:
        yield made.create_table(name)


def _drop_table(call: Call, made: Maker) -> Iterator[Operation]:
    yield made.drop_table(name_of(call.argument(0)), if_exists=says(call.all, "ifExists", "true"))


def _rename_table(call: Call, made: Maker) -> Iterator[Operation]:
    yield made.rename_table(name_of(call.argument(0)), name_of(call.argument(1)))


def _drop_column(call: Call, made: Maker) -> Iterator[Operation]:
    for name in names_of(call.argument(1)) or (None,):
        yield made.drop_column(name_of(call.argument(0)), name, if_exists=says(call.all, "ifExists", "true"))


def _rename_column(call: Call, made: Maker) -> Iterator[Operation]:
    yield made.rename_column(name_of(call.argument(0)), name_of(call.argument(1)), name_of(call.argument(2)))


def _change_column(call: Call, made: Maker) -> Iterator[Operation]:
    table, name, options = name_of(call.argument(0)), name_of(call.argument(1)), call.argument(2)
    if (kind := _value(options, "type")) and call.name == "alterColumn":
        yield made.change_type(table, name, type_named(kind))
    elif re.search(r"\btype\b|DataTypes|Sequelize\.", options):
        yield made.declare_anew(table, name)
    if says(options, "(?:allowNull|isNullable)", "false") or says(options, "notNull", "true"):
        yield made.set_not_null(table, name)
    if says(options, "allowNull", "true") or says(options, "notNull", "false"):
        yield made.drop_not_null(table, name)


def _add_column(call: Call, made: Maker) -> Iterator[Operation]:
    """Sequelize's third argument; TypeORM's column, which is required unless it says otherwise."""
    options = call.argument(2) or call.argument(1)
    name = name_of(call.argument(1)) or _value(options, "name")
    if "TableColumn" in options:
        required = not says(options, "isNullable", "true")
    else:
        required = says(options, "allowNull", "false")
    default = "default" if re.search(r"\b(?:defaultValue|default)\s*:", options) else ""
    if says(options, "(?:autoIncrement|isGenerated)", "true") or re.search(r"\bgeneratedType\s*:", options):
        default = "generated"
    yield made.add_column(name_of(call.argument(0)), name, required=required, default=default)


def _add_columns(call: Call, made: Maker) -> Iterator[Operation]:
    """node-pg-migrate: one object, column by column."""
    for found in re.finditer(r"(?P<name>[\w'\"]+)\s*:\s*\{(?P<options>[^{}]*)\}", call.argument(1)):
        default = "default" if re.search(r"\bdefault\s*:", found["options"]) else ""
        required = says(found["options"], "notNull", "true")
        name = found["name"].strip("'\"")
        yield made.add_column(name_of(call.argument(0)), name, required=required, default=default)


def _index(call: Call, made: Maker) -> Iterator[Operation]:
    rest = ", ".join(call.arguments[1:])
    columns = names_of(call.argument(1)) if call.argument(1).startswith("[") else _list(rest, "(?:fields|columnNames)")
    index = Index(
        _value(rest, "name") or "", columns or names_of(call.argument(1))[:1], says(rest, "(?:unique|isUnique)", "true")
    )
    concurrently = says(rest, "(?:concurrently|isConcurrent)", "true")
    yield made.index(name_of(call.argument(0)), index, concurrently=concurrently)


def _foreign_key(call: Call, made: Maker) -> Iterator[Operation]:
    to = _value(call.all, "referencedTableName")
    yield made.foreign_key(name_of(call.argument(0)), _list(call.all, "columnNames"), to, validated=True)


def _unique(call: Call, made: Maker) -> Iterator[Operation]:
    yield made.unique(name_of(call.argument(0)), _list(call.all, "columnNames"))


def _constraint(call: Call, made: Maker) -> Iterator[Operation]:
    """Sequelize's addConstraint; node-pg-migrate's has the name second."""
    table, fields = name_of(call.argument(0)), _list(call.all, "fields")
    if says(call.all, "type", "foreign key"):
        yield made.foreign_key(table, fields, _value(call.all, "table"), validated=True)
    elif says(call.all, "type", "unique") or re.search(r"\bunique\s*:", call.all):
        yield made.unique(table, fields or _list(call.all, "unique"))
    elif re.search(r"\bforeignKeys\s*:", call.all):
        yield made.foreign_key(table, _list(call.all, "columns"), None, validated=True)


def _delete_rows(call: Call, made: Maker) -> Iterator[Operation]:
    """Sequelize: the second argument says which rows; an empty one means all."""
    yield made.delete_rows(name_of(call.argument(0)), filtered=call.argument(1).strip() not in _ALL_ROWS)


def _value(text: str, key: str) -> str | None:
    found = re.search(rf"\b{key}\s*:\s*(?P<quote>['\"`])(?P<text>[^'\"`]*)(?P=quote)", text)
    return found["text"] if found else None


def _list(text: str, key: str) -> tuple[str, ...]:
    found = re.search(rf"\b{key}\s*:\s*(?P<list>\[[^\[\]]*\]|['\"][^'\"]*['\"])", text)
    return names_of(found["list"]) if found else ()


_COMMON: Mapping[str, Reader] = {
    "createTable": _create_table,
    "dropTable": _drop_table,
    "renameTable": _rename_table,
    "renameColumn": _rename_column,
    "addColumn": _add_column,
    "changeColumn": _change_column,
}
_READERS: Mapping[str, Mapping[str, Reader]] = {
    "Sequelize": {
        **_COMMON,
        "removeColumn": _drop_column,
        "addIndex": _index,
        "addConstraint": _constraint,
        "bulkDelete": _delete_rows,
    },
    "TypeORM": {
        **_COMMON,
        "dropColumn": _drop_column,
        "dropColumns": _drop_column,
        "createIndex": _index,
        "createForeignKey": _foreign_key,
        "createUniqueConstraint": _unique,
    },
    "node-pg-migrate": {
        **{name: reader for name, reader in _COMMON.items() if name not in {"addColumn", "changeColumn"}},
        "dropColumn": _drop_column,
        "dropColumns": _drop_column,
        "alterColumn": _change_column,
        "addColumn": _add_columns,
        "addColumns": _add_columns,
        "createIndex": _index,
        "addIndex": _index,
        "addConstraint": _constraint,
    },
}

# --- Knex: the table stands around ------------------------------------------------------------------------------------


def _knex(lexed: Lexed, marks: Brackets, maker: Callable[[int, int, str], Maker]) -> Iterator[tuple[int, Operation]]:
    calls = list(_calls(lexed, marks))
    around = [call for call in calls if call.name in _KNEX_TABLES]
    for call in calls:
        made = maker(call.start, call.end, f"{call.owner}.{call.name}".lstrip("."))
        first = name_of(call.argument(0))
        match call.name:
            case "createTable" | "createTableIfNotExists" if first:
                yield call.start, made.create_table(first)
            case "dropTable" | "dropTableIfExists":
                yield call.start, made.drop_table(first, if_exists=call.name.endswith("Exists"))
            case "renameTable":
                yield call.start, made.rename_table(first, name_of(call.argument(1)))
            case _:
                outer = next((item for item in reversed(around) if item.start < call.start < item.end), None)
                if outer is not None and outer.name in {"alterTable", "table"}:
                    chain = dict(chained(lexed, marks, call.end))
                    table = name_of(outer.argument(0))
                    yield from ((call.start, item) for item in _knex_within(call, table, chain, made))


def _knex_within(call: Call, table: str | None, chain: Mapping[str, str], made: Maker) -> Iterator[Operation]:
    first = name_of(call.argument(0))
    match call.name:
        case "dropColumn" | "dropColumns":
            for name in names_of(call.all) or (None,):
                yield made.drop_column(table, name)
        case "renameColumn":
            yield made.rename_column(table, first, name_of(call.argument(1)))
        case "dropNullable":
            yield made.set_not_null(table, first)
        case "setNullable":
            yield made.drop_not_null(table, first)
        case "index":
            yield made.index(table, Index("", names_of(call.argument(0))), concurrently=False)
        case "unique":
            yield made.unique(table, names_of(call.argument(0)))
        case "foreign":
            to = name_of(chain.get("inTable", "")) or (name_of(chain.get("references", "")) or "").rpartition(".")[0]
            yield made.foreign_key(table, names_of(call.argument(0)), to or None, validated=True)
        case name if name in _KNEX_TYPES:
            yield from _knex_column(table, first, _knex_type(call), chain, made)
        case _:
            return


def _knex_type(call: Call) -> ColumnType:
    name = _KNEX_TYPES[call.name]
    length = call.argument(1)
    return type_named(name, (int(length),) if name == "varchar" and length.isdigit() else ()) if name else UNKNOWN_TYPE


def _knex_column(
    table: str | None, name: str | None, kind: ColumnType, chain: Mapping[str, str], made: Maker
) -> Iterator[Operation]:
    required = "notNullable" in chain
    if "alter" in chain:
        yield made.declare_anew(table, name, kind)
        if required:
            yield made.set_not_null(table, name)
        return
    yield made.add_column(table, name, kind, required=required, default=chain.get("defaultTo", ""))
    if "references" in chain:
        yield made.foreign_key(table, (name or "",), name_of(chain.get("inTable", "")), validated=True)
