"""Words that the printed pages share."""

from __future__ import annotations

from collections.abc import Mapping

from checks.kit import Action
from checks.kit.areas import WARN_AREAS
from reviewer.render.pages.entry import Entry

_ASKS_FOR: Mapping[Action, str] = {
    Action.BLOCK: "blocks the merge",
    Action.SIGN_OFF: "asks for a sign-off",
    Action.WARN: "warns",
    Action.NOTE: "is noted",
}
_LOUD = frozenset({Action.BLOCK, Action.SIGN_OFF})


def asks_for(entry: Entry) -> str:
    """What a finding asks for by default: in an area that warns, a loud check warns too."""
    if entry.area in WARN_AREAS and entry.action in _LOUD:
        return f"warns ({_ASKS_FOR[entry.action]} where the configuration lets the area ask)"
    return _ASKS_FOR[entry.action]


def printed_from(source: str) -> str:
    """The comment on top of a printed page: where to edit instead."""
    return f"<!-- Printed by `holdfast docs` from {source}: edit there. -->"
