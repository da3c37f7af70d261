"""One inline comment: fact, harm, nearest example, how to clear it, and where to read on."""

from __future__ import annotations

from collections.abc import Sequence

from checks.kit import Action, Side, Span
from reviewer.domain.report import Finding, ReportedEvidence, ReportedSuggestion
from reviewer.render.evidence import evidence_place, nearest_example, pairs
from reviewer.render.foreign import visible
from reviewer.render.limits import cut, size
from reviewer.render.markdown.pieces import link
from reviewer.render.markdown.quote import block, code, prose
from reviewer.render.places import head_place
from reviewer.render.summary import ways_to_clear

COMMENT_LIMIT = 65_536
"""GitHub's limit of a comment, counted as in `reviewer.render.limits`."""
_TEXT, _SUGGESTION = 30_000, 30_000
_SHORT = 80


def anchors(finding: Finding) -> tuple[Span, ...]:
    """Where the comment may stand, best first: the suggestion's lines, the finding's own, those at head."""
    own = Span(finding.side, finding.path, finding.start_line, finding.end_line)
    spans = [own, head_place(finding)]
    if finding.suggestion is not None:
        spans.insert(0, _lines(finding, finding.suggestion))
    return tuple(dict.fromkeys(spans))


def comment_body(finding: Finding, anchor: Span) -> str:
    """The Markdown of the comment at one of its `anchors`.

    The suggestion is in it only where the comment spans exactly the lines that it replaces, for
    GitHub replaces what the comment spans.
    """
    lines = [_fact(finding), prose(finding.message)]
    if (example := nearest_example(finding)) is not None:
        lines.append(f"{prose(example.label)}: {code(evidence_place(example))}")
    if cure := _cure(finding):
        lines.append(cure)
    parts = [cut("  \n".join(lines), _TEXT)]
    suggestion = finding.suggestion
    if suggestion is not None and anchor == _lines(finding, suggestion):
        parts += _suggestion(suggestion)
    codes = f" · {prose(', '.join(finding.codes))}" if finding.codes else ""
    parts.append(f"<sub>{link(code(finding.check), finding.docs)}{codes}</sub>")
    return "\n\n".join(parts) + "\n"


def _fact(finding: Finding) -> str:
    first = next(iter(pairs(finding)), ())
    said = ", ".join(f"{prose(it.label)} {code(_short(it))}" for it in first if it is not None)
    return f"**{prose(finding.title)}**" + (f": {said}" if said else "")


def _short(evidence: ReportedEvidence) -> str:
    """Its first line below the decorators; the rest stands in the diff, right above the comment."""
    lines = evidence.snippet.strip().splitlines() or [""]
    first = next((line for line in lines if not line.lstrip().startswith("@")), lines[0])
    shown = cut(first.strip(), _SHORT)
    return f"{shown} …" if len(lines) > 1 and not shown.endswith("…") else shown


def _cure(finding: Finding) -> str:
    ways: Sequence[str] = ways_to_clear(finding)
    if not ways:
        return ""
    if finding.action is Action.SIGN_OFF:
        command = code(f"/holdfast sign-off {finding.area.value} REASON")
        return f"Clear it: {' · '.join(ways[:-1])} · or someone eligible signs: {command}"
    return f"Clear it: {' · '.join(ways)}"


def _lines(finding: Finding, suggestion: ReportedSuggestion) -> Span:
    return Span(Side.RIGHT, finding.path, suggestion.start_line, suggestion.end_line)


def _suggestion(suggestion: ReportedSuggestion) -> list[str]:
    """Nothing where quoting or cutting would change the code: a suggestion is applied as it stands."""
    text = suggestion.replacement
    as_it_stands = visible(text) == text and size(text) <= _SUGGESTION
    return [block(text, "suggestion")] if as_it_stands else []
