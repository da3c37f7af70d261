"""Django's model fields as columns."""

from __future__ import annotations

import ast

from msgspec import Struct

from checks.schema.columns import Column, Default, DefaultKind, Generated, Reference
from checks.schema.names import TableName
from checks.schema.python.constants import flag_of, followed, is_none, items_of, number_of, text_of
from checks.schema.python.module import Arguments, Module, arguments
from checks.schema.types import ColumnType, type_named

_TYPES = {
    "AutoField": "integer",
    "BigAutoField": "bigint",
    "SmallAutoField": "smallint",
    "BigIntegerField": "bigint",
    "BinaryField": "bytea",
    "BooleanField": "boolean",
    "NullBooleanField": "boolean",
    "DateField": "date",
    "DateTimeField": "timestamptz",
    "DurationField": "interval",
    "FloatField": "double precision",
    "GenericIPAddressField": "inet",
    "IPAddressField": "inet",
    "IntegerField": "integer",
    "JSONField": "jsonb",
    "HStoreField": "hstore",
    "PositiveBigIntegerField": "bigint",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "smallint",
    "SmallIntegerField": "smallint",
    "TextField": "text",
    "CITextField": "citext",
    "CICharField": "citext",
    "CIEmailField": "citext",
    "TimeField": "time",
    "UUIDField": "uuid",
    "SearchVectorField": "tsvector",
    "IntegerRangeField": "int4range",
    "BigIntegerRangeField": "int8range",
    "DecimalRangeField": "numrange",
    "DateTimeRangeField": "tstzrange",
    "DateRangeField": "daterange",
}
_LENGTHS = {
    "CharField": None,
    "SlugField": 50,
    "EmailField": 254,
    "URLField": 200,
    "FileField": 100,
    "ImageField": 100,
    "FilePathField": 100,
    "CommaSeparatedIntegerField": None,
}
_RELATIONS = ("ForeignKey", "OneToOneField")
_MANY = ("ManyToManyField", "TaggableManager")
_NO_COLUMN = ("GenericForeignKey", "GenericRelation")
_POSITIVE = frozenset({"PositiveBigIntegerField", "PositiveIntegerField", "PositiveSmallIntegerField"})
_VOLATILE = frozenset({"RandomUUID", "Random", "UUID4", "UUID7", "Now.clock"})


class ModelField(Struct, frozen=True):
    """One field of a migration.

    Attributes:
        column: its column; None for a field without one (many to many, generic relation).
        many_to: the model that a many-to-many field points to; "" for any other.
        through: whether it names its own table in between.
        declared: the call as written, without texts for people.
        custom: whether its class is none of Django's.
    """

    name: str
    column: Column | None
    many_to: str = ""
    through: bool = False
    declared: str = ""
    custom: bool = False


def read_field(name: str, node: ast.expr | None, module: Module, app: str) -> ModelField:
    """The field that a constructor call makes; `app` is the label of the migration's own app."""
    call = followed(node, module)
    if not isinstance(call, ast.Call):
        return ModelField(name, Column(name, nullable=None), custom=True)
    origin = module.origin(call.func)
    class_name = origin.rpartition(".")[2]
    given = arguments(call)
    if class_name.endswith(_NO_COLUMN):
        return ModelField(name, None)
    if class_name.endswith(_MANY):
        target = model_of(given.get(0, "to"), module, app)
        return ModelField(name, None, many_to=target or "?", through="through" in given.named)
    relation = class_name.endswith(_RELATIONS)
    column = _column(name, class_name, given, module, app)
    custom = (
        not relation
        and class_name not in _TYPES
        and class_name not in _LENGTHS
        and class_name not in {"DecimalField", "ArrayField", "GeneratedField"}
    )
    return ModelField(name, column, declared=_declared(class_name, given), custom=custom)


def _declared(class_name: str, given: Arguments) -> str:
    """The call without the arguments that never reach the database."""
    quiet = {
        "verbose_name",
        "help_text",
        "validators",
        "error_messages",
        "related_name",
        "related_query_name",
        "editable",
        "serialize",
        "blank",
        "choices",
        "limit_choices_to",
        "auto_created",
        "on_delete",
        "default",
        "null",
        "to",
    }
    kept = [f"{key}={ast.unparse(value)}" for key, value in given.named.items() if key not in quiet]
    return f"{class_name}({', '.join(sorted(kept))})"


def _column(name: str, class_name: str, given: Arguments, module: Module, app: str) -> Column:
    relation = class_name.endswith(_RELATIONS)
    one_to_one = class_name.endswith("OneToOneField")
    primary = flag_of(given.get(-1, "primary_key"), module) is True
    database_name = text_of(given.get(-1, "db_column"), module)
    unique = one_to_one or flag_of(given.get(-1, "unique"), module) is True
    indexed = flag_of(given.get(-1, "db_index"), module)
    return Column(
        database_name or (f"{name}_id" if relation else name),
        _type(class_name, given, module),
        nullable=_nullable(class_name, given, module, primary=primary),
        default=_database_default(given.get(-1, "db_default")),
        code_default=_code_default(given.get(-1, "default")) or _effective_default(class_name, given, module),
        primary_key=primary,
        unique=unique or primary,
        indexed=(relation and indexed is not False and not unique)
        or (indexed is True and not unique)
        or (class_name == "SlugField" and indexed is not False and not unique),
        generated=_generated(class_name, given, module),
        references=_reference(given, module, app) if relation else None,
        has_check=class_name in _POSITIVE,
        choices=_choices(given.get(-1, "choices"), module),
    )


def _nullable(class_name: str, given: Arguments, module: Module, *, primary: bool) -> bool | None:
    if primary or class_name == "GeneratedField":
        return not primary
    if class_name == "NullBooleanField":
        return True
    node = given.get(-1, "null")
    return False if node is None and not given.spread else flag_of(node, module)


def _type(class_name: str, given: Arguments, module: Module) -> ColumnType:
    written = class_name
    if class_name in _TYPES:
        return type_named(_TYPES[class_name], written=written)
    if class_name in _LENGTHS:
        node = given.get(-1, "max_length")
        length = number_of(node, module) if node is not None else _LENGTHS[class_name]
        if length is None and node is not None and not is_none(node):
            return ColumnType(f"?{class_name}", written=f"{class_name}({ast.unparse(node)})")
        args = () if length is None else (length,)
        return type_named("varchar", args, written=f"{written}({length})" if length else written)
    if class_name == "DecimalField":
        digits, places = (
            number_of(given.get(-1, "max_digits"), module),
            number_of(given.get(-1, "decimal_places"), module),
        )
        args = () if digits is None else (digits, places or 0)
        return type_named("numeric", args, written=f"DecimalField({digits}, {places})")
    if class_name in {"ArrayField", "GeneratedField"}:
        return _inner_type(class_name, given, module)
    if class_name.endswith(_RELATIONS):
        return ColumnType("", written=written)
    return ColumnType(f"?{_declared(class_name, given)}", written=written)


def _inner_type(class_name: str, given: Arguments, module: Module) -> ColumnType:
    inner = followed(given.get(0, "base_field", "output_field"), module)
    if not isinstance(inner, ast.Call):
        return ColumnType("", written=class_name)
    found = _type(module.origin(inner.func).rpartition(".")[2], arguments(inner), module)
    array = class_name == "ArrayField"
    return ColumnType(found.name, found.args, array, f"{class_name}({found.written})") if array else found


def _generated(class_name: str, given: Arguments, module: Module) -> Generated | None:
    if class_name == "GeneratedField":
        return Generated.VIRTUAL if flag_of(given.get(-1, "db_persist"), module) is False else Generated.STORED
    return Generated.SERIAL if class_name.endswith("AutoField") else None


def _database_default(node: ast.expr | None) -> Default | None:
    if node is None or is_none(node):
        return None
    call = node.func if isinstance(node, ast.Call) else None
    name = call.attr if isinstance(call, ast.Attribute) else call.id if isinstance(call, ast.Name) else ""
    text = ast.unparse(node)
    if name in _VOLATILE:
        return Default(DefaultKind.VOLATILE, text)
    return Default(DefaultKind.STABLE if name in {"Now", "TransactionNow"} else DefaultKind.CONSTANT, text)


def _code_default(node: ast.expr | None) -> Default | None:
    if node is None or is_none(node):
        return None
    constant = isinstance(node, ast.Constant | ast.List | ast.Dict | ast.Tuple | ast.UnaryOp)
    return Default(DefaultKind.CONSTANT if constant else DefaultKind.VOLATILE, ast.unparse(node))


def _effective_default(class_name: str, given: Arguments, module: Module) -> Default | None:
    """What Django fills in without `default`: the time of the migration, or "" where blank is allowed."""
    if any(flag_of(given.get(-1, name), module) is True for name in ("auto_now", "auto_now_add")):
        return Default(DefaultKind.STABLE, "now")
    stringly = class_name in _LENGTHS or class_name in {"TextField", "BinaryField", "GenericIPAddressField"}
    if stringly and flag_of(given.get(-1, "blank"), module) is True:
        return Default(DefaultKind.CONSTANT, "''")
    return None


def _reference(given: Arguments, module: Module, app: str) -> Reference:
    target = model_of(given.get(0, "to"), module, app)
    rule = given.get(1, "on_delete")
    words = module.origin(rule).rpartition(".")[2] if rule is not None else ""
    if isinstance(rule, ast.Call):
        words = "SET"
    enforced = flag_of(given.get(-1, "db_constraint"), module) is not False
    return Reference(
        table_of(target),
        on_delete=words.replace("SET_NULL", "SET NULL").replace("SET_DEFAULT", "SET DEFAULT"),
        enforced=enforced,
    )


def _choices(node: ast.expr | None, module: Module) -> tuple[str, ...] | None:
    items = items_of(node, module)
    if items is None:
        return None
    found: list[str] = []
    for item in items:
        pair = items_of(item, module)
        if pair is None or not pair:
            return None
        second = items_of(pair[1], module) if len(pair) > 1 else None
        if second is not None:  # a named group of choices
            found.extend(ast.unparse(inner[0]) for entry in second if (inner := items_of(entry, module)))
        else:
            found.append(ast.unparse(pair[0]))
    return tuple(found)


def model_of(node: ast.expr | None, module: Module, app: str) -> str:
    """The model as "app.model" in lower case; "" when it is known at run time only (a swappable user model)."""
    name = text_of(node, module)
    if name is None:
        return ""
    if name == "self":
        return ""
    return name.lower() if "." in name else f"{app}.{name}".lower()


def table_of(model: str) -> TableName:
    """The table that Django gives a model unless db_table says otherwise."""
    app, _, name = model.rpartition(".")
    return TableName(f"{app}_{name}" if model else "", model=model)
