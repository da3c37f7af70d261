"""`--format text`: what a person reads after `holdfast review`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import StringIO

from rich.console import Console
from rich.text import Text

from reviewer.domain.report import Boundary, BoundaryStatus, Finding, Report, Verdict, unseen
from reviewer.render.foreign import one_line, sentence
from reviewer.render.summary import (
    NOT_YOURS,
    VERDICT_WORDS,
    active,
    constraint_counts,
    counted,
    headline,
    is_quiet,
    needs,
    reason,
    revisions,
    signed,
    to_sign,
)
from reviewer.render.terminal.finding import finding_lines
from reviewer.render.terminal.lines import MARGIN, paragraph
from reviewer.render.terminal.width import Terminal

_VERDICT_STYLES: dict[Verdict, str] = {
    "success": "bold green",
    "neutral": "bold yellow",
    "action_required": "bold yellow",
    "failure": "bold red",
}
_STATUS_WORDS: dict[BoundaryStatus, str] = {
    "open": "open",
    "signed": "signed",
    "carried": "carried over, unchanged since it was signed",
    "void": "changed since it was signed",
}
_LONGEST_LIST = 10
_GAP = 4
_PIPE_WIDTH = 1_000_000  # nothing is wrapped or cut in a pipe


def to_text(report: Report, terminal: Terminal) -> str:
    """The whole report, worst first; exactly one line when there is nothing to say."""
    console = Console(
        file=StringIO(),
        width=terminal.width or _PIPE_WIDTH,
        color_system=None if terminal.colours == "none" else terminal.colours,
        force_terminal=terminal.colours != "none",
        no_color=terminal.colours == "none",
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    with console.capture() as captured:
        for line in _document(report, terminal):
            console.print(line, soft_wrap=True, end="\n")
    return captured.get()


def _document(report: Report, terminal: Terminal) -> Iterator[Text]:
    yield from _first_lines(report, terminal)
    if is_quiet(report):
        return
    yield from _verdict(report, terminal)
    for finding in active(report):
        yield Text()
        yield from finding_lines(finding, terminal)
    for title, lines in (
        ("To sign", _boundaries(to_sign(report))),
        ("Signed", _boundaries(signed(report))),
        ("Constraints", _constraints(report)),
        ("Suppressed in the code", _suppressed(report.findings)),
        ("Not looked at", _not_looked_at(report)),
        ("Traces of an agent", _authorship(report)),
    ):
        if lines:
            yield Text()
            yield from paragraph(Text(title, style="bold"), 0, terminal)
            yield from _listed(lines, terminal)
    yield Text()
    if report.findings:
        yield from paragraph(Text("holdfast checks show ID explains a finding's check.", style="dim"), 0, terminal)
    if unseen(report):
        yield from paragraph(Text(NOT_YOURS, style="dim"), 0, terminal)
    yield from paragraph(Text(_timing(report), style="dim"), 0, terminal)


def _first_lines(report: Report, terminal: Terminal) -> Iterator[Text]:
    left = Text.assemble(("Holdfast", "bold"), f": {headline(report)}")
    right = Text(revisions(report), style="dim")
    gap = _GAP if terminal.width is None else terminal.width - left.cell_len - right.cell_len
    if gap >= _GAP:
        yield Text.assemble(left, " " * gap, right)
    else:
        yield from paragraph(left, 0, terminal)
        yield from paragraph(right, 0, terminal)


def _verdict(report: Report, terminal: Terminal) -> Iterator[Text]:
    why = f": {reason(report)}" if reason(report) else ""
    style = _VERDICT_STYLES[report.verdict]
    yield from paragraph(Text.assemble((VERDICT_WORDS[report.verdict], style), why), 0, terminal)
    if waiting := to_sign(report):
        yield from paragraph(Text(f"Needs: {needs(waiting, sentence)}"), 0, terminal)
    for note in report.notes:
        yield from paragraph(Text(sentence(note)), 0, terminal)


def _boundaries(boundaries: Iterable[Boundary]) -> list[str]:
    return [_boundary(boundary) for boundary in boundaries]


def _boundary(boundary: Boundary) -> str:
    paths = ", ".join(map(one_line, boundary.paths[:3]))
    paths += f" and {len(boundary.paths) - 3} more" if len(boundary.paths) > 3 else ""
    who = f" by {sentence(', '.join(boundary.signoffs))}" if boundary.signoffs else ""
    facts = counted(len(boundary.findings), "finding", "findings") if boundary.findings else "guarded code touched"
    return f"{boundary.area.value}: {_STATUS_WORDS[boundary.status]}{who}, {facts} in {paths}"


def _constraints(report: Report) -> list[str]:
    broken = ", ".join(one_line(it.id) for it in report.constraints if it.status == "violated")
    return [f"{constraint_counts(report)}{f' ({broken})' if broken else ''}"] if report.constraints else []


def _suppressed(findings: Iterable[Finding]) -> list[str]:
    return [
        f"{one_line(it.path)}:{it.start_line}: {sentence(it.title)} ({sentence(it.suppressed.reason)}"
        + (f", until {sentence(it.suppressed.until)})" if it.suppressed.until else ")")
        for it in findings
        if it.suppressed is not None
    ]


def _not_looked_at(report: Report) -> list[str]:
    return [f"{one_line(file.path)}: {sentence(file.skipped or '')}" for file in unseen(report)]


def _authorship(report: Report) -> list[str]:
    wrote = report.authorship
    signals = "; ".join(f"{it.kind}: {sentence(it.value)}" for it in wrote.signals[:3])
    return [f"{sentence(wrote.agent)} ({signals})"] if wrote.agent else []


def _listed(lines: list[str], terminal: Terminal) -> Iterator[Text]:
    for line in lines[:_LONGEST_LIST]:
        yield from paragraph(Text(line), MARGIN, terminal)
    if len(lines) > _LONGEST_LIST:
        rest = Text(f"and {len(lines) - _LONGEST_LIST} more; --format json lists all")
        yield from paragraph(rest, MARGIN, terminal)


def _timing(report: Report) -> str:
    files = counted(len(report.files), "changed file", "changed files")
    return f"{files} in {report.timing.total_ms / 1000:.2f} s"
