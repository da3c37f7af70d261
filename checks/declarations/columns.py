"""Columns of mapped classes: Django and its kin, SQLAlchemy in both styles, SQLModel."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from enum import Enum, auto
from functools import cached_property

from msgspec import Struct

from checks.declarations.classes import Attribute, Class
from checks.kit.index import SyntaxIndex, dotted

_FIELD = re.compile(r"(Field|ForeignKey|Key|FK)$")
_SQLALCHEMY = frozenset({"Column", "mapped_column", "deferred"})
_ELSEWHERE = re.compile(
    r"(^|\.)(serializers?|forms?|wtforms|rest_framework|marshmallow|graphene|strawberry|django_filters|filters|tables|"
    r"pydantic|dataclasses|attrs?|factory|ninja)(\.|$)"
)
_DJANGO = re.compile(r"^(django\.|models\.|.*\bmodels\.|tortoise\.|peewee\.|fields\.|mongoengine\.)")
_OTHER_CLASSES = re.compile(
    r"(Serializer|Form|FormSet|Filter|FilterSet|Mutation|Input|Type|Schema|Table|Factory|Test|TestCase|Migration|Admin)$"
)
_FOREIGN = re.compile(r"(ForeignKey|OneToOneField|ForeignKeyField|OneToOne|FK)$")


class Style(Enum):
    """Whose rules a column follows where nothing is said."""

    DJANGO = auto()
    """Required unless `null=True`."""
    SQLALCHEMY = auto()
    """Nullable unless the annotation or `nullable=False` says otherwise."""


class Column(Struct, frozen=True, eq=False, dict=True):
    """One column.

    Attributes:
        kind: last name of the type that decides about it ("ForeignKey", "CharField", "String").
        options: keyword -> value, of the column and (SQLAlchemy) of its foreign key.
        style: whose rules it follows.
        statement: the assignment.
        call: the call that makes it; None for a bare SQLAlchemy or SQLModel annotation.
        target: what a foreign key points to, "" for any other column.
    """

    name: str
    kind: str
    options: Mapping[str, ast.expr]
    style: Style
    statement: ast.AST
    call: ast.Call | None
    annotation: ast.expr | None = None
    target: str = ""

    def flag(self, option: str) -> bool | None:
        """A literal boolean option; None when it is not given or not a literal."""
        value = self.options.get(option)
        return value.value if isinstance(value, ast.Constant) and isinstance(value.value, bool) else None

    @property
    def is_foreign(self) -> bool:
        """Whether it points to another table."""
        return bool(self.target) or bool(_FOREIGN.search(self.kind))

    @property
    def unique(self) -> bool:
        """Whether it is unique by itself."""
        return self.flag("unique") is True or self.kind.startswith("OneToOne")

    @cached_property
    def nullable(self) -> bool | None:
        """Whether it may hold no value; None when that is computed."""
        django = self.style is Style.DJANGO
        option = "null" if django else "nullable"
        if option in self.options:
            return self.flag(option)
        if django or self.flag("primary_key"):
            return False
        if self.annotation is not None:
            return is_optional(self.annotation)
        return True


def columns_of(cls: Class) -> Mapping[str, Column]:
    """Name -> column of a mapped class; empty for every other class."""
    if any(_OTHER_CLASSES.search(base) for base in cls.bases):
        return {}
    index = cls.source.index
    table = any(keyword.arg == "table" for keyword in cls.node.keywords)
    found: dict[str, Column] = {}
    for attribute in cls.attributes.values():
        column = _column(attribute, index) or (_sqlmodel(attribute) if table else None)
        if column is not None:
            found[attribute.name] = column
    return found


def table_columns(call: ast.Call, index: SyntaxIndex) -> Mapping[str, Column]:
    """Name -> column of a `Table("name", metadata, Column("id", ...), ...)`."""
    found: dict[str, Column] = {}
    for argument in call.args:
        match argument:
            case ast.Call(args=[ast.Constant(value=str(name)), *_]) if _last(argument.func) == "Column":
                found[name] = _sqlalchemy(name, argument, argument, None, index)
            case _:
                continue
    return found


def is_optional(annotation: ast.expr) -> bool:
    """Whether an annotation allows None: `X | None`, `Optional[X]`, also inside of `Mapped[...]`."""
    match annotation:
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return is_optional(left) or is_optional(right)
        case ast.Constant(value=None):
            return True
        case ast.Constant(value=str(text)):
            return bool(re.search(r"\bNone\b|\bOptional\[", text))
        case ast.Subscript(value=value, slice=inner):
            name = _last(value)
            if name == "Optional":
                return True
            if name == "Union" and isinstance(inner, ast.Tuple):
                return any(map(is_optional, inner.elts))
            if name == "Annotated" and isinstance(inner, ast.Tuple):
                return is_optional(inner.elts[0])
            return name in {"Mapped", "WriteOnlyMapped"} and is_optional(inner)
        case _:
            return False


def _column(attribute: Attribute, index: SyntaxIndex) -> Column | None:
    call = attribute.value
    if isinstance(call, ast.Call):
        name, origin = _last(call.func), index.origin(call.func)
        if name in _SQLALCHEMY:
            inner = call.args[0] if name == "deferred" and call.args else call
            call = inner if isinstance(inner, ast.Call) else call
            return _sqlalchemy(attribute.name, call, attribute.statement, attribute.annotation, index)
        if name == "Field" or not _FIELD.search(name) or _ELSEWHERE.search(origin.rpartition(".")[0]):
            return None
        django = attribute.annotation is None or bool(_DJANGO.match(origin))
        return _django(attribute, call, name) if django else None
    if call is None and attribute.annotation is not None and _last_of(attribute.annotation) == "Mapped":
        return Column(attribute.name, "Mapped", {}, Style.SQLALCHEMY, attribute.statement, None, attribute.annotation)
    return None


def _django(attribute: Attribute, call: ast.Call, kind: str) -> Column:
    options = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    target = ""
    if _FOREIGN.search(kind):
        to = options.get("to") or (call.args[0] if call.args else None)
        target = ast.unparse(to) if to is not None else "?"
        if len(call.args) > 1:
            options.setdefault("on_delete", call.args[1])
    return Column(attribute.name, kind, options, Style.DJANGO, attribute.statement, call, attribute.annotation, target)


def _sqlalchemy(
    name: str, call: ast.Call, statement: ast.AST, annotation: ast.expr | None, index: SyntaxIndex
) -> Column:
    options = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    kind, target = "", ""
    for argument in call.args:
        argument_name = _last(argument.func if isinstance(argument, ast.Call) else argument)
        if argument_name == "ForeignKey" and isinstance(argument, ast.Call):
            target = ast.unparse(argument.args[0]) if argument.args else "?"
            options |= {keyword.arg: keyword.value for keyword in argument.keywords if keyword.arg}
        elif not kind and argument_name and not isinstance(argument, ast.Constant):
            kind = argument_name
    if not kind and annotation is not None:
        kind = ast.unparse(annotation)
    return Column(name, kind or "Column", options, Style.SQLALCHEMY, statement, call, annotation, target)


def _sqlmodel(attribute: Attribute) -> Column | None:
    if attribute.annotation is None or _last_of(attribute.annotation) == "ClassVar":
        return None
    call = attribute.value if isinstance(attribute.value, ast.Call) else None
    if call is not None and _last(call.func) == "Relationship":
        return None
    options = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg} if call else {}
    foreign = options.get("foreign_key")
    kind = ast.unparse(attribute.annotation)
    target = ast.unparse(foreign) if foreign is not None else ""
    return Column(
        attribute.name, kind, options, Style.SQLALCHEMY, attribute.statement, call, attribute.annotation, target
    )


def _last(node: ast.expr) -> str:
    return dotted(node).rpartition(".")[2]


def _last_of(annotation: ast.expr) -> str:
    return _last(annotation.value if isinstance(annotation, ast.Subscript) else annotation)
