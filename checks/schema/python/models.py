"""Classes that stand for tables, as they are declared: Django's models and SQLAlchemy's mapped classes."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from msgspec import Struct

from checks.kit import Source, Undecodable, Unparsable
from checks.schema.alembic.columns import column_of
from checks.schema.columns import Column
from checks.schema.django.fields import read_field
from checks.schema.hints import MODEL
from checks.schema.python.constants import flag_of, text_of
from checks.schema.python.module import Module, assigned, read_module

_NO_FIELD = ("FormField", "SerializerMethodField")


class Declared(Struct, frozen=True):
    """One field of a model.

    Attributes:
        shape: what the database sees of it: equal shapes need no migration.
        line: where it is declared.
    """

    name: str
    column: Column | None
    shape: str
    lines: tuple[int, int]
    call: ast.Call


class Model(Struct, frozen=True):
    """One class with a table.

    Attributes:
        orm: "Django" or "SQLAlchemy".
        table: name of the table where the class says it, else "".
    """

    name: str
    orm: str
    table: str
    fields: Mapping[str, Declared]
    lines: tuple[int, int]
    bases: tuple[str, ...]


def models_of(source: Source | None) -> dict[str, Model]:
    """The models of a file by class name; abstract, unmanaged and proxy models are left out."""
    if source is None or not source.path.endswith(".py") or not MODEL.search(source.data):
        return {}
    try:
        module = read_module(source)
    except (Undecodable, Unparsable):
        return {}
    found = (_model(node, module) for node in module.classes.values())
    return {model.name: model for model in found if model is not None}


def _model(node: ast.ClassDef, module: Module) -> Model | None:
    fields = assigned(node.body)
    inner = module.within({name: value for name, value in fields.items() if name not in module.values})
    bases = tuple(module.origin(base) for base in node.bases)
    meta = next((item for item in node.body if isinstance(item, ast.ClassDef) and item.name == "Meta"), None)
    options = assigned(meta.body) if meta is not None else {}
    if (
        any(flag_of(options.get(name), inner) is True for name in ("abstract", "proxy"))
        or flag_of(options.get("managed"), inner) is False
    ):
        return None
    lines = node.lineno, node.lineno
    if "__tablename__" in fields:
        columns = {item.name: item for item in _sqlalchemy(fields, inner)}
        return Model(node.name, "SQLAlchemy", text_of(fields["__tablename__"], inner) or "", columns, lines, bases)
    declared = {item.name: item for item in _django(fields, inner)}
    is_model = any(base.rpartition(".")[2].endswith("Model") for base in bases)
    if not is_model or (not declared and meta is None):
        return None
    return Model(node.name, "Django", text_of(options.get("db_table"), inner) or "", declared, lines, bases)


def _django(fields: Mapping[str, ast.expr], module: Module) -> Iterator[Declared]:
    for name, value in fields.items():
        if not isinstance(value, ast.Call):
            continue
        origin = module.origin(value.func)
        class_name = origin.rpartition(".")[2]
        if (
            not class_name.endswith(("Field", "ForeignKey"))
            or class_name.endswith(_NO_FIELD)
            or not class_name[:1].isupper()
        ):
            continue
        read = read_field(name, value, module, "")
        lines = value.lineno, value.end_lineno or value.lineno
        yield Declared(name, read.column, _django_shape(read.column, read.many_to, read.declared), lines, value)


def _django_shape(column: Column | None, many_to: str, declared: str) -> str:
    if column is None:
        return f"many to {many_to}"
    target = column.references.table.name if column.references is not None else ""
    enforced = column.references.enforced if column.references is not None else True
    kind = column.type.name or declared.partition("(")[0]
    return repr(
        (
            column.name,
            kind,
            column.type.args,
            column.type.array,
            column.nullable,
            column.unique,
            column.indexed,
            column.primary_key,
            target,
            enforced,
        )
    )


def _sqlalchemy(fields: Mapping[str, ast.expr], module: Module) -> Iterator[Declared]:
    for name, value in fields.items():
        if not isinstance(value, ast.Call) or module.origin(value.func).rpartition(".")[2] not in {
            "Column",
            "mapped_column",
        }:
            continue
        column = column_of(_named(value, name, module), module)
        lines = value.lineno, value.end_lineno or value.lineno
        quiet = {"default", "doc", "comment", "onupdate", "default_factory", "init", "repr", "deferred", "info"}
        kept = [ast.unparse(item) for item in value.args] + sorted(
            f"{item.arg}={ast.unparse(item.value)}" for item in value.keywords if item.arg not in quiet
        )
        yield Declared(name, column, ", ".join(kept), lines, value)


def _named(call: ast.Call, name: str, module: Module) -> ast.Call:
    """The call with the name of its column first, as it stands outside of a class."""
    if call.args and text_of(call.args[0], module) is not None:
        return call
    first = ast.copy_location(ast.Constant(name), call)
    return ast.copy_location(ast.Call(call.func, [first, *call.args], call.keywords), call)
