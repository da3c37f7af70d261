"""One finding on a terminal: the fact, before and after, the harm, and how to clear it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from checks.kit import Side
from reviewer.domain.report import Finding, ReportedEvidence, ReportedSuggestion
from reviewer.render.evidence import (
    SNIPPET_LINES,
    evidence_place,
    fence_language,
    nearest_example,
    pairs,
)
from reviewer.render.foreign import one_line, sentence, visible
from reviewer.render.levels import KIND_WORDS, LEVELS
from reviewer.render.limits import head_lines
from reviewer.render.summary import place, ways_to_clear
from reviewer.render.terminal.highlight import highlighted
from reviewer.render.terminal.lines import MARGIN, columns, paragraph, stacked
from reviewer.render.terminal.width import Terminal

_TWO_COLUMNS = 100
"""From this width on, before and after stand beside each other."""
_WIDEST_LINE = 400
_WORD = 2 + max(map(len, KIND_WORDS.values()))


def finding_lines(finding: Finding, terminal: Terminal) -> Iterator[Text]:
    """The lines of one finding, without an empty one around them."""
    style = LEVELS[finding.action].colour
    word = f"{KIND_WORDS[finding.kind]:<{_WORD}}"
    title = Text.assemble((word, style), (sentence(finding.title), "bold"))
    yield from paragraph(title, 0, terminal)
    side = " (base)" if finding.side is Side.LEFT else ""
    loudness = f"{finding.action.value}, {finding.severity.value}"
    facts = f"{one_line(place(finding))}{side} · {one_line(finding.check)} · {loudness}"
    yield from paragraph(Text(facts, style="dim"), MARGIN, terminal)
    for before, after in pairs(finding):
        yield from _pair(before, after, terminal)
    if (example := nearest_example(finding)) is not None:
        yield from stacked(_block(example, terminal), terminal, MARGIN)
    yield from paragraph(Text(sentence(finding.message)), MARGIN, terminal)
    if finding.suggestion is not None:
        yield from _suggestion(finding, finding.suggestion, terminal)
    if ways := ways_to_clear(finding):
        yield from paragraph(Text(f"Clear it: {' · '.join(ways)}"), MARGIN, terminal)


def _pair(before: ReportedEvidence | None, after: ReportedEvidence | None, terminal: Terminal) -> Iterator[Text]:
    blocks = [_block(it, terminal) for it in (before, after) if it is not None]
    if len(blocks) == 2 and terminal.width is not None and terminal.width >= _TWO_COLUMNS:
        yield from columns(blocks[0], blocks[1], terminal.width, MARGIN)
        return
    for lines in blocks:
        yield from stacked(lines, terminal, MARGIN)


def _block(evidence: ReportedEvidence, terminal: Terminal) -> list[Text]:
    side = " (base)" if evidence.side is Side.LEFT else ""
    title = Text(f"{sentence(evidence.label)}  {one_line(evidence_place(evidence))}{side}", style="italic")
    return [title, *_numbered(evidence.snippet, evidence.path, evidence.start_line, terminal)]


def _suggestion(finding: Finding, suggestion: ReportedSuggestion, terminal: Terminal) -> Iterator[Text]:
    start, end = suggestion.start_line, suggestion.end_line
    title = Text(f"suggested for line{f's {start}-{end}' if end > start else f' {start}'}", style="italic")
    code = _numbered(suggestion.replacement, finding.path, suggestion.start_line, terminal)
    yield from stacked([title, *code], terminal, MARGIN)


def _numbered(snippet: str, path: str, start_line: int, terminal: Terminal) -> list[Text]:
    kept, more = head_lines(visible(snippet).expandtabs(4), SNIPPET_LINES)
    kept = [line[:_WIDEST_LINE] for line in kept]
    digits = len(str(start_line + len(kept) - 1))
    code = highlighted("\n".join(kept), fence_language(path), terminal)
    lines = [Text.assemble((f"{number:>{digits}} ", "dim"), line) for number, line in enumerate(code, start_line)]
    return [*lines, Text(f"{'…':>{digits}} {more} more lines", style="dim")] if more else lines
