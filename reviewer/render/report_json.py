"""The report as JSON, version 1 of the contract."""

from __future__ import annotations

from dataclasses import asdict

from reviewer.domain.report import Report
from reviewer.render.json_text import json_text


def to_json(report: Report) -> str:
    """The report on one line: fields in the order of the types, the same bytes for equal reports."""
    return json_text(asdict(report))
