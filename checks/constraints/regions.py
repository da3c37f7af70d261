"""Named pieces of a file: symbols, and regions that comments mark in any language.

A region runs from the line with `holdfast: region NAME` to the next line with `holdfast: end NAME`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from msgspec import Struct

from checks.kit import Source
from checks.kit.files import language
from checks.kit.index import Definition, first_line

_MARK = re.compile(r"holdfast:\s*(?P<word>region|end)\s+(?P<name>[\w.-]+)")


class Piece(Struct, frozen=True):
    """Lines `start` to `end` of one file; `text` is what counts of them."""

    start: int
    end: int
    text: str


class NamedUnit(Struct, frozen=True):
    """A function, class or method by its qualified name, lines included."""

    name: str
    start: int
    end: int


NamedIn = Callable[[Source], tuple[NamedUnit, ...]]
"""The units of a file that is not Python's, outer before inner: whoever parses it answers."""


def nothing_named(source: Source) -> tuple[NamedUnit, ...]:
    """What is known of other languages where nobody parses them."""
    del source
    return ()


def piece_of(source: Source, name: str, named: NamedIn = nothing_named) -> Piece | None:
    """The region or symbol of that name; None when the file has neither. "" is the whole file."""
    if not name:
        return Piece(1, len(source.lines), _meaning(source))
    return _region(source, name) or (_symbol(source, name) if _is_python(source) else _unit(source, name, named))


def _is_python(source: Source) -> bool:
    return language(source.path) == "python"


def _unit(source: Source, name: str, named: NamedIn) -> Piece | None:
    """The unit of that whole name, else the only one whose name ends with it."""
    units = named(source)
    exact = [unit for unit in units if unit.name == name]
    ending = exact or [unit for unit in units if unit.name.endswith(f".{name}")]
    return _lines(source, ending[0].start, ending[0].end) if exact or len(ending) == 1 else None


def _region(source: Source, name: str) -> Piece | None:
    start = None
    for number, line in enumerate(source.lines, start=1):
        mark = _MARK.search(line) if "holdfast" in line else None
        if mark is None or mark["name"] != name:
            continue
        if mark["word"] == "region":
            start = number
        elif start is not None:
            return _lines(source, start, number)
    return None if start is None else _lines(source, start, len(source.lines))


def _lines(source: Source, start: int, end: int) -> Piece:
    kept = (" ".join(line.split()) for line in source.lines[start - 1 : end])
    return Piece(start, end, "\n".join(line for line in kept if line))


def _symbol(source: Source, name: str) -> Piece | None:
    """A function, class, method or name that the module assigns."""
    for node, symbol in source.index.names.items():
        if symbol == name and isinstance(node, Definition):
            return Piece(first_line(node), node.end_lineno or node.lineno, ast.unparse(node))
    for stmt in source.tree.body:
        targets = (
            stmt.targets if isinstance(stmt, ast.Assign) else [stmt.target] if isinstance(stmt, ast.AnnAssign) else []
        )
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return Piece(stmt.lineno, stmt.end_lineno or stmt.lineno, ast.unparse(stmt))
    return None


def _meaning(source: Source) -> str:
    """The file without its layout: comments of Python go too, they run nothing."""
    if _is_python(source):
        return ast.unparse(source.tree)
    return "\n".join(" ".join(line.split()) for line in source.lines if line.strip())
