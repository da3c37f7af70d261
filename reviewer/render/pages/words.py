"""Words that the printed pages share."""

from __future__ import annotations

from collections.abc import Mapping

from checks.kit import Action

ASKS_FOR: Mapping[Action, str] = {
    Action.BLOCK: "blocks the merge",
    Action.SIGN_OFF: "asks for a sign-off",
    Action.WARN: "warns",
    Action.NOTE: "is noted",
}


def printed_from(source: str) -> str:
    """The comment on top of a printed page: where to edit instead."""
    return f"<!-- Printed by `holdfast docs` from {source}: edit there. -->"
