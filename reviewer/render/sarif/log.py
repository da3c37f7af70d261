"""The log: one run of one tool."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer.domain.links import DOCS_URL
from reviewer.domain.report import Report
from reviewer.render.foreign import sentence
from reviewer.render.json_text import json_text
from reviewer.render.pages.entry import Entry
from reviewer.render.sarif.results import location, result
from reviewer.render.sarif.rules import rules_of

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def to_sarif(report: Report, entries: Mapping[str, Entry]) -> str:
    """The log as JSON; `entries` by id carry the help of the rules, an unknown id goes without."""
    rules = rules_of(report.findings, entries)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": report.tool.name,
                "version": report.tool.version,
                "informationUri": f"{DOCS_URL}/index.md",
                "rules": rules,
            }
        },
        "automationDetails": {"id": "holdfast/"},
        "invocations": [_invocation(report)],
        "columnKind": "unicodeCodePoints",
        "results": [result(finding, index[finding.check]) for finding in report.findings],
        "properties": {"base": report.base, "head": report.head, "verdict": report.verdict},
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1)


def _invocation(report: Report) -> dict[str, object]:
    """What was not looked at is said here; a review with a gap did not execute successfully."""
    skipped = [
        {
            "level": "warning" if report.complete else "error",
            "message": {"text": f"Not looked at: {sentence(file.skipped)}"},
            "locations": [location(file.path)],
        }
        for file in report.files
        if file.skipped is not None
    ]
    notes = [{"level": "note", "message": {"text": sentence(note)}} for note in report.notes]
    return {"executionSuccessful": report.complete, "toolExecutionNotifications": [*skipped, *notes]}
