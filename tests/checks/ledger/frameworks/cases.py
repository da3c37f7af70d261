"""Small pull requests of one framework, and what the ledger says of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from checks.kit import Example
from checks.ledger import LOSSES, Entry, Family, ledger

NO_FILES: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Case:
    """A change: `was` and `now` are parts put into `frame`; `lost` is empty where silence is wanted."""

    name: str
    frame: str
    was: str
    now: str
    lost: frozenset[Family] = frozenset()
    context: dict[str, str] = field(default_factory=lambda: dict(NO_FILES))
    path: str = "shop/views.py"

    def entries(self) -> tuple[Entry, ...]:
        """The ledger of the change."""
        changes = Example(
            self.name,
            base=self.frame.replace("{here}", self.was),
            head=self.frame.replace("{here}", self.now),
            path=self.path,
            context=self.context,
        ).changes()
        assert changes.skips == ()
        return changes.ask(ledger)

    def losses(self) -> set[Family]:
        """Families of the guards that are lost or weakened, as far as anybody is asked about them."""
        return {entry.guard.family for entry in self.entries() if entry.verdict in LOSSES and entry.confidence >= 0.5}


def loss(name: str, frame: str, was: str, now: str, *families: Family, context: dict[str, str] = NO_FILES) -> Case:
    """A change that loses guards of these families."""
    return Case(name, frame, was, now, frozenset(families), context)


def harmless(name: str, frame: str, was: str, now: str, *, context: dict[str, str] = NO_FILES) -> Case:
    """A change after which the same guards are in effect."""
    return Case(name, frame, was, now, context=context)
