"""Where a finding is pointed at in formats that know only the head's files."""

from __future__ import annotations

from checks.kit import Side, Span
from reviewer.domain.report import Finding


def head_place(finding: Finding) -> Span:
    """The finding's lines at head: its own, or those of its evidence at head in the same file.

    A guard that is gone has no line there; then its lines at base are the nearest that can be said.
    """
    own = Span(finding.side, finding.path, finding.start_line, finding.end_line)
    if finding.side is Side.RIGHT:
        return own
    for evidence in finding.evidence:
        if evidence.side is Side.RIGHT and evidence.path == finding.path:
            return Span(Side.RIGHT, evidence.path, evidence.start_line, evidence.end_line)
    return own
