"""What a work log denies, held against the facts of the review."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from checks.kit import Area, Kind
from reviewer.domain.agent_policy.work_log import Entry, WorkLog
from reviewer.domain.report import Boundary, Finding

_GUARDS = frozenset({Kind.LOST, Kind.WEAKENED})
_DENIALS = {
    Area.AUTH: r"permissions?|auth\w*|access(?:[ -]control)?|roles?|log-?ins?",
    Area.TENANCY: r"tenan\w+|workspaces?|organi[sz]ations?|data[ -]isolation",
    Area.TRANSACTIONS: r"transactions?|transactional|lock(?:s|ing)?|concurrency",
    Area.STATE_MACHINES: r"state[ -]machines?|states?|status(?:es)?|transitions?|workflows?",
    Area.IDEMPOTENCY: r"idempoten\w+|retr(?:y|ies)|deduplication",
    Area.MIGRATIONS: r"migrations?|schemas?|database(?:[ -]schema)?|tables?",
    Area.SCHEMA: r"schemas?|models?|database(?:[ -]schema)?|tables?",
    Area.API_CONTRACTS: r"api(?:[ -]contracts?)?|endpoints?|contracts?|routes?",
    Area.VALIDATION: r"validations?|input[ -]checks?",
    Area.RATE_LIMITS: r"rate[ -]?limits?|quotas?|throttl\w+",
    Area.AUDIT: r"audit(?:[ -](?:log|trail)s?)?",
}
_DENIED = {
    area: re.compile(
        rf"\b(?:no|without(?: any)?|zero) (?:\w+ ){{0,2}}(?:{words})(?:[ -]\w+)? (?:changes?|changed|modifications?)\b"
        rf"|\b(?:{words})(?: \w+){{0,2}} (?:is|are|stays?|remains?|left) "
        r"(?:unchanged|untouched|as (?:it was|before)|alone)\b",
        re.IGNORECASE,
    )
    for area, words in _DENIALS.items()
}
_OF_ENTRY = {
    Entry.TABLES: frozenset({Area.MIGRATIONS, Area.SCHEMA}),
    Entry.ENDPOINTS: frozenset({Area.API_CONTRACTS}),
}


class Contradiction(Struct, frozen=True):
    """A denial, and the finding that shows otherwise.

    Attributes:
        said: the log's words, or what it leaves out.
    """

    said: str
    finding: Finding


def contradictions(
    log: WorkLog, findings: Sequence[Finding], boundaries: Sequence[Boundary]
) -> Iterator[Contradiction]:
    """What the log denies although it happened, each area once, in the order of the areas."""
    standing = [it for it in findings if it.suppressed is None and it.area is not Area.GATE_INTEGRITY]
    asked = {boundary.area for boundary in boundaries}
    for area in Area:
        here = [finding for finding in standing if finding.area is area]
        lost = [finding for finding in here if finding.kind in _GUARDS]
        said = _denied_entry(log, area) if here else None
        if said is None and lost:
            said = _denied_in_passing(log, area)
        if said is None and lost and area in asked:
            said = _left_out(log, area)
        if said is not None:
            yield Contradiction(said, (lost or here)[0])


def _denied_entry(log: WorkLog, area: Area) -> str | None:
    return next(
        (f"{entry}: {log.answers[entry]}" for entry, areas in _OF_ENTRY.items() if area in areas and log.denies(entry)),
        None,
    )


def _denied_in_passing(log: WorkLog, area: Area) -> str | None:
    pattern = _DENIED.get(area)
    found = pattern.search(log.text) if pattern is not None else None
    return None if found is None else found[0]


def _left_out(log: WorkLog, area: Area) -> str | None:
    """A boundary that the log's own list of boundaries does not name."""
    listed = log.answers.get(Entry.BOUNDARIES)
    if listed is None:
        return None
    if log.denies(Entry.BOUNDARIES):
        return f"{Entry.BOUNDARIES}: {listed}"
    named = _DENIALS.get(area, re.escape(area.value))
    words = rf"\b(?:{re.escape(area.value)}|{named})\b"
    return None if re.search(words, listed, re.IGNORECASE) else f"{Entry.BOUNDARIES} does not name {area}"
