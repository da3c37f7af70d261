"""Facts of functions and classes: decorators, parameters, bases, and that they are there at all."""

from __future__ import annotations

import ast

from msgspec.structs import replace

from checks.classification.python.expressions import read_arguments
from checks.classification.python.fact import Form
from checks.classification.python.reader import Place, Reader
from checks.classification.python.reading import called, head_of, said_by, text_of
from checks.classification.words import spoken
from checks.kit.index import Function


def read_function(reader: Reader, node: Function, place: Place) -> None:
    """A function: its decorators, parameters and body."""
    inner = _decorated(reader, node)
    arguments = node.args
    plain = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(plain) - len(arguments.defaults)) + list(arguments.defaults)
    keywords = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    for arg, default in [*zip(plain, defaults, strict=True), *keywords]:
        if reader.touched(arg) or (default is not None and reader.touched(default)):
            _parameter(reader, arg, default, inner)
    reader.go(node.body, replace(inner, scope=Form.LOCAL))


def read_class(reader: Reader, node: ast.ClassDef, place: Place) -> None:
    """A class: its decorators, bases, keywords and body."""
    inner = _decorated(reader, node)
    for base in filter(reader.touched, node.bases):
        name = called(base, reader.index)
        reader.note(Form.BASE, base, inner, name=name, said=said_by(base), text=text_of(base))
    reader.go(node.keywords, inner.into("class"))
    reader.go(node.body, replace(inner, scope=Form.CLASS_ATTRIBUTE))


def _decorated(reader: Reader, node: Function | ast.ClassDef) -> Place:
    inner = Place(unit=reader.index.names[node])
    for decorator in filter(reader.touched, node.decorator_list):
        name = called(decorator, reader.index)
        if reader.head_changed(decorator.lineno, decorator):
            reader.note(Form.DECORATOR, decorator, inner, name=name, said=said_by(decorator), text=f"@{name}")
        if isinstance(decorator, ast.Call):
            read_arguments(reader, decorator, inner.into("decorator").into(name))
    if reader.changed(node.lineno, node.lineno):
        reader.note(Form.DEFINITION, node, inner, name=node.name, said=spoken(node.name), text=node.name)
    return inner


def _parameter(reader: Reader, arg: ast.arg, default: ast.expr | None, place: Place) -> None:
    text = text_of(arg) + (f" = {head_of(default, reader.index)}" if default else "")
    reader.note(Form.PARAMETER, arg, place, name=arg.arg, said=said_by(arg.annotation, default), text=text)
    reader.go([arg.annotation, default], replace(place.into("parameter"), target=arg.arg))
