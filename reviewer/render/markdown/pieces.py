"""Pieces that check run and comments share: table rows, links, folds."""

from __future__ import annotations

import re
from collections.abc import Iterable

from checks.kit import Side
from reviewer.domain.report import Finding, ReportedEvidence
from reviewer.render.evidence import SNIPPET_LINES, evidence_place, fence_language
from reviewer.render.levels import KIND_WORDS
from reviewer.render.limits import fit, head_lines, size
from reviewer.render.markdown.quote import block, code, prose
from reviewer.render.summary import counted, place, ways_to_clear

_OUR_LINK = re.compile(r"https://[\w./~%-]+(#[\w-]+)?")
_WIDEST_LINE = 400
_MORE = "\n{:>6} more left out here, for GitHub takes no longer text; `holdfast review` shows all."


def row(finding: Finding) -> str:
    """One line of the table of findings."""
    ways = " · ".join(ways_to_clear(finding)) or "nothing to do"
    return f"| {KIND_WORDS[finding.kind]} | {prose(finding.title)} | {where(finding)} | {ways} |"


def where(finding: Finding) -> str:
    """The place as code, and which side's line it is."""
    return code(place(finding)) + (" (base)" if finding.side is Side.LEFT else "")


def link(words: str, url: str) -> str:
    """A link to our own pages; anything that is not plainly an address stays text."""
    return f"[{words}]({url})" if _OUR_LINK.fullmatch(url) else words


def snippet(evidence: ReportedEvidence) -> str:
    """A line with label and place, then the quoted lines."""
    lines, more = head_lines(evidence.snippet, SNIPPET_LINES)
    text = "\n".join(line[:_WIDEST_LINE] + "…" * (len(line) > _WIDEST_LINE) for line in lines)
    rest = f"\n\n… {counted(more, 'more line', 'more lines')}" if more else ""
    side = " (base)" if evidence.side is Side.LEFT else ""
    title = f"{prose(evidence.label)}, {code(evidence_place(evidence))}{side}:"
    return f"{title}\n\n{block(text, fence_language(evidence.path))}{rest}"


def folded(title: str, items: Iterable[str], room: int) -> str:
    """Items under a fold, as many as fit into `room` bytes (at least 400); "" when there are none."""
    opening, closing = f"<details><summary>{title}</summary>\n\n", "\n\n</details>\n"
    kept, more = fit(items, room - size(opening) - size(closing) - size(_MORE))
    if more:
        kept = [*kept, _MORE.format(more)]
    body = "\n".join(kept).strip("\n")
    return f"{opening}{body}{closing}" if kept else ""
