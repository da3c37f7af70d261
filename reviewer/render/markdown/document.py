"""`--format markdown`: the check run's text as one document."""

from __future__ import annotations

from reviewer.domain.report import Report
from reviewer.render.markdown.check_run import check_run_text


def to_markdown(report: Report) -> str:
    """Summary and details, as the check run shows them under each other."""
    shown = check_run_text(report)
    return f"{shown.summary}\n{shown.text}" if shown.text else shown.summary
