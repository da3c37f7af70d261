"""Tables as Django's models declare them: the base state where the chain of migrations is too long to read."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from msgspec.structs import replace

from checks.kit import ChangeSet, Source, Undecodable, Unparsable
from checks.schema.columns import Column, Constraint, ConstraintKind, Generated, Index
from checks.schema.django.constraints import read_constraint, read_index
from checks.schema.django.fields import read_field
from checks.schema.names import TableName
from checks.schema.operations import CreateTable
from checks.schema.place import Place
from checks.schema.python.constants import items_of, text_of, texts_of
from checks.schema.python.models import models_of
from checks.schema.python.module import Module, assigned, read_module
from checks.schema.state.schema import made_by
from checks.schema.state.table import Table

_MOST_FILES = 8


def table_from_models(name: TableName, migrations_folder: str, changes: ChangeSet) -> Table | None:
    """The table of a model of the same app as its class declares it at base; None when it was not found.

    Fields of base classes are unknown, so the table is never complete.
    """
    app, _, model = name.model.rpartition(".")
    if not model:
        return None
    folder = str(PurePosixPath(migrations_folder).parent)
    for source in _candidates(folder, model, changes):
        found = _class(source, model)
        if found is not None:
            return _table(*found, name, app)
    return None


def table_from_mapped_class(name: TableName, changes: ChangeSet) -> Table | None:
    """The table as a mapped class of SQLAlchemy declares it at base, in a file that this pull request changes.

    Where in a repository a table is mapped, nothing tells but the files at hand: the change of a model and its
    revision usually come together. Never complete: mixins may hold more.
    """
    for change in changes:
        for model in models_of(change.base).values():
            if model.orm == "SQLAlchemy" and model.table.lower() == name.name.lower():
                declared = [(field.name, field.column) for field in model.fields.values()]
                columns = [
                    replace(column, name=column.name or label) for label, column in declared if column is not None
                ]
                return Table(name, tuple(columns))
    return None


def _candidates(folder: str, model: str, changes: ChangeSet) -> Iterator[Source]:
    """models.py, else the files of models/ whose names are nearest to the model's."""
    single = changes.read_base(f"{folder}/models.py")
    if single is not None:
        yield single
        return
    paths = [path for path in changes.list_base(f"{folder}/models") if path.endswith(".py")]
    for path in sorted(paths, key=lambda path: _distance(path, model))[:_MOST_FILES]:
        source = changes.read_base(path)
        if source is not None:
            yield source


def _distance(path: str, model: str) -> tuple[int, str]:
    stem = PurePosixPath(path).stem.replace("_", "").rstrip("s")
    if stem == model.rstrip("s"):
        return 0, path
    return (1 if stem in model else 2 if model.startswith(stem[:4]) else 3), path


def _class(source: Source, model: str) -> tuple[ast.ClassDef, Module] | None:
    if model.encode() not in source.data.lower():
        return None
    try:
        module = read_module(source)
    except (Undecodable, Unparsable):
        return None
    node = next((node for label, node in module.classes.items() if label.lower() == model), None)
    return None if node is None else (node, module)


def _table(node: ast.ClassDef, module: Module, name: TableName, app: str) -> Table:
    fields = assigned(node.body)
    meta = next((item for item in node.body if isinstance(item, ast.ClassDef) and item.name == "Meta"), None)
    options = assigned(meta.body) if meta is not None else {}
    inner = module.within(fields)
    columns = tuple(_columns(fields, inner, app))
    if not any(column.primary_key for column in columns):
        columns = (Column("id", nullable=False, primary_key=True, generated=Generated.SERIAL), *columns)
    database_name = text_of(options.get("db_table"), inner)
    table = TableName(database_name, model=name.model) if database_name else name
    made = CreateTable(
        place=Place(module.source.path, node.lineno, node.lineno),
        said="class",
        table=table,
        columns=columns,
        constraints=tuple(_constraints(options, inner)),
        indexes=tuple(_indexes(options, inner)),
        complete=False,
    )
    return made_by(made)


def _columns(fields: dict[str, ast.expr], module: Module, app: str) -> Iterator[Column]:
    for label, value in fields.items():
        if isinstance(value, ast.Call) and _is_field(value, module):
            column = read_field(label, value, module, app).column
            if column is not None:
                yield column


def _is_field(call: ast.Call, module: Module) -> bool:
    name = module.origin(call.func).rpartition(".")[2]
    return name.endswith(("Field", "ForeignKey", "Key")) and name[:1].isupper()


def _constraints(options: dict[str, ast.expr], module: Module) -> Iterator[Constraint]:
    for item in items_of(options.get("constraints"), module) or ():
        if (made := read_constraint(item, module)) is not None:
            yield made.constraint
    for group in _groups(options.get("unique_together"), module):
        yield Constraint(ConstraintKind.UNIQUE, columns=group)


def _indexes(options: dict[str, ast.expr], module: Module) -> Iterator[Index]:
    for item in items_of(options.get("indexes"), module) or ():
        if (made := read_index(item, module)) is not None:
            yield made.index


def _groups(node: ast.expr | None, module: Module) -> Iterable[tuple[str, ...]]:
    items = items_of(node, module) or []
    inner = [texts_of(item, module) for item in items]
    if items and all(group is None for group in inner):
        return [tuple(text_of(item, module) or "" for item in items)]
    return [group for group in inner if group is not None]
