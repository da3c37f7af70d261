"""The page of the levels: what a finding's action means in each format."""

from __future__ import annotations

from collections.abc import Mapping

from checks.kit import Action
from reviewer.render.levels import LEVELS
from reviewer.render.pages.words import printed_from

_VERDICTS: Mapping[Action, str] = {
    Action.BLOCK: "failure, until it is fixed",
    Action.SIGN_OFF: "action_required, until its boundary is signed",
    Action.WARN: "neutral",
    Action.NOTE: "success",
}
_ABOUT = """\
What a finding asks for decides the verdict, and how loud each format says it. Suppressed findings have no say in the
verdict; JSON and SARIF carry them marked, the other formats count them or leave them out."""
_HEAD = """\
| action | verdict | check run annotation | workflow command | SARIF level | GitLab severity |
| --- | --- | --- | --- | --- | --- |"""


def levels_page() -> str:
    """One table, loudest first."""
    rows = "\n".join(map(_row, Action))
    return "\n\n".join([printed_from("reviewer/render/levels.py"), "# Levels", _ABOUT, f"{_HEAD}\n{rows}"]) + "\n"


def _row(action: Action) -> str:
    level = LEVELS[action]
    return (
        f"| {action.value} | {_VERDICTS[action]} | {level.annotation} | {level.command}"
        f" | {level.sarif} | {level.gitlab} |"
    )
