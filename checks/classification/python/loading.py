"""Area queries: eager loading that is no longer there; what is gained harms nobody (family OQ)."""

from __future__ import annotations

from collections.abc import Iterator

from checks.classification.file_area import FileArea
from checks.classification.python.clue import describe, whole_words
from checks.classification.python.delta import Delta
from checks.classification.python.fact import Fact, Form
from checks.classification.words import spoken
from checks.kit import Area, Side

_LOADER = whole_words(
    r"(?:select related|prefetch related|selectinload|joinedload|subqueryload|contains eager|raiseload)$"
)


def areas(delta: Delta, fact: Fact) -> Iterator[FileArea]:
    """Queries, for a loader that left a unit which has no new one in its place."""
    if not _loads(fact) or fact.side is not Side.LEFT or not delta.stands_on_both(fact.unit):
        return
    if not any(_loads(other) for other in delta.elsewhere(Form.CALL, fact)):
        yield FileArea(Area.QUERIES, describe(delta, fact, "eager loading"), 0.65)


def _loads(fact: Fact) -> bool:
    return fact.form is Form.CALL and bool(_LOADER.search(spoken(fact.name)))
