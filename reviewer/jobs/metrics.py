"""What the worker counts."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

from reviewer.domain.report import Report
from reviewer.domain.rule_table import RuleTable

JOBS = Counter("holdfast_jobs_total", "Runs of jobs by how they ended.", ["task", "outcome"])
REVIEW_SECONDS = Histogram(
    "holdfast_review_seconds",
    "Time from the start of a review's job to its published result.",
    buckets=(0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300),
)
FINDINGS = Counter(
    "holdfast_findings_total", "Findings of published reviews, by check and action.", ["check", "action"]
)
TAKEN_OVER = Counter("holdfast_jobs_taken_over_total", "Jobs begun again because their worker was gone.")
REDELIVERIES = Counter("holdfast_redeliveries_total", "Deliveries that GitHub was asked to send again.")
SWEPT = Counter("holdfast_swept_heads_total", "Heads without a completed check run that a sweep found.")
_CONSTRAINT = "constraint"


def count_findings(report: Report, rules: RuleTable) -> None:
    """Count what a review told; the constraints of all repositories are one series, so their names make none."""
    for finding in report.findings:
        FINDINGS.labels(finding.check if finding.check in rules else _CONSTRAINT, finding.action).inc()
