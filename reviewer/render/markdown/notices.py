"""Short texts around a review: while it runs, when it could not finish, when it no longer counts."""

from __future__ import annotations

from typing import Final

from reviewer.domain.errors import MissingPermission
from reviewer.render.limits import GITHUB_TEXT, cut, size
from reviewer.render.markdown.check_run import CheckRunText
from reviewer.render.markdown.quote import code, prose
from reviewer.render.summary import counted


def in_progress(head_sha: str) -> CheckRunText:
    """While the review runs."""
    return CheckRunText("Reviewing", f"Reviewing head {code(head_sha[:7])}.\n", "")


def unfinished(reason: str) -> CheckRunText:
    """A review that was given up: what stands in the way, and that nothing was judged."""
    lines = (
        "**Holdfast could not finish this review.** Nothing was judged, so the gate stays closed.",
        prose(reason),
        "A new push or a re-run of this check tries again.",
    )
    return CheckRunText("Could not finish", cut("\n\n".join(lines) + "\n", GITHUB_TEXT), "")


def outdated() -> CheckRunText:
    """A head that is no longer the newest."""
    return CheckRunText("A newer head is reviewed instead", "A newer head of this pull request exists.\n", "")


def replaced() -> CheckRunText:
    """A run beside which a fresh one of the same head stands."""
    return CheckRunText("Replaced", "A newer check run of the same head replaces this one.\n", "")


def review_body(title: str, check_name: str, left_out: int = 0) -> str:
    """Above the inline comments of a review; `title` is the check run's, `left_out` counts findings without one."""
    more = f" {counted(left_out, 'finding has', 'findings have')} no comment here." if left_out else ""
    return f"**Holdfast**: {prose(title)}. The check {code(check_name)} tells the rest, and how to clear it.{more}\n"


def without_comments(summary: str, problem: MissingPermission) -> str:
    """The summary of a check run whose inline comments GitHub does not take, with what the App lacks."""
    told = f"**The inline comments are missing.** {prose(str(problem))}\n"
    return f"{cut(summary.rstrip(), GITHUB_TEXT - size(told) - 2)}\n\n{told}"


def gone(head_sha: str) -> str:
    """Under a comment whose finding is gone."""
    return f"No longer found at head {code(head_sha[:7])}."


def accepted(head_sha: str) -> str:
    """Under a comment whose finding the code now accepts."""
    return f"Accepted by a suppression at head {code(head_sha[:7])}."


def back(head_sha: str) -> str:
    """Under a comment whose finding was gone for a while."""
    return f"Found again at head {code(head_sha[:7])}."


RESOLVABLE: Final = "This conversation can be resolved."
"""Beside the first two, where the App itself may not resolve it."""
