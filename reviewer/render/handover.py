"""What whoever writes the code has to clear: each finding with its constraint, place and nearest good example."""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Side
from reviewer.domain.report import Finding, Report
from reviewer.render.evidence import nearest_example
from reviewer.render.foreign import one_line, sentence
from reviewer.render.summary import VERDICT_WORDS, active, headline, reason, ways_to_clear


def to_clear(report: Report) -> tuple[Finding, ...]:
    """The findings that ask for anything, worst first."""
    return tuple(finding for finding in active(report) if ways_to_clear(finding))


def order(finding: Finding) -> str:
    """One finding as a few lines of plain text."""
    return "\n".join(_lines(finding))


def handover(report: Report) -> dict[str, object]:
    """The same for a tool, with the verdict and what became of the constraints."""
    return {
        "verdict": report.verdict,
        "complete": report.complete,
        "says": ": ".join(filter(None, (VERDICT_WORDS[report.verdict], reason(report), headline(report)))),
        "base": report.base,
        "head": report.head,
        "to_clear": [_facts(finding) for finding in to_clear(report)],
        "to_sign": [{"area": it.area.value, "eligible": list(it.eligible)} for it in report.boundaries],
        "constraints": [{"id": it.id, "kind": it.kind, "status": it.status} for it in report.constraints],
        "notes": [sentence(note) for note in report.notes],
    }


def _facts(finding: Finding) -> dict[str, object]:
    example = nearest_example(finding)
    suggestion = finding.suggestion
    return {
        "check": finding.check,
        "title": sentence(finding.title),
        "why": sentence(finding.message),
        "path": one_line(finding.path),
        "line": finding.start_line,
        "side": "base" if finding.side is Side.LEFT else "head",
        "symbol": finding.symbol,
        "example": None
        if example is None
        else {"path": example.path, "line": example.start_line, "code": example.snippet},
        "suggestion": None
        if suggestion is None
        else {"lines": [suggestion.start_line, suggestion.end_line], "code": suggestion.replacement},
        "clear_it": list(ways_to_clear(finding)),
    }


def _lines(finding: Finding) -> Iterator[str]:
    side = " of the base file" if finding.side is Side.LEFT else ""
    symbol = f", in {one_line(finding.symbol)}" if finding.symbol else ""
    yield f"- {sentence(finding.title)}"
    yield f"  where: {one_line(finding.path)}, line {finding.start_line}{side}{symbol}"
    yield f"  why: {sentence(finding.message)}"
    if (example := nearest_example(finding)) is not None:
        yield f"  as it is done here: {one_line(example.path)}, line {example.start_line}"
    yield f"  clear it: {', or '.join(ways_to_clear(finding))} (check {one_line(finding.check)})"
