"""What the records keep of each changed file: its side and framework, and the names of the units that were edited."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from checks.classification import stack_of
from checks.kit import ChangeSet
from checks.ledger import EditedUnit, edited_units
from reviewer.domain.analysis import ReadFile

MOST_SYMBOLS: Final = 400
"""Of one file; whoever edits more has rewritten the file."""


def files_read(changes: ChangeSet) -> tuple[ReadFile, ...]:
    """Every changed file, in the order of the change."""
    units: defaultdict[str, list[EditedUnit]] = defaultdict(list)
    for unit in edited_units(changes):
        units[unit.change.path].append(unit)
    return tuple(
        ReadFile(
            path=change.path,
            side=(stack := stack_of(change)).side,
            framework=stack.framework,
            symbols=_names(units[change.path]),
            gone=_names([unit for unit in units[change.path] if not unit.head]),
        )
        for change in changes
    )


def _names(units: list[EditedUnit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unit.symbol for unit in units if unit.symbol))[:MOST_SYMBOLS]
