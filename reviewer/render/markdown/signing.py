"""Sign-offs in Markdown: who can unblock, whose did not count, what became of each, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Area
from reviewer.domain.signoff.state import AreaState, Signing, SignOffState
from reviewer.render.markdown.pieces import folded
from reviewer.render.markdown.quote import code, prose
from reviewer.render.summary import counted, signers

_NAMED = 3
_WAYS = {"review": "by review", "command": "by comment", "button": "by button"}


def first_lines(signing: Signing) -> list[str]:
    """What stands on top of a check run: who can unblock it, and whose attempt does not count."""
    lines: list[str] = []
    if signing.bypass is not None:
        lines.append(f"Bypassed by {code(signing.bypass.by.login)}: {prose(signing.bypass.reason)}")
    elif signing.open_areas:
        lines.append(f"Needs: {needs(signing)}{_draft(signing)}{_not_counted(signing)}")
    if signing.author_may_sign and signing.areas:
        lines.append("The configuration lets authors sign their own change (`allow_author`).")
    return lines


def needs(signing: Signing) -> str:
    """Who has to sign what, as in "1 of `@acme/db` for migrations"; equal wants stand together."""
    wants: dict[tuple[int, tuple[str, ...]], list[str]] = {}
    for state in signing.open_areas:
        if state.missing is not None:
            wants.setdefault((state.missing.count, state.missing.eligible), []).append(state.boundary.area.value)
    return " · ".join(
        f"{signers(count, eligible, code)} for {', '.join(areas)}" for (count, eligible), areas in wants.items()
    )


def carried_since(signing: Signing | None, area: Area) -> str:
    """Why a carried sign-off still stands: ", boundary unchanged since 1a2b3c4"; "" for any other."""
    states = [
        one for state in (signing.areas if signing else ()) if state.boundary.area is area for one in state.states
    ]
    cause = next((one.cause for one in reversed(states) if one.became == "carried"), "")
    return f", {prose(cause)}" if cause else ""


def voided(signing: Signing) -> str:
    """The void sign-offs of boundaries that wait, each with its cause, as in "auth (`bo`: pay changed)"."""
    return ", ".join(
        f"{state.boundary.area.value} ({code(one.given.signer.account.login)}: {prose(one.cause)})"
        for state in signing.open_areas
        for one in state.states[-_NAMED:]
        if one.became == "void"
    )


def signing_fold(signing: Signing, room: int) -> str:
    """Below the fold: every sign-off with what became of it, and how to give one."""
    if not signing.areas:
        return ""
    rows = [f"- {row}" for row in status_rows(signing)]
    how = f"\n{how_to(signing)}" if signing.open_areas else ""
    return folded(f"Sign-offs ({counted(len(signing.areas), 'boundary', 'boundaries')})", [*rows, how], room)


def status_rows(signing: Signing) -> Iterator[str]:
    """One row for each boundary, and one for each of its sign-offs."""
    for state in signing.areas:
        yield f"**{state.boundary.area.value}** {code(state.boundary.content_hash[:12])}: {_waits(state)}"
        for one in state.states:
            yield f"{state.boundary.area.value}: {sign_off_row(one)}"


def sign_off_row(state: SignOffState) -> str:
    """What became of one, as in "carried: `bo` by review (boundary unchanged since 1a2b3c4): it is checked"."""
    given = state.given
    cause = f" ({prose(state.cause)})" if state.cause else ""
    reason = f": {prose(given.reason)}" if given.reason else ", no reason given"
    return f"{state.became}: {code(given.signer.account.login)} {_WAYS[given.origin.way]}{cause}{reason}"


def how_to(signing: Signing) -> str:
    """Every way to sign what is open."""
    areas = " ".join(state.boundary.area.value for state in signing.open_areas)
    command = code(f"/holdfast sign-off {areas} REASON")
    ways = f"To sign: approve this pull request, or comment {command}, or press the button of this check."
    return f"{ways} A sign-off stays while its boundary is unchanged, whatever is pushed beside it."


def _waits(state: AreaState) -> str:
    if state.missing is None:
        names = ", ".join(map(code, state.boundary.signoffs))
        return f"{state.boundary.status} by {names}"
    return f"needs {signers(state.missing.count, state.missing.eligible, code)}"


def _draft(signing: Signing) -> str:
    return " · a draft can be signed, nobody is waited for yet" if signing.draft else ""


def _not_counted(signing: Signing) -> str:
    if not signing.not_counted:
        return ""
    shown = ", ".join(f"{code(login)} ({prose(why)})" for login, why in signing.not_counted[:_NAMED])
    more = len(signing.not_counted) - _NAMED
    return f". Not counted: {shown}" + (f" and {more} more" if more > 0 else "")
