"""Schemas: classes whose attributes are the fields of a request or an answer."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from enum import Enum, auto
from functools import cached_property

from msgspec import Struct

from checks.declarations.classes import Attribute, Class
from checks.declarations.columns import columns_of, is_optional
from checks.kit.index import callee, dotted


class Role(Enum):
    """Which way a schema goes, by its name."""

    OUTPUT = auto()
    INPUT = auto()
    UNKNOWN = auto()


_TYPED = re.compile(
    r"(^|\.)(BaseModel|SQLModel|Schema|ModelSchema|BaseSchema|CamelModel|Struct|RootModel|GenericModel|TypedDict)$|"
    r"(Model|Schema|Read|Out|Output|Response|Public|Base|Dto|DTO|In|Input|Create|Update|Request)$"
)
_SERIALIZER = re.compile(r"(Serializer)(Mixin|Base)?$")
_DECLARING = re.compile(
    r"(^|\.)(Schema|ObjectType|InputObjectType|InterfaceType|SQLAlchemySchema|SQLAlchemyAutoSchema)$"
)
_NOT_TYPED = re.compile(
    r"(Enum|Exception|Error|Protocol|ABC|TestCase|View|ViewSet|APIView|Settings|Config|Service|Repository|Mixin|Handler|"
    r"Client|Resource|Strategy|Task|Command|Plugin|Provider|Connector|Factory|Form|Filter|FilterSet|Admin|Manager|"
    r"NamedTuple|Model\.Base)$"
)
_INPUT = re.compile(
    r"(Create|Update|Patch|Input|In|Request|Form|Filter|Filters|Query|Params|Args|Arguments|Payload|Body|Write|Upsert|"
    r"Import|Settings|Config|Command|Creation|Creator|Edit|Login|Signup|Register)(Model|Schema|Base|Dto|DTO|Serializer)?$"
)
_OUTPUT = re.compile(
    r"(Read|Out|Output|Public|Response|Result|Detail|Details|Summary|View|Snapshot|Info|Display|Minimal|List|Item|"
    r"Pagination|Export|Lite|Overview|Status)(Model|Schema|Base|Dto|DTO|Serializer)?$"
)
_DECORATED = frozenset({"dataclass", "type", "input", "interface"})
_PRIVATE = re.compile(r"^(_|model_config$|Config$|Meta$|__)")


class Field(Struct, frozen=True, eq=False, dict=True):
    """One field of a schema.

    Attributes:
        name: its name in the code.
        node: the attribute, or its entry in a list of field names.
        annotation: its type where the schema is typed.
        call: what makes it where it is declared by a call (`serializers.CharField(...)`, `Field(...)`).
    """

    name: str
    node: ast.AST
    annotation: ast.expr | None = None
    call: ast.Call | None = None
    default: ast.expr | None = None

    def option(self, name: str) -> ast.expr | None:
        """A keyword of the call."""
        keywords = self.call.keywords if self.call else ()
        return next((keyword.value for keyword in keywords if keyword.arg == name), None)

    def flag(self, name: str) -> bool:
        """Whether a keyword of the call is literally True."""
        value = self.option(name)
        return isinstance(value, ast.Constant) and value.value is True

    @property
    def wire_name(self) -> str:
        """The name that callers see: an alias if there is one."""
        for option in ("serialization_alias", "alias", "data_key", "name"):
            value = self.option(option)
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                return value.value
        return self.name

    @cached_property
    def type_text(self) -> str:
        """The type as text: the annotation, or the name of what makes the field."""
        if self.annotation is not None:
            return ast.unparse(self.annotation)
        return dotted(self.call.func).rpartition(".")[2] if self.call else ""

    @property
    def is_optional(self) -> bool:
        """Whether the type allows None."""
        if self.annotation is not None:
            return is_optional(self.annotation)
        return self.flag("allow_null") or self.flag("allow_none")

    @property
    def is_required(self) -> bool:
        """Whether a caller must send it."""
        if self.annotation is None:
            value = self.option("required")
            said = value.value if isinstance(value, ast.Constant) else None
            return said is not False and self.option("default") is None and not self.flag("read_only")
        if self.call is not None:
            given = (
                self.option("default")
                or self.option("default_factory")
                or (self.call.args[0] if self.call.args else None)
            )
            return given is None or (isinstance(given, ast.Constant) and given.value is ...)
        return self.default is None


class Schema(Struct, frozen=True, eq=False, dict=True):
    """One schema.

    Attributes:
        cls: its class.
        fields: name -> field, in source order; of a serializer with a list of names, that list.
        everything: whether the list of names is "all columns of the model".
        typed: whether the fields are annotations (Pydantic and its kin), not calls.
    """

    cls: Class
    fields: Mapping[str, Field]
    everything: bool
    typed: bool

    @property
    def role(self) -> Role:
        """Which way it goes, by its name alone."""
        name = self.cls.last_name
        if _INPUT.search(name) or "input" in _decorators(self.cls):
            return Role.INPUT
        return Role.OUTPUT if _OUTPUT.search(name) or "type" in _decorators(self.cls) else Role.UNKNOWN


def schema_of(cls: Class) -> Schema | None:
    """The class as a schema; None when it is none."""
    if is_serializer(cls):
        return _serializer(cls)
    if any(_NOT_TYPED.search(base) for base in cls.bases) or columns_of(cls):
        return None
    if _is_typed(cls):
        fields = {name: _typed(attribute) for name, attribute in cls.attributes.items() if _is_field(attribute)}
        return Schema(cls, fields, everything=False, typed=True) if fields else None
    return None


def is_serializer(cls: Class) -> bool:
    """Whether the class declares its fields by calls and names: REST framework, marshmallow, graphene."""
    return any(_SERIALIZER.search(base) for base in cls.bases) or (
        any(_DECLARING.search(base) for base in cls.bases) and not any(a.annotation for a in cls.attributes.values())
    )


def named_fields(cls: Class, option: str) -> Mapping[str, ast.expr]:
    """Name -> entry of a list of field names in `Meta`: `fields`, `read_only_fields`, `exclude`."""
    attribute = cls.option(option)
    return {} if attribute is None or attribute.value is None else _names(attribute.value)


def is_everything(cls: Class) -> bool:
    """Whether `Meta.fields` is "__all__", or the fields are all but some."""
    attribute = cls.option("fields")
    value = attribute.value if attribute else None
    return (isinstance(value, ast.Constant) and value.value == "__all__") or cls.option("exclude") is not None


def _names(value: ast.expr) -> dict[str, ast.expr]:
    match value:
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            found: dict[str, ast.expr] = {}
            for item in items:
                if isinstance(item, ast.Starred):
                    found[f"*{ast.unparse(item.value)}"] = item
                else:
                    found |= _names(item)
            return found
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return _names(left) | _names(right)
        case ast.Constant(value=str(text)):
            return {text: value}
        case _:
            return {f"*{ast.unparse(value)}": value}


def _serializer(cls: Class) -> Schema:
    fields = {name: Field(name, entry) for name, entry in named_fields(cls, "fields").items() if name != "__all__"}
    for name, attribute in cls.attributes.items():
        if isinstance(attribute.value, ast.Call):
            fields[name] = Field(
                name, fields[name].node if name in fields else attribute.statement, call=attribute.value
            )
    return Schema(cls, fields, everything=is_everything(cls), typed=False)


def _is_typed(cls: Class) -> bool:
    return bool(_decorators(cls) & _DECORATED) or any(_TYPED.search(base) for base in cls.bases)


def _decorators(cls: Class) -> frozenset[str]:
    return frozenset(callee(decorator).rpartition(".")[2] for decorator in cls.node.decorator_list)


def _is_field(attribute: Attribute) -> bool:
    if attribute.annotation is None or _PRIVATE.match(attribute.name):
        return False
    return not ast.unparse(attribute.annotation).startswith(("ClassVar", "typing.ClassVar", "PrivateAttr"))


def _typed(attribute: Attribute) -> Field:
    call = attribute.value if isinstance(attribute.value, ast.Call) else None
    made = (
        call if call is not None and dotted(call.func).rpartition(".")[2] in {"Field", "field", "strawberry"} else None
    )
    if made is None and isinstance(attribute.annotation, ast.Subscript):
        made = _annotated(attribute.annotation)
        if made is not None and attribute.value is not None:
            return Field(attribute.name, attribute.statement, attribute.annotation, None, attribute.value)
    return Field(attribute.name, attribute.statement, attribute.annotation, made, attribute.value)


def _annotated(annotation: ast.Subscript) -> ast.Call | None:
    """The `Field(...)` of `Annotated[str, Field(...)]`."""
    if dotted(annotation.value).rpartition(".")[2] != "Annotated" or not isinstance(annotation.slice, ast.Tuple):
        return None
    calls = (item for item in annotation.slice.elts if isinstance(item, ast.Call))
    return next((call for call in calls if dotted(call.func).rpartition(".")[2] == "Field"), None)
