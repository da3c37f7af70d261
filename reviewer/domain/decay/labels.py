"""Which labels of merged pull requests tell of incidents, as the repository configures it."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct


class IncidentLabels(Struct, frozen=True):
    """Labels of merged pull requests that tell of incidents; compared without regard to case.

    Attributes:
        cause: on the change that broke something.
        fix: on the change that mends what another one broke.
    """

    cause: tuple[str, ...] = ()
    fix: tuple[str, ...] = ()

    def caused(self, labels: Collection[str]) -> bool:
        """Whether one of these labels says that its change broke something."""
        return _meet(self.cause, labels)

    def mends(self, labels: Collection[str]) -> bool:
        """Whether one of these labels says that its change mends another one."""
        return _meet(self.fix, labels)


def _meet(some: Collection[str], others: Collection[str]) -> bool:
    return bool({it.casefold() for it in some} & {it.casefold() for it in others})
