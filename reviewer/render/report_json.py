"""The report as JSON, version 1 of the contract."""

from __future__ import annotations

import json
from dataclasses import asdict

from reviewer.domain.report import Report
from reviewer.render.foreign import encodable


def to_json(report: Report) -> str:
    """The report on one line: fields in the order of the types, the same bytes for equal reports."""
    return encodable(json.dumps(asdict(report), ensure_ascii=False, allow_nan=False, separators=(", ", ": ")))
