"""Units that a pull request edits at all, with their code normalised for content hashes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec import Struct

from checks.kit import Area, Change, ChangeSet
from checks.ledger.extract import guards_of
from checks.ledger.ledger import python_pairing
from checks.ledger.unit import Unit
from checks.ledger.written import statements, written


class EditedUnit(Struct, frozen=True):
    """One unit whose meaning differs: old and new code free of comments, layout and docstrings.

    Attributes:
        guarded: the areas whose guards stand in it, on either side.
        base: "" for a new unit; head likewise for one that is gone.
    """

    change: Change
    symbol: str
    guarded: frozenset[Area]
    base: str
    head: str


def edited_units(changes: ChangeSet) -> tuple[EditedUnit, ...]:
    """Every edited, moved, new and removed unit of the changed Python files but tests."""
    return changes.remember(edited_units, lambda: tuple(_edited(changes)))


def _edited(changes: ChangeSet) -> Iterator[EditedUnit]:
    pairing = changes.ask(python_pairing)
    sides = [
        *((pair.change, pair.base, pair.head) for pair in pairing.edited),
        *((change, None, unit) for change, unit in pairing.new),
        *((change, unit, None) for change, unit in pairing.gone),
    ]
    for change, base, head in sides:
        try:
            old, new = _normalised(base), _normalised(head)
            if old != new:
                yield EditedUnit(change, _name(base, head), _guarded(base) | _guarded(head), old, new)
        except RecursionError:
            changes.set_aside(change, f"`{_name(base, head)}` is nested too deeply to be compared")


def _name(base: Unit | None, head: Unit | None) -> str:
    return head.name if head is not None else base.name if base is not None else ""


def _guarded(unit: Unit | None) -> frozenset[Area]:
    return frozenset(guard.family.area for guard in guards_of(unit)) if unit is not None else frozenset()


def _normalised(unit: Unit | None) -> str:
    return "\n".join(_lines(unit)) if unit is not None else ""


def _lines(unit: Unit) -> Iterator[str]:
    node = unit.node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield written(node)
        return
    if isinstance(node, ast.ClassDef):
        yield f"class {node.name}"
        yield from (written(part) for part in (*node.bases, *node.keywords))
        yield from (f"@{written(decorator)}" for decorator in node.decorator_list)
    yield from statements(unit.own)
