"""How loud a finding is in each format: one table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from checks.kit import Action, Kind


class Levels(Struct, frozen=True):
    """The words that each format has for one action.

    Attributes:
        annotation: of a check run (GitHub, Checks API).
        command: of a workflow command (GitHub Actions).
        sarif: `level` of a SARIF result.
        gitlab: `severity` of GitLab's code quality report.
        colour: of the terminal.
    """

    annotation: Literal["failure", "warning", "notice"]
    command: Literal["error", "warning", "notice"]
    sarif: Literal["error", "warning", "note"]
    gitlab: Literal["blocker", "critical", "major", "minor", "info"]
    colour: str


LEVELS: Mapping[Action, Levels] = {
    Action.BLOCK: Levels("failure", "error", "error", "blocker", "bold red"),
    Action.SIGN_OFF: Levels("warning", "warning", "warning", "critical", "bold yellow"),
    Action.WARN: Levels("warning", "warning", "warning", "major", "yellow"),
    Action.NOTE: Levels("notice", "notice", "note", "info", "cyan"),
}

KIND_WORDS: Mapping[Kind, str] = {
    Kind.LOST: "lost",
    Kind.WEAKENED: "weaker",
    Kind.CHANGED: "changed",
    Kind.MOVED: "moved",
    Kind.INTRODUCED: "risk",
    Kind.MISSING: "missing",
}
"""The one word before a finding, in tables and on the terminal."""
