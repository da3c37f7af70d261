"""Every event that the App takes: what a signed body asks for, if for anything."""

from __future__ import annotations

from typing import Final

from reviewer.domain.announcement import Announcement
from reviewer.domain.delivery import Delivery
from reviewer.github.news import ANNOUNCING, read_announcement
from reviewer.github.payload_parts import Part, read
from reviewer.github.payloads import DELIVERING, read_delivery

TAKEN: Final = ANNOUNCING | DELIVERING
"""The events after which there may be something to do."""
_OF_APPS: Final = frozenset({"check_run", "check_suite"})


class _Owner(Part):
    id: int | None = None


class _Check(Part):
    app: _Owner | None = None


class _CheckEvent(Part):
    check_run: _Check | None = None
    check_suite: _Check | None = None


def read_event(event: str, guid: str, body: bytes, app_id: int) -> Delivery | Announcement | None:
    """Read an event whose signature has been checked; None for what asks for no work of the App `app_id`.

    Raises:
        BadPayload: it is no JSON, or a field is missing; with the field's place.
    """
    if event in _OF_APPS and _is_of_another(body, app_id):
        return None
    return read_delivery(event, guid, body) or read_announcement(event, guid, body)


def _is_of_another(body: bytes, app_id: int) -> bool:
    """Whether the check belongs to another App: those come too, and may bear any name."""
    it = read(_CheckEvent, body)
    owners = [part.app.id for part in (it.check_run, it.check_suite) if part is not None and part.app is not None]
    return any(owner is not None and owner != app_id for owner in owners)
