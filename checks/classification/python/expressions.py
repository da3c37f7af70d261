"""Facts of expressions: calls, their arguments, conditions, entries of literals."""

from __future__ import annotations

import ast

from msgspec.structs import replace

from checks.classification.python.fact import Form
from checks.classification.python.reader import Place, Reader
from checks.classification.python.reading import atoms, head_of, operators, said_by, text_of
from checks.classification.words import spoken


def read_condition(reader: Reader, test: ast.expr, place: Place, exit_: str, block: str) -> None:
    """One fact for each condition that `and` and `or` join; `block` is what stands behind them."""
    for atom in filter(reader.touched, atoms(test)):
        text = text_of(atom)
        reader.note(Form.CONDITION, atom, place, name=exit_, said=said_by(atom), text=text, inside=block)
    read_operators(reader, test, place)
    reader.go([test], place)


def read_operators(reader: Reader, test: ast.expr | None, place: Place) -> None:
    """One fact for each `and` and `or`, so that an exchange of them is seen."""
    for op in operators(test) if test else ():
        name = type(op.op).__name__.lower()
        reader.note(Form.OPERATOR, op, place, name=name, said=said_by(op), text=name)


def read_call(reader: Reader, node: ast.Call, place: Place) -> None:
    """What is called, and each argument."""
    name = reader.index.origin(node.func)
    end = node.func.end_lineno or node.lineno
    if reader.changed(end, end):
        reader.note(Form.CALL, node, place, name=name, said=spoken(name), text=name)
    reader.go([node.func], place)
    read_arguments(reader, node, place.into(name))


def read_arguments(reader: Reader, node: ast.Call, place: Place) -> None:
    """One fact for each positional and keyword argument; calls and literals in them have their own."""
    for argument in filter(reader.touched, node.args):
        if reader.head_changed(argument.lineno, argument):
            head = head_of(argument, reader.index)
            reader.note(Form.ARGUMENT, argument, place, said=said_by(argument), text=head)
        reader.go([argument], place)
    for keyword in filter(reader.touched, node.keywords):
        name = keyword.arg or "**"
        if reader.head_changed(keyword.lineno, keyword.value):
            text = f"{name}={head_of(keyword.value, reader.index)}"
            reader.note(Form.ARGUMENT, keyword, place, name=name, said=said_by(keyword.value), text=text)
        reader.go([keyword.value], replace(place, target=keyword.arg or ""))


def read_choice(reader: Reader, node: ast.IfExp, place: Place) -> None:
    """`a if test else b`."""
    if reader.touched(node.test):
        read_condition(reader, node.test, place, "choose", "")
    reader.go([node.body, node.orelse], place)


def read_comprehension(reader: Reader, node: ast.comprehension, place: Place) -> None:
    """The `if` of a comprehension leaves items out."""
    for test in filter(reader.touched, node.ifs):
        read_condition(reader, test, place, "filter", "")
    reader.go([node.iter], place)


def read_elements(reader: Reader, node: ast.List | ast.Tuple | ast.Set, place: Place) -> None:
    """One fact for each element."""
    for element in filter(reader.touched, node.elts):
        if reader.head_changed(element.lineno, element):
            head = head_of(element, reader.index)
            reader.note(Form.ENTRY, element, place, said=said_by(element), text=head)
    reader.go(node.elts, place)


def read_pairs(reader: Reader, node: ast.Dict, place: Place) -> None:
    """One fact for each key with its value."""
    for key, value in zip(node.keys, node.values, strict=True):
        if reader.head_changed((key or value).lineno, value):
            name = text_of(key).strip("'\"") if key is not None else "**"
            text = f"{name}: {head_of(value, reader.index)}"
            reader.note(Form.ENTRY, value, place, name=name, said=said_by(key, value), text=text)
    reader.go(node.values, place)
