"""Rails' migration methods that change a schema: the worst of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from checks.schema.columns import Index
from checks.schema.embedded.calls import Brackets, Call, arguments_at, brackets, name_of, names_of, says
from checks.schema.embedded.literals import Lexed
from checks.schema.embedded.made import Maker
from checks.schema.names import TableName
from checks.schema.operations import ChangeRows, Operation
from checks.schema.types import UNKNOWN_TYPE, ColumnType, type_named

_CALL = re.compile(
    r"(?:^|[ \t;{|])(?:(?P<owner>[A-Za-z_]\w*)\.)?(?P<name>[a-z_]+[?!]?)(?P<open>\(|[ \t]+(?=[:'\" \w]))", re.MULTILINE
)
_ROWS = re.compile(
    r"\b(?P<model>[A-Z]\w*(?:::\w+)*)(?P<chain>(?:\.(?:unscoped|all))*)\.(?P<verb>delete_all|destroy_all|update_all)\b"
)
_TYPES = {
    "string": "varchar",
    "datetime": "timestamp",
    "timestamp": "timestamp",
    "decimal": "numeric",
    "float": "double precision",
    "binary": "bytea",
}


def rails_operations(lexed: Lexed, maker: Callable[[int, int, str], Maker]) -> Iterator[tuple[int, Operation]]:
    """Where each call stands and what it does; `maker` takes its bounds and its words."""
    marks = brackets(lexed.code)
    table: str | None = None
    for call in _calls(lexed, marks):
        made = maker(call.start, call.end, call.name)
        if call.name in {"create_table", "create_join_table", "change_table"}:
            table = name_of(call.argument(0)) if call.name == "change_table" else None
        if call.owner == "t" and table is not None:
            yield from ((call.start, operation) for operation in _within(call, table, made))
        elif not call.owner and call.name in _READERS:
            yield from ((call.start, operation) for operation in _READERS[call.name](call, made))
    for found in _ROWS.finditer(lexed.code):
        verb = "update" if found["verb"] == "update_all" else "delete"
        made = maker(found.start(), found.end(), found["verb"])
        name = TableName("", model=found["model"])
        yield (
            found.start(),
            ChangeRows(place=made.place, said=f"{found['model']}.{verb}_all", verb=verb, table=name, filtered=False),
        )


def _calls(lexed: Lexed, marks: Brackets) -> Iterator[Call]:
    for found in _CALL.finditer(lexed.code):
        name, start = found["name"], found.start("name")
        if name not in _READERS and found["owner"] != "t" and name != "change_table":
            continue
        if found["open"] == "(":
            given = arguments_at(lexed, marks, found.end() - 1)
        else:
            given = _to_line_end(lexed, found.end())
        if given is not None:
            yield Call(name, found["owner"] or "", start, given[0], given[1])


def _to_line_end(lexed: Lexed, start: int) -> tuple[int, tuple[str, ...]]:
    """The arguments of a call without brackets: to the end of the line, and on behind a comma."""
    end = start
    while True:
        stop = lexed.code.find("\n", end)
        stop = len(lexed.code) if stop < 0 else stop
        if not lexed.code[start:stop].rstrip().endswith(",") or stop == len(lexed.code):
            break
        end = stop + 1
    code = re.sub(r"\s+(?:do\b.*|if\b.*|unless\b.*)$", "", lexed.code[start:stop], flags=re.DOTALL)
    marks = brackets(f"({code})")
    bounds = [0, *marks.commas.get(0, ()), len(code) + 1]
    texts = tuple(lexed.text[start + a : start + b - 1].strip() for a, b in pairwise(bounds))
    return start + len(code.rstrip()), tuple(text for text in texts if text)


def _options(call: Call, first: int) -> str:
    return ", ".join(call.arguments[first:])


def _create(call: Call, made: Maker) -> Iterator[Operation]:
    name = name_of(call.argument(0))
    if name:
        yield made.create_table(name)


def _drop(call: Call, made: Maker) -> Iterator[Operation]:
    for argument in call.arguments or ("",):
        if not re.match(r"\w+:", argument):
            yield made.drop_table(name_of(argument), if_exists=says(call.all, "if_exists", "true"))


def _rename_table(call: Call, made: Maker) -> Iterator[Operation]:
    yield made.rename_table(name_of(call.argument(0)), name_of(call.argument(1)))


def _remove_column(call: Call, made: Maker) -> Iterator[Operation]:
    if_exists = says(call.all, "if_exists", "true")
    yield made.drop_column(name_of(call.argument(0)), name_of(call.argument(1)), if_exists=if_exists)


def _remove_columns(call: Call, made: Maker) -> Iterator[Operation]:
    for argument in call.arguments[1:]:
        if not re.match(r"\w+:", argument):
            yield made.drop_column(name_of(call.argument(0)), name_of(argument))


def _remove_timestamps(call: Call, made: Maker) -> Iterator[Operation]:
    for name in ("created_at", "updated_at"):
        yield made.drop_column(name_of(call.argument(0)), name)


def _rename_column(call: Call, made: Maker) -> Iterator[Operation]:
    yield made.rename_column(name_of(call.argument(0)), name_of(call.argument(1)), name_of(call.argument(2)))


def _change_column(call: Call, made: Maker) -> Iterator[Operation]:
    table, name, rest = name_of(call.argument(0)), name_of(call.argument(1)), _options(call, 3)
    yield made.change_type(table, name, _type(call.argument(2), rest))
    if says(rest, "null", "false"):
        yield made.set_not_null(table, name)


def _change_null(call: Call, made: Maker) -> Iterator[Operation]:
    table, name = name_of(call.argument(0)), name_of(call.argument(1))
    yield made.set_not_null(table, name) if call.argument(2) == "false" else made.drop_not_null(table, name)


def _add_column(call: Call, made: Maker) -> Iterator[Operation]:
    rest = _options(call, 3)
    yield made.add_column(
        name_of(call.argument(0)),
        name_of(call.argument(1)),
        _type(call.argument(2), rest),
        required=says(rest, "null", "false"),
        default="default" if re.search(r"\bdefault\s*(?::|=>)\s*(?!nil\b)", rest) else "",
    )


def _index(call: Call, made: Maker) -> Iterator[Operation]:
    rest = _options(call, 2)
    name = re.search(r"\bname\s*:\s*['\":](\w+)", rest)
    index = Index(name[1] if name else "", names_of(call.argument(1)), says(rest, "unique", "true"))
    yield made.index(name_of(call.argument(0)), index, concurrently=says(rest, "algorithm", "concurrently"))


def _foreign_key(call: Call, made: Maker) -> Iterator[Operation]:
    validated = not says(call.all, "validate", "false")
    column = re.search(r"\bcolumn\s*:\s*['\":](\w+)", call.all)
    columns = (column[1],) if column else ()
    yield made.foreign_key(name_of(call.argument(0)), columns, name_of(call.argument(1)), validated=validated)


def _reference(call: Call, made: Maker) -> Iterator[Operation]:
    """A column, its index unless `index: false`, and a foreign key where it says so."""
    table, name, rest = name_of(call.argument(0)), name_of(call.argument(1)), _options(call, 2)
    column = f"{name}_id"
    yield made.add_column(table, column, type_named("bigint"), required=says(rest, "null", "false"), default="")
    if not says(rest, "index", "false"):
        concurrently = says(rest, "algorithm", "concurrently")
        yield made.index(table, Index("", (column,)), concurrently=concurrently)
    if re.search(r"\bforeign_key\s*:\s*(?!false)", rest):
        yield made.foreign_key(table, (column,), None, validated=not says(rest, "validate", "false"))


def _type(word: str, options: str) -> ColumnType:
    """Rails' word for a type with its limit."""
    name = name_of(word)
    if name is None:
        return UNKNOWN_TYPE
    limit = re.search(r"\b(?:limit|precision)\s*:\s*(\d+)", options)
    scale = re.search(r"\bscale\s*:\s*(\d+)", options)
    args = tuple(int(found[1]) for found in (limit, scale) if found)
    return type_named(_TYPES.get(name, name), args if _TYPES.get(name) in {"varchar", "numeric"} else ())


def _within(call: Call, table: str, made: Maker) -> Iterator[Operation]:
    """Calls on the `t` of change_table: the same with the table in front."""
    aliases = {
        "remove": "remove_columns",
        "rename": "rename_column",
        "index": "add_index",
        "change": "change_column",
        "change_null": "change_column_null",
        "references": "add_reference",
        "belongs_to": "add_reference",
        "foreign_key": "add_foreign_key",
    }
    reader = _READERS.get(aliases.get(call.name, ""))
    if reader is not None:
        yield from reader(Call(call.name, "", call.start, call.end, (f":{table}", *call.arguments)), made)


_READERS: Mapping[str, Callable[[Call, Maker], Iterator[Operation]]] = {
    "create_table": _create,
    "create_join_table": _create,
    "drop_table": _drop,
    "rename_table": _rename_table,
    "remove_column": _remove_column,
    "remove_columns": _remove_columns,
    "remove_timestamps": _remove_timestamps,
    "rename_column": _rename_column,
    "change_column": _change_column,
    "change_column_null": _change_null,
    "add_column": _add_column,
    "add_index": _index,
    "add_foreign_key": _foreign_key,
    "add_reference": _reference,
    "add_belongs_to": _reference,
}
