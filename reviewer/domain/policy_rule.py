"""What Holdfast says of how a change comes, not of its code: each such fact has its page as a check has one."""

from __future__ import annotations

from msgspec import Struct

from checks.kit import Action, Area, Kind, Severity
from checks.kit.page import Page, read_page


class PolicyRule(Struct, frozen=True):
    """One such fact; its area is gate-integrity.

    Attributes:
        module: `__name__` of the module that holds it.
        name: its id behind the area.
        codes: rows of the catalogues; none where the configuration alone asks for it.
        doc: its page.
    """

    module: str
    name: str
    codes: tuple[str, ...]
    kind: Kind
    severity: Severity
    action: Action
    doc: str

    @property
    def area(self) -> Area:
        """Whose people sign it."""
        return Area.GATE_INTEGRITY

    @property
    def id(self) -> str:
        """Public id."""
        return f"{self.area}/{self.name}"

    @property
    def page(self) -> Page:
        """Its page."""
        return read_page(self.doc)
