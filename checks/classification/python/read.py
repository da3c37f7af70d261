"""From a changed Python file to its areas: a cheap look at the changed lines, then the delta, then every rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from checks.classification.file_area import FileArea
from checks.classification.python import contracts, errors, guard_units, layers, loading, models, parameters, settings
from checks.classification.python.clue import Clue, told
from checks.classification.python.clues import CLUES
from checks.classification.python.clues.tenancy import QUERY
from checks.classification.python.compare import delta_of
from checks.classification.python.delta import Delta
from checks.classification.python.fact import Fact, Form
from checks.classification.python.migrations import is_migration, migration
from checks.kit import Area, Change, Status, Unparsable

_RULES: tuple[Callable[[Delta, Fact], Iterable[FileArea]], ...] = (
    guard_units.areas,
    models.areas,
    contracts.areas,
    errors.areas,
    parameters.areas,
    settings.areas,
    layers.areas,
    loading.areas,
)
_SPECIAL = 0.7
"""From here on a fact belongs to its own area, and no longer to validation, which takes the rest."""
_BY_FORM: dict[Form, tuple[Clue, ...]] = {form: tuple(clue for clue in CLUES if form in clue.forms) for form in Form}


def python_areas(change: Change) -> list[FileArea]:
    """Every area with each of its reasons."""
    if is_migration(change.head) or is_migration(change.base):
        return [migration(change)] if _means_something(change) else []
    if _only_comments(change):
        return []
    try:
        delta = delta_of(change)
    except Unparsable:
        return []
    return [area for fact in delta.facts for area in _areas_of(delta, fact)]


def _areas_of(delta: Delta, fact: Fact) -> list[FileArea]:
    clues = [clue for clue in _BY_FORM[fact.form] if clue.fits(fact)]
    if any(clue.inside is QUERY for clue in clues) and delta.in_new_query(fact):
        clues = [clue for clue in clues if clue.inside is not QUERY]
    if any(clue.area is Area.VALIDATION for clue in clues) and delta.in_new_field(fact):
        clues = [clue for clue in clues if clue.area is not Area.VALIDATION]
    found = [told(delta, fact, clue) for clue in clues]
    found += [area for rule in _RULES for area in rule(delta, fact)]
    if delta.told_by_its_condition(fact) or any(
        area.area is not Area.VALIDATION and area.confidence >= _SPECIAL for area in found
    ):
        return [area for area in found if area.area is not Area.VALIDATION]
    return found


def _only_comments(change: Change) -> bool:
    """The cheap look before anything is parsed."""
    sides = ((change.base, change.removed_lines), (change.head, change.added_lines))
    texts = (source.lines[number - 1].lstrip() for source, lines in sides if source for number in lines)
    return all(not text or text.startswith("#") for text in texts)


def _means_something(change: Change) -> bool:
    if change.status is not Status.MODIFIED:
        return True
    try:
        return bool(delta_of(change).facts)
    except Unparsable:
        return bool(change.hunks)
