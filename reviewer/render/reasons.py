"""The verdict as a tree of reasons: what each part of a review says, and what hangs on it. Plain text, unquoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from msgspec import Struct

from checks.kit import Action
from reviewer.domain.report import Boundary, Finding, Report, Verdict, unseen
from reviewer.domain.signoff.settlement import Settlement
from reviewer.domain.signoff.state import AreaState, Signing, SignOffState
from reviewer.render.levels import KIND_WORDS
from reviewer.render.summary import VERDICT_WORDS, active, counted, place, signers

Outcome = Literal["tells", "passes", "warns", "asks", "blocks"]
"""What one reason does to the verdict, weakest first; what only tells does nothing."""

_ORDER: Final[tuple[Outcome, ...]] = ("tells", "passes", "warns", "asks", "blocks")
VERDICT_OF: Final[Mapping[Outcome, Verdict]] = {
    "tells": "success",
    "passes": "success",
    "warns": "neutral",
    "asks": "action_required",
    "blocks": "failure",
}
_WAYS: Final = {"review": "by review", "command": "by comment", "button": "by button"}
_NAMED_FILES: Final = 20


class Reason(Struct, frozen=True):
    """One statement, what it does to the verdict, and the statements that it rests on."""

    outcome: Outcome
    says: str
    because: tuple[Reason, ...] = ()


def reasons(report: Report, settled: Settlement) -> Reason:
    """The tree over a review and its newest settlement; its root says the verdict."""
    parts = tuple(_parts(report, settled))
    if settled.signing.bypass is not None:
        bypass = settled.signing.bypass
        says = f"Bypassed by {bypass.by.login}: {bypass.reason or 'no reason given'}"
        return Reason("passes", says, parts)
    worst = _worst(parts)
    if settled.mode == "observe" and worst != "passes":
        words = f"Only observed (mode: observe); as a gate it would say: {VERDICT_WORDS[VERDICT_OF[worst]]}"
        return Reason("warns", words, parts)
    return Reason(worst, VERDICT_WORDS[VERDICT_OF[worst]], parts)


def _parts(report: Report, settled: Settlement) -> Iterator[Reason]:
    found = active(report)
    yield _findings([it for it in found if it.action is Action.BLOCK], "blocks", "to be fixed")
    yield _boundaries(report, settled.signing)
    yield _completeness(report)
    if not settled.config_ok:
        notes = tuple(Reason("tells", note) for note in report.notes)
        yield Reason("asks", "The configuration cannot be used as it is: the built-in defaults judged", notes)
    warnings = [it for it in found if it.action is Action.WARN]
    if warnings:
        yield _findings(warnings, "warns", "to think about")


def _findings(findings: list[Finding], outcome: Outcome, what: str) -> Reason:
    if not findings:
        return Reason("passes", "No finding blocks")
    says = f"{counted(len(findings), 'finding', 'findings')} {what}"
    return Reason(outcome, says, tuple(Reason(outcome, _fact(it)) for it in findings))


def _boundaries(report: Report, signing: Signing) -> Reason:
    if not signing.areas:
        return Reason("passes", "No boundary asks for a sign-off")
    facts = {it.fingerprint: it for it in report.findings}
    states = tuple(_boundary(state, facts) for state in signing.areas)
    waiting = len(signing.open_areas)
    if waiting:
        return Reason("asks", f"{counted(waiting, 'boundary waits', 'boundaries wait')} for a sign-off", states)
    return Reason("passes", "Every boundary is signed", states)


def _boundary(state: AreaState, facts: Mapping[str, Finding]) -> Reason:
    own = state.boundary
    about = tuple(Reason("tells", _fact(facts[it])) for it in own.findings if it in facts)
    what = Reason("tells", _what(own), about)
    given = tuple(Reason("passes" if one.counts else "tells", sign_off_says(one)) for one in state.states)
    says = f"{own.area.value} is {own.status}"
    if state.missing is None:
        return Reason("passes", f"{says}: {', '.join(own.signoffs)}", (what, *given))
    needs = Reason("asks", f"needs {signers(state.missing.count, state.missing.eligible, str)}")
    return Reason("asks", says, (needs, what, *given))


def _what(boundary: Boundary) -> str:
    files = counted(len(boundary.paths), "file", "files")
    facts = counted(len(boundary.findings), "finding", "findings")
    return f"{facts} in {files}" if boundary.findings else f"guarded code in {files} was edited"


def sign_off_says(state: SignOffState) -> str:
    """What became of a sign-off: "bo by comment: carried, boundary unchanged since 1a2b3c4"."""
    cause = f", {state.cause}" if state.cause else ""
    return f"{state.given.signer.account.login} {_WAYS[state.given.origin.way]}: {state.became}{cause}"


def _completeness(report: Report) -> Reason:
    if report.complete:
        return Reason("passes", "Everything that could hide a boundary was looked at")
    missed = unseen(report)
    shown = [Reason("asks", f"{it.path}: {it.skipped}") for it in missed[:_NAMED_FILES]]
    if len(missed) > _NAMED_FILES:
        shown.append(Reason("asks", f"and {len(missed) - _NAMED_FILES} more"))
    return Reason("asks", "Not everything could be looked at", tuple(shown))


def _fact(finding: Finding) -> str:
    return f"{KIND_WORDS[finding.kind]}: {finding.title} ({place(finding)})"


def _worst(parts: Iterable[Reason]) -> Outcome:
    found = {part.outcome for part in parts} | {"passes"}
    return next(outcome for outcome in reversed(_ORDER) if outcome in found)
