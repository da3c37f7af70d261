"""Guarded units that a pull request edits at all, with their code normalised for content hashes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from checks.kit import Area, ChangeSet
from checks.ledger.extract import guards_of
from checks.ledger.ledger import python_pairing
from checks.ledger.pairing import Pair
from checks.ledger.unit import Unit


@dataclass(frozen=True, slots=True)
class TouchedUnit:
    """One unit of one area: old and new code free of comments, layout and docstrings."""

    area: Area
    path: str
    symbol: str
    base: str
    head: str


def touched_units(changes: ChangeSet) -> tuple[TouchedUnit, ...]:
    """Every edited, new or moved unit that holds a guard on either side, once per area."""
    pairing = changes.ask(python_pairing)
    rows: list[TouchedUnit] = []
    for pair in pairing.edited:
        try:
            rows += _of_pair(pair)
        except RecursionError:
            changes.set_aside(pair.change, f"`{pair.base.name}` is nested too deeply to be compared")
    for change, unit in pairing.new:
        try:
            rows += [TouchedUnit(area, change.path, unit.name, "", normalised(unit)) for area in _areas(unit)]
        except RecursionError:
            changes.set_aside(change, f"`{unit.name}` is nested too deeply to be read")
    return tuple(sorted(rows, key=lambda row: (row.area, row.path, row.symbol, row.base)))


def _of_pair(pair: Pair) -> list[TouchedUnit]:
    old, new = normalised(pair.base), normalised(pair.head)
    if old == new:
        return []
    areas = _areas(pair.base) | _areas(pair.head)
    return [TouchedUnit(area, pair.head.source.path, pair.head.name, old, new) for area in areas]


def _areas(unit: Unit) -> set[Area]:
    return {guard.family.area for guard in guards_of(unit)}


def normalised(unit: Unit) -> str:
    """The unit's code as `ast` prints it: no comments, no layout, no docstrings."""
    return "\n".join(_lines(unit))


def _lines(unit: Unit) -> Iterator[str]:
    if isinstance(unit.node, ast.ClassDef):
        yield ", ".join(ast.unparse(base) for base in unit.node.bases)
    if not isinstance(unit.node, ast.Module):
        yield from (f"@{ast.unparse(decorator)}" for decorator in unit.node.decorator_list)
    if isinstance(unit.node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield ast.unparse(unit.node.args)
    for stmt in unit.own:
        if not (isinstance(stmt, ast.Expr) and isinstance(stmt.value, ast.Constant)):
            yield ast.unparse(stmt)
