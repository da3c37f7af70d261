"""GitLab's code quality report: a JSON list, one object per finding."""

from __future__ import annotations

from reviewer.domain.report import Finding, Report
from reviewer.render.foreign import sentence
from reviewer.render.json_text import json_text
from reviewer.render.levels import LEVELS
from reviewer.render.places import head_place
from reviewer.render.summary import active


def to_gitlab(report: Report) -> str:
    """Findings that nobody suppressed, worst first, in the fields that GitLab's merge request widget reads."""
    return json_text([_issue(finding) for finding in active(report)], indent=1)


def _issue(finding: Finding) -> dict[str, object]:
    place = head_place(finding)
    return {
        "description": f"{sentence(finding.title)}. {sentence(finding.message)}",
        "check_name": finding.check,
        "fingerprint": finding.fingerprint,
        "severity": LEVELS[finding.action].gitlab,
        "location": {"path": place.path, "lines": {"begin": place.start_line, "end": place.end_line}},
    }
