"""The rules of a log: those that found something, with their help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checks.kit.page import SECTIONS
from reviewer.domain.report import Finding
from reviewer.render.levels import LEVELS
from reviewer.render.pages.entry import Entry

_PRECISION = "high"  # of the checks as a whole; each result says its own confidence


def rules_of(findings: Iterable[Finding], entries: Mapping[str, Entry]) -> list[dict[str, object]]:
    """A reporting descriptor per check that occurs, ordered by id."""
    first = {finding.check: finding for finding in reversed(tuple(findings))}
    return [_rule(first[check], entries.get(check)) for check in sorted(first)]


def _rule(finding: Finding, entry: Entry | None) -> dict[str, object]:
    known: dict[str, object] = {
        "id": finding.check,
        "helpUri": finding.docs,
        "defaultConfiguration": {"level": LEVELS[entry.action if entry else finding.action].sarif},
        "properties": {"tags": [finding.area.value, *finding.codes], "precision": _PRECISION},
    }
    if entry is None:
        return known
    page = entry.page
    sections = [(name, page.section(name)) for name in SECTIONS]
    return {
        **known,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": page.summary or page.title},
        "help": {
            "text": "\n\n".join(f"{name}:\n{text}" for name, text in sections),
            "markdown": "\n\n".join(f"## {name}\n\n{text}" for name, text in sections),
        },
    }
