"""Short texts around a review: while it runs, when it could not finish, when it no longer counts."""

from __future__ import annotations

from reviewer.render.limits import GITHUB_TEXT, cut
from reviewer.render.markdown.check_run import CheckRunText
from reviewer.render.markdown.quote import code, prose


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


def review_body(title: str, check_name: str) -> str:
    """Above the inline comments of a review; `title` is the check run's."""
    return f"**Holdfast**: {prose(title)}. The check {code(check_name)} tells the rest, and how to clear it.\n"
