"""A finding as its table row and its fold want it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from checks.kit import Action, Side
from reviewer.domain.report import Finding, Report, ReportedEvidence
from reviewer.render.evidence import evidence_place, nearest_example, pairs
from reviewer.render.levels import KIND_WORDS
from reviewer.render.limits import head_lines
from reviewer.render.summary import place, ways_to_clear
from reviewer.web.pages.addresses import Link, Site, docs_link

SHOWN_FINDINGS: Final = 300
_SNIPPET_LINES: Final = 30
_WIDEST_LINE: Final = 500
_ACTIONS: Final[Mapping[Action, str]] = {
    Action.BLOCK: "blocks",
    Action.SIGN_OFF: "asks for a sign-off",
    Action.WARN: "warns",
    Action.NOTE: "note",
}


class EvidenceView(Struct, frozen=True):
    """A quoted place; `more` counts the lines that are left out."""

    label: str
    where: Link
    side: str
    text: str
    more: int


class FindingView(Struct, frozen=True):
    """One finding with what it shows.

    Attributes:
        anchor: of its row on the page; ours, so it needs no quoting.
        loudness: the name of its action's style.
        confidence: in percent.
    """

    anchor: str
    kind: str
    action: str
    loudness: str
    title: str
    message: str
    where: Link
    side: str
    check: Link
    severity: str
    confidence: int
    clear: str
    suppressed: str
    evidence: Sequence[EvidenceView]


def finding_views(report: Report, site: Site) -> tuple[FindingView, ...]:
    """The findings in the order of the report, as many as a page bears."""
    return tuple(
        _view(anchor_of(number), finding, report, site)
        for number, finding in enumerate(report.findings[:SHOWN_FINDINGS], 1)
    )


def anchors(report: Report) -> Mapping[str, Link]:
    """Fingerprint -> the finding's title, and where on the page it stands."""
    return {
        finding.fingerprint: Link(finding.title, f"#{anchor_of(number)}" if number <= SHOWN_FINDINGS else "")
        for number, finding in enumerate(report.findings, 1)
    }


def anchor_of(number: int) -> str:
    """The anchor of a finding by its place in the report, from 1."""
    return f"finding-{number}"


def _view(anchor: str, finding: Finding, report: Report, site: Site) -> FindingView:
    return FindingView(
        anchor=anchor,
        kind=KIND_WORDS[finding.kind],
        action="suppressed" if finding.suppressed is not None else _ACTIONS[finding.action],
        loudness="note" if finding.suppressed is not None else finding.action.value,
        title=finding.title,
        message=finding.message,
        where=_line(place(finding), finding, report, site),
        side=_side(finding.side),
        check=docs_link(finding.check, finding.docs),
        severity=finding.severity.value,
        confidence=round(finding.confidence * 100),
        clear=" · ".join(ways_to_clear(finding)) if finding.suppressed is None else "",
        suppressed=_suppressed(finding),
        evidence=tuple(_evidence(it, report, site) for it in _shown(finding)),
    )


def _shown(finding: Finding) -> Iterator[ReportedEvidence]:
    for pair in pairs(finding):
        yield from (it for it in pair if it is not None)
    if (example := nearest_example(finding)) is not None:
        yield example


def _evidence(it: ReportedEvidence, report: Report, site: Site) -> EvidenceView:
    lines, more = head_lines(it.snippet, _SNIPPET_LINES)
    text = "\n".join(line[:_WIDEST_LINE] + "…" * (len(line) > _WIDEST_LINE) for line in lines)
    return EvidenceView(it.label, _line(evidence_place(it), it, report, site), _side(it.side), text, more)


def _line(words: str, it: Finding | ReportedEvidence, report: Report, site: Site) -> Link:
    return site.line(words, report.base if it.side is Side.LEFT else report.head, it.path, it.start_line)


def _side(side: Side) -> str:
    return "base" if side is Side.LEFT else "head"


def _suppressed(finding: Finding) -> str:
    if finding.suppressed is None:
        return ""
    until = f", until {finding.suppressed.until}" if finding.suppressed.until else ""
    return f"{finding.suppressed.reason or 'no reason given'}{until}"
