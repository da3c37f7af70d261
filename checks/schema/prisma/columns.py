"""Fields of a Prisma model as columns."""

from __future__ import annotations

from checks.schema.columns import Column, Default, DefaultKind, Generated
from checks.schema.prisma.text import Attribute, Block, Field
from checks.schema.sql.flavour import Engine
from checks.schema.types import UNKNOWN_TYPE, ColumnType, type_named

# https://www.prisma.io/docs/orm/reference/prisma-schema-reference#model-field-scalar-types
_TYPES: dict[Engine, dict[str, tuple[str, tuple[int, ...]]]] = {
    "postgresql": {
        "String": ("text", ()),
        "Boolean": ("boolean", ()),
        "Int": ("integer", ()),
        "BigInt": ("bigint", ()),
        "Float": ("double precision", ()),
        "Decimal": ("numeric", (65, 30)),
        "DateTime": ("timestamp", (3,)),
        "Json": ("jsonb", ()),
        "Bytes": ("bytea", ()),
    },
    "mysql": {
        "String": ("varchar", (191,)),
        "Boolean": ("boolean", ()),
        "Int": ("integer", ()),
        "BigInt": ("bigint", ()),
        "Float": ("double precision", ()),
        "Decimal": ("numeric", (65, 30)),
        "DateTime": ("timestamp", (3,)),
        "Json": ("json", ()),
        "Bytes": ("bytea", ()),
    },
    "sqlite": {
        "String": ("text", ()),
        "Boolean": ("boolean", ()),
        "Int": ("integer", ()),
        "BigInt": ("bigint", ()),
        "Float": ("real", ()),
        "Decimal": ("numeric", ()),
        "DateTime": ("timestamp", ()),
        "Json": ("jsonb", ()),
        "Bytes": ("bytea", ()),
    },
}
_SCALARS = frozenset(_TYPES["postgresql"])
_NATIVE = {"doubleprecision": "double precision"}
_MADE_BY_THE_CLIENT = ("uuid(", "cuid(", "ulid(", "nanoid(", "auto(")


def is_column(field: Field, enums: dict[str, Block]) -> bool:
    """Whether the database has it: a relation is none, its `fields` are."""
    return field.type in _SCALARS or field.type in enums or field.type == "Unsupported"


def read_column(field: Field, enums: dict[str, Block], engine: Engine) -> Column:
    """The column of a scalar field, an enum, or a list of them."""
    default = field.attribute("default")
    enum = enums.get(field.type)
    return Column(
        name=column_name(field),
        type=_type(field, enum, engine),
        nullable=field.optional,
        default=_default(default),
        code_default=_code_default(field, default),
        primary_key=field.attribute("id") is not None,
        generated=Generated.SERIAL if default is not None and default.first.startswith("autoincrement(") else None,
        choices=enum.words if enum is not None else None,
    )


def column_name(field: Field) -> str:
    """What the database calls it."""
    renamed = field.attribute("map")
    return (renamed.first if renamed is not None else "") or field.name


def _type(field: Field, enum: Block | None, engine: Engine) -> ColumnType:
    native = next((item for item in field.attributes if item.name.startswith("db.")), None)
    if native is not None:
        plain = native.name.removeprefix("db.").lower()
        sizes = tuple(int(size) for size in native.plain if size.isdigit())
        return type_named(_NATIVE.get(plain, plain), sizes, array=field.many)
    if enum is not None:
        renamed = enum.attribute("map")
        name = (renamed.first if renamed is not None else "") or enum.name
        return ColumnType(name.lower(), array=field.many, written=name)
    known = _TYPES[engine].get(field.type)
    return UNKNOWN_TYPE if known is None else type_named(known[0], known[1], array=field.many)


def _default(default: Attribute | None) -> Default | None:
    """What the database fills in."""
    if default is None:
        return None
    text = default.first
    if text.startswith(("autoincrement(", *_MADE_BY_THE_CLIENT)) or not text:
        return None
    if text.startswith("now("):
        return Default(DefaultKind.STABLE, "now()")
    if text.startswith("dbgenerated("):
        inner = text.removeprefix("dbgenerated(").removesuffix(")").strip('"')
        return Default(DefaultKind.VOLATILE if "(" in inner else DefaultKind.CONSTANT, inner)
    return Default(DefaultKind.CONSTANT, text)


def _code_default(field: Field, default: Attribute | None) -> Default | None:
    """What only Prisma's client fills in."""
    if field.attribute("updatedAt") is not None:
        return Default(DefaultKind.STABLE, "@updatedAt")
    if default is not None and default.first.startswith(_MADE_BY_THE_CLIENT):
        return Default(DefaultKind.VOLATILE, default.first)
    return None
