"""Facts of statements: imports, assignments, conditions, scopes, handlers, raises, returns."""

from __future__ import annotations

import ast

from msgspec.structs import replace

from checks.classification.python.expressions import read_condition, read_operators
from checks.classification.python.fact import Form
from checks.classification.python.reader import Place, Reader
from checks.classification.python.reading import block_words, called, ending, head_of, said_by, text_of
from checks.classification.words import spoken


def read_import(reader: Reader, node: ast.Import | ast.ImportFrom, place: Place) -> None:
    """One fact for each imported name."""
    for alias in node.names:
        origin = alias.name
        if isinstance(node, ast.ImportFrom):
            origin = f"{'.' * node.level}{node.module or ''}.{alias.name}"
        reader.note(Form.IMPORT, node, place, name=origin, said=spoken(origin), text=f"import {origin}")


def read_assignment(reader: Reader, node: ast.Assign | ast.AnnAssign | ast.AugAssign, place: Place) -> None:
    """A write to an attribute, or a class attribute, module variable or local name, by the place."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    annotation = node.annotation if isinstance(node, ast.AnnAssign) else None
    sign = f"{type(node.op).__name__}=" if isinstance(node, ast.AugAssign) else "="
    value = head_of(node.value, reader.index) if node.value else ""
    for target in targets if reader.head_changed(node.lineno, node.value) else ():
        form = Form.WRITE if isinstance(target, ast.Attribute | ast.Subscript) else place.scope
        name = text_of(target)
        hint = f": {text_of(annotation)}" if annotation and _means_something(form, node.value) else ""
        said = said_by(target, annotation, node.value)
        reader.note(form, node, place, name=name, said=said, text=f"{name}{hint} {sign} {value}")
    where = replace(place, target=text_of(targets[0]))
    read_operators(reader, node.value, where)
    reader.go([node.value, annotation], where)


def _means_something(form: Form, value: ast.expr | None) -> bool:
    """Whether the annotation is more than a hint: it defines a field, or there is nothing else."""
    return form is Form.CLASS_ATTRIBUTE or value is None


def read_branch(reader: Reader, node: ast.If | ast.While, place: Place) -> None:
    """The conditions of the test, with how the block behind it is left."""
    exit_, words = ending(node.body), block_words(node.body)
    if not exit_ and node.orelse and ending(node.orelse):
        exit_, words = ending(node.orelse), block_words(node.orelse)
    if reader.touched(node.test):
        read_condition(reader, node.test, place, exit_, words)
    inner = replace(place, condition=said_by(node.test))
    is_chain = bool(node.orelse) and isinstance(node.orelse[0], ast.If)
    reader.go(node.orelse, place if is_chain else inner)
    reader.go(node.body, inner)


def read_assert(reader: Reader, node: ast.Assert, place: Place) -> None:
    """An assertion is a condition that stops."""
    read_condition(reader, node.test, place, "assert", "")


def read_with(reader: Reader, node: ast.With | ast.AsyncWith, place: Place) -> None:
    """One fact for each context manager."""
    for item in node.items:
        manager = item.context_expr
        if reader.head_changed(manager.lineno, manager):
            name = called(manager, reader.index)
            reader.note(Form.SCOPE, manager, place, name=name, said=said_by(manager), text=f"with {name}")
    reader.go([item.context_expr for item in node.items], place)
    reader.go(node.body, place)


def read_handler(reader: Reader, node: ast.ExceptHandler, place: Place) -> None:
    """What is caught, and how the handler ends."""
    types = text_of(node.type) if node.type else ""
    end = ending(node.body)
    text = f"{types}: {end}"
    reader.note(Form.HANDLER, node, place, name=types, said=said_by(node.type), text=text, inside=end)
    reader.go(node.body, replace(place, handler=spoken(types) or "anything"))


def read_raise(reader: Reader, node: ast.Raise, place: Place) -> None:
    """What is raised; the message is no part of it."""
    name = called(node.exc, reader.index) if node.exc else ""
    if reader.head_changed(node.lineno, node.exc):
        reader.note(Form.RAISE, node, place, name=name, said=said_by(node.exc), text=f"raise {name}".strip())
    reader.go([node.exc], place)


def read_return(reader: Reader, node: ast.Return, place: Place) -> None:
    """What is returned."""
    value = head_of(node.value, reader.index) if node.value else "None"
    if reader.head_changed(node.lineno, node.value):
        reader.note(Form.RETURN, node, place, said=said_by(node.value), text=value)
    read_operators(reader, node.value, place)
    reader.go([node.value], place)
