"""Column types under one set of names, whatever the file calls them."""

from __future__ import annotations

from dataclasses import dataclass, field

_ALIASES = {
    "int": "integer",
    "int4": "integer",
    "mediumint": "integer",
    "int2": "smallint",
    "tinyint": "smallint",
    "year": "smallint",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "double": "double precision",
    "float": "double precision",
    "decimal": "numeric",
    "dec": "numeric",
    "number": "numeric",
    "character varying": "varchar",
    "nvarchar": "varchar",
    "varchar2": "varchar",
    "character": "char",
    "bpchar": "char",
    "nchar": "char",
    "bool": "boolean",
    "timestamp with time zone": "timestamptz",
    "timestamp without time zone": "timestamp",
    "datetime": "timestamp",
    "time with time zone": "timetz",
    "time without time zone": "time",
    "bit varying": "varbit",
    "tinytext": "text",
    "mediumtext": "text",
    "longtext": "text",
    "clob": "text",
    "blob": "bytea",
    "tinyblob": "bytea",
    "mediumblob": "bytea",
    "longblob": "bytea",
    "varbinary": "bytea",
    "binary": "bytea",
    "uniqueidentifier": "uuid",
}
SERIALS = {"smallserial": "smallint", "serial": "integer", "bigserial": "bigint"}
_SERIAL_ALIASES = {"serial2": "smallserial", "serial4": "serial", "serial8": "bigserial"}


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A column's type.

    Attributes:
        name: one lower-case name per type ("varchar", "timestamptz"); an own type keeps its name; ""
            is unknown.
        args: length, or precision and scale.
        array: whether it is an array of that.
        written: how the file says it, for words.
    """

    name: str
    args: tuple[int, ...] = ()
    array: bool = False
    written: str = field(default="", compare=False)

    @property
    def known(self) -> bool:
        """Whether anybody can tell the type from the source."""
        return bool(self.name)

    def __str__(self) -> str:
        """As the file says it, else the name with its arguments."""
        if self.written:
            return self.written
        if not self.name:
            return "an unknown type"
        args = f"({', '.join(map(str, self.args))})" if self.args else ""
        return f"{self.name}{args}{'[]' if self.array else ''}"


UNKNOWN_TYPE = ColumnType("")


def type_named(name: str, args: tuple[int, ...] = (), *, array: bool = False, written: str = "") -> ColumnType:
    """The type of that name in any spelling; serial types keep their own name."""
    plain = " ".join(name.lower().split())
    plain = _SERIAL_ALIASES.get(plain, _ALIASES.get(plain, plain))
    if plain == "char" and not args:
        args = (1,)
    if plain == "numeric" and len(args) == 1:
        args = (args[0], 0)
    return ColumnType(plain, args, array, written)
