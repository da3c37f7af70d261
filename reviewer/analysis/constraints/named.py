"""The named units of protected files in other languages than Python, read by the bounded program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from checks.constraints import Constraint, NamedUnit, Protect
from checks.kit import ChangeSet, Skip, Source
from checks.kit.files import could_hide_boundary
from reviewer.analysis.blobs import Blob, blob_of
from reviewer.analysis.bounded import Deadline
from reviewer.analysis.syntax import OutlineCache, Outlines, grammar_of, read_outlines

_NOTHING: Final = Outlines({}, {})


class NamedUnits(Struct, frozen=True):
    """What is known of the files that a constraint names something in."""

    outlines: Outlines = _NOTHING

    def __call__(self, source: Source) -> tuple[NamedUnit, ...]:
        """The named units of a file; none for a file that was not read."""
        outline = self.outlines.outlines.get(blob_of(source)) if self.outlines.outlines else None
        units = () if outline is None else outline.units
        return tuple(NamedUnit(unit.name, unit.start_line, unit.end_line) for unit in units)

    @property
    def skips(self) -> tuple[Skip, ...]:
        """The files that nobody could read."""
        reason = "the symbols that a constraint protects in it are not known"
        return tuple(
            Skip(blob.path, f"{reason}: {why}", could_hide_boundary(blob.path))
            for blob, why in self.outlines.not_looked_at.items()
        )


def read_named_units(constraints: Sequence[Constraint], changes: ChangeSet, deadline: Deadline) -> NamedUnits:
    """Outline both sides of the changed files that a `protect` names something in, where a grammar reads them."""
    blobs = [blob for blob in _blobs(constraints, changes) if grammar_of(blob) is not None]
    return NamedUnits(read_outlines(blobs, deadline, OutlineCache())) if blobs else NamedUnits()


def _blobs(constraints: Sequence[Constraint], changes: ChangeSet) -> Iterator[Blob]:
    places = [place for it in constraints if isinstance(it.checker, Protect) for place in it.checker.places]
    paths = {path for path, colon, _ in (place.partition(":") for place in places) if colon}
    for change in changes:
        if change.base is not None and change.base_path in paths:
            yield from (blob_of(source) for source in (change.base, change.head) if source is not None)
