"""What Holdfast says to commands: one text, in the one reply that it keeps in a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checks.kit import Area
from reviewer.domain.findings import Rule
from reviewer.domain.signoff.state import Signing
from reviewer.render.limits import GITHUB_TEXT, cut
from reviewer.render.markdown.pieces import link
from reviewer.render.markdown.quote import code, prose
from reviewer.render.markdown.signing import first_lines, how_to, status_rows

_COMMANDS = (
    ("/holdfast sign-off AREA… REASON", "sign these areas, or `all` that you may"),
    ("/holdfast revoke AREA…", "withdraw your own sign-offs"),
    ("/holdfast status", "who signed, who can, what to do"),
    ("/holdfast recheck", "review the present head again"),
    ("/holdfast explain CHECK", "what a check looks for"),
    ("/holdfast bypass REASON", "let this head pass unsigned; for those whom the configuration names"),
)


def answer_text(login: str, answers: Sequence[str], signing: Signing | None) -> str:
    """The reply: what was done for whom, then how the sign-offs stand."""
    parts = [f"{code(login)}: {answers[0]}" if answers else "", *answers[1:]]
    if signing is None:
        parts.append("The present head is still being reviewed; its check will show what stands.")
    elif signing.areas:
        parts += first_lines(signing)
        parts.append("\n".join(f"- {row}" for row in status_rows(signing)))
        parts += [how_to(signing)] if signing.open_areas else []
    else:
        parts.append("No boundary of the present head asks for a sign-off.")
    return cut("\n\n".join(part for part in parts if part), GITHUB_TEXT)


def signed(given: Sequence[Area], refused: Sequence[tuple[Area, str]], absent: Sequence[Area], head_sha: str) -> str:
    """What was signed, and what was not and why."""
    sentences = [f"Signed {_areas(given)} as shown at {code(head_sha[:7])}."] if given else []
    sentences += [f"Not signed: {area.value}, for this account {prose(why)}." for area, why in refused]
    sentences += [f"Not signed: {_areas(absent)}, where nothing asks for a sign-off."] if absent else []
    return " ".join(sentences) or "Nothing is signed: no boundary asks for a sign-off."


def revoked(areas: Iterable[Area]) -> str:
    """What was withdrawn."""
    return f"Revoked: {_areas(tuple(dict.fromkeys(areas)))}."


def bypassed(head_sha: str) -> str:
    """What was let pass."""
    return f"Recorded: head {code(head_sha[:7])} passes unsigned. A new push is not covered."


def mistake(message: str) -> str:
    """What was not understood, and what there is."""
    return f"Not understood: {prose(message)}.\n\n{usage()}"


def usage() -> str:
    """The commands."""
    return "\n".join(f"- {code(command)}: {words}" for command, words in _COMMANDS)


def explained(rule: Rule, page: str) -> str:
    """What a check is, with its page."""
    return (
        f"{link(code(rule.id), page)}: area {rule.area.value}, severity {rule.severity.value}, "
        f"asks for {rule.action.value}. Its page says why it matters and what it does not see."
    )


def unknown_check(check: str, near: Sequence[str]) -> str:
    """No such check."""
    meant = f" Did you mean {', '.join(map(code, near))}?" if near else ""
    return f"There is no check {code(check[:100])}.{meant}"


def _areas(areas: Sequence[Area]) -> str:
    return ", ".join(area.value for area in areas)
