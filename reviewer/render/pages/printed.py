"""Every printed page by its path in the repository."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from reviewer.render.pages.areas_page import areas_page
from reviewer.render.pages.check_page import check_page
from reviewer.render.pages.entry import Entry
from reviewer.render.pages.index_page import index_page
from reviewer.render.pages.levels_page import levels_page
from reviewer.render.pages.schema_page import schema_page
from reviewer.render.report_schema import report_schema

CHECKS = "docs/checks"
REFERENCE = "docs/reference"
_REPORT = """\
What `holdfast review --format json` prints, version 1. Keys may be added; within a version none goes or changes its
meaning. For programs: [report.schema.json](report.schema.json)."""


def printed_pages(entries: Iterable[Entry]) -> Mapping[str, str]:
    """Path -> text, ordered by path; whatever else lies below `CHECKS` is no page any more."""
    known = sorted(entries, key=lambda entry: entry.id)
    pages = {f"{CHECKS}/{entry.id}.md": check_page(entry) for entry in known}
    pages[f"{CHECKS}/index.md"] = index_page(known)
    pages[f"{REFERENCE}/areas.md"] = areas_page(known)
    pages[f"{REFERENCE}/levels.md"] = levels_page()
    report = report_schema()
    pages[f"{REFERENCE}/report.schema.json"] = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    pages[f"{REFERENCE}/report.md"] = schema_page(report, "Report", _REPORT, "reviewer/domain/report.py")
    return dict(sorted(pages.items()))
