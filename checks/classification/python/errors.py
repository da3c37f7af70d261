"""Area error-handling: what happens to a failure of code that was there before (family ER)."""

from __future__ import annotations

from collections.abc import Iterator

from checks.classification.file_area import FileArea, quoted
from checks.classification.python.delta import Delta
from checks.classification.python.fact import Fact, Form
from checks.kit import Area


def areas(delta: Delta, fact: Fact) -> Iterator[FileArea]:
    """Error-handling, for a handler or a re-raise that came, went or changed."""
    if not fact.unit or not delta.stands_on_both(fact.unit):
        return
    where = f"in {quoted(fact.unit)}"
    if fact.form is Form.HANDLER:
        shown = quoted(f"except {fact.name}".strip())
        yield FileArea(Area.ERROR_HANDLING, f"handler {shown} {where} {delta.verb(fact)}", 0.7)
    if fact.form is Form.RAISE and fact.handler:
        yield FileArea(Area.ERROR_HANDLING, f"{quoted(fact.text)} in a handler {where} {delta.verb(fact)}", 0.75)
