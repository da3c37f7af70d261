"""The evidence of a finding by its part: what was, what is now, and where it is still done well."""

from __future__ import annotations

from itertools import zip_longest

from checks.kit import Side
from checks.kit.files import language
from reviewer.domain.report import Finding, ReportedEvidence

_NEAREST = ("nearest", "example", "sibling")
"""How the label of an evidence begins that is no part of the fact but the nearest good example."""

SNIPPET_LINES = 12
"""Lines of one snippet that are shown; the rest is counted."""


def pairs(finding: Finding) -> list[tuple[ReportedEvidence | None, ReportedEvidence | None]]:
    """Before and after, side by side, in the order of the evidence; None where one side has no more."""
    facts = [it for it in finding.evidence if not is_example(it)]
    left = [it for it in facts if it.side is Side.LEFT]
    right = [it for it in facts if it.side is Side.RIGHT]
    return list(zip_longest(left, right))


def nearest_example(finding: Finding) -> ReportedEvidence | None:
    """The place of this repository that still does it right, if the check knows one."""
    return next((it for it in finding.evidence if is_example(it)), None)


def is_example(evidence: ReportedEvidence) -> bool:
    """Whether this evidence shows how it is done elsewhere."""
    return evidence.label.lower().startswith(_NEAREST)


def fence_language(path: str) -> str:
    """Name for a fenced block and a highlighter; "" for a kind of file that nobody knows."""
    return language(path) or ""


def evidence_place(evidence: ReportedEvidence) -> str:
    """The place as people write it: orders/views.py:41-43."""
    end = f"-{evidence.end_line}" if evidence.end_line > evidence.start_line else ""
    return f"{evidence.path}:{evidence.start_line}{end}"
