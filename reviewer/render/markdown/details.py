"""Below the fold of the check run: evidence, boundaries, the hand-over to the agent, timing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reviewer.domain.report import Boundary, Finding, Report, unseen
from reviewer.render.evidence import nearest_example, pairs
from reviewer.render.foreign import one_line
from reviewer.render.handover import order, to_clear
from reviewer.render.levels import KIND_WORDS
from reviewer.render.limits import fit, size
from reviewer.render.markdown.pieces import folded, link, snippet, where
from reviewer.render.markdown.quote import block, code, prose
from reviewer.render.summary import NOT_YOURS, active, constraint_counts, place, ways_to_clear

_FRAME = 300  # bytes around the hand-over: fold, fence, what is left out


def details(report: Report, limit: int) -> str:
    """Every fold that has something in it, within `limit` bytes.

    No fold takes more than half of what is left of the first half; before and after take the rest.
    """
    short = ""
    for fold in _FOLDS:
        short += fold(report, (limit // 2 - size(short)) // 2)
    text = _before_after(report, limit - size(short)) + short
    return text.rstrip("\n") + "\n" if text else ""


def _handover(report: Report, room: int) -> str:
    findings = to_clear(report)
    opening = f"Holdfast, head {report.head[:7]}: what has to be cleared in this change."
    items, more = fit([opening, *map(order, findings)], room - _FRAME)
    lines = [*items, *([f"({more} more left out)"] if more else [])]
    return folded("Hand this to the agent", [block("\n".join(lines), "text")], room) if findings else ""


def _before_after(report: Report, room: int) -> str:
    return folded("What changed, before and after", map(_evidence, active(report)), room)


def _evidence(finding: Finding) -> str:
    ways = " · ".join(ways_to_clear(finding))
    parts = [
        f"#### {KIND_WORDS[finding.kind]}: {prose(finding.title)}",
        f"{where(finding)} · {link(code(finding.check), finding.docs)}",
        prose(finding.message),
        *[snippet(it) for pair in pairs(finding) for it in pair if it is not None],
    ]
    if (example := nearest_example(finding)) is not None:
        parts.append(snippet(example))
    if ways:
        parts.append(f"Clear it: {ways}.")
    return "\n\n".join(parts) + "\n"


def _boundaries(report: Report, room: int) -> str:
    if not report.boundaries:
        return ""
    head = "| boundary | files | findings | sign-offs | status |\n| --- | --- | --- | --- | --- |"
    return folded(f"Boundaries ({len(report.boundaries)})", [head, *map(_boundary_row, report.boundaries)], room)


def _boundary_row(boundary: Boundary) -> str:
    files = ", ".join(map(code, boundary.paths[:3]))
    files += f" and {len(boundary.paths) - 3} more" if len(boundary.paths) > 3 else ""
    signers = f"{len(boundary.signoffs)} of {boundary.required_signoffs}"
    signers += f": {', '.join(map(code, boundary.signoffs))}" if boundary.signoffs else ""
    hashed = code(boundary.content_hash[:12])
    return f"| {boundary.area.value} {hashed} | {files} | {len(boundary.findings)} | {signers} | {boundary.status} |"


def _constraints(report: Report, room: int) -> str:
    rows = [f"- {it.status}: {code(it.id)} ({it.kind})" for it in report.constraints]
    return folded(f"Constraints ({constraint_counts(report)})", rows, room) if rows else ""


def _suppressed(report: Report, room: int) -> str:
    return folded("Suppressed in the code", _suppressions(report), room)


def _suppressions(report: Report) -> Iterator[str]:
    for finding in report.findings:
        if (by := finding.suppressed) is not None:
            until = f", until {prose(by.until)}" if by.until else ""
            yield f"- {prose(finding.title)}, {code(place(finding))}: {prose(by.reason)}{until}"


def _not_looked_at(report: Report, room: int) -> str:
    files = [file for file in report.files if file.skipped is not None]
    rows = [f"- {code(file.path)}: {prose(file.skipped or '')}" for file in files]
    way = [f"{NOT_YOURS}\n"] if unseen(report) else []
    return folded(f"Not looked at ({len(rows)})", [*way, *rows], room)


def _about(report: Report, room: int) -> str:
    timing = report.timing
    stages = " · ".join(f"{one_line(name)} {spent:.0f} ms" for name, spent in timing.stages.items())
    lines = [
        f"- {len(report.files)} changed files in {timing.total_ms:.0f} ms" + (f" ({prose(stages)})" if stages else ""),
        f"- {report.tool.name} {report.tool.version}",
        *(f"- {prose(note)}" for note in report.notes),
    ]
    if report.authorship.agent:
        signals = "; ".join(f"{it.kind} {code(it.value)}" for it in report.authorship.signals[:5])
        lines.append(f"- traces of {prose(report.authorship.agent)}: {signals}")
    return folded("About this review", lines, room)


_FOLDS: tuple[Callable[[Report, int], str], ...] = (
    _handover,
    _boundaries,
    _constraints,
    _suppressed,
    _not_looked_at,
    _about,
)
