"""Valid text that the parsers are known to stumble over, spelled so that they do not; every byte stays in its place.

The grammar of TypeScript reads a member named `in_stock` that stands on a line of its own behind another, without a
semicolon, as the operator `in` (tree-sitter-typescript 0.23, and so does the engine). Both lose statements to
comments in rare places, such as between the branches of a `switch`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from reviewer.analysis.blobs import Blob
from reviewer.analysis.semgrep.cache import ResultCache
from reviewer.analysis.semgrep.engine import Engine
from reviewer.analysis.semgrep.match import Scanned
from reviewer.analysis.semgrep.rule_set import RuleSet
from reviewer.analysis.semgrep.scan import Limits, Wanted, scan
from reviewer.analysis.semgrep.tokens import comments
from reviewer.analysis.syntax import Outline, OutlineCache, Outlines, read_outlines

_SCRIPTS: Final = frozenset({"javascript", "typescript"})
_OPERATOR_LIKE: Final = re.compile(
    r"(?<=[\w\])>'\"])([ \t]*\n[ \t]*)[ \t](?=(?:in|of|as|instanceof|satisfies)[\w$]*\??:)"
)


def mended(blob: Blob) -> Blob | None:
    """Return the blob in the other spelling; None where that is the same."""
    text = blob.text
    for start, end in reversed(list(comments(text, blob.language))):
        text = text[:start] + _blank(text[start:end]) + text[end:]
    if blob.language in _SCRIPTS:
        text = _OPERATOR_LIKE.sub(r"\1;", text)
    return None if text == blob.text else blob.respelled(text)


def _blank(comment: str) -> str:
    """As many bytes and lines of nothing."""
    return "".join(char if char == "\n" else " " * len(char.encode("utf-8", "replace")) for char in comment)


def rescan(
    scanned: Mapping[Blob, Scanned], wanted: Wanted, rules: RuleSet, engine: Engine, cache: ResultCache, limits: Limits
) -> Mapping[Blob, Scanned]:
    """Look again, mended, at what the engine could not parse; what it still cannot parse stays as it was."""
    hard = {blob: seen for blob, seen in scanned.items() if seen.unparsed or "does not parse" in (seen.problem or "")}
    again = {blob: better for blob in hard if (better := mended(blob)) is not None}
    if not again:
        return scanned
    asked = {better: wanted[blob] for blob, better in again.items()}
    answers = scan(asked, rules, engine, cache, limits, asked)
    clean = {
        blob: answers[better]
        for blob, better in again.items()
        if answers[better].problem is None and not answers[better].unparsed
    }
    return {**scanned, **clean}


def reread(outlines: Outlines, limits: Limits, known: OutlineCache) -> Outlines:
    """Read again, mended, what does not parse; what still does not stays as it was."""
    hard = [blob for blob, outline in outlines.outlines.items() if outline.problem is not None]
    again = {blob: better for blob in hard if (better := mended(blob)) is not None}
    if not again:
        return outlines
    answers = read_outlines(list(again.values()), limits.deadline, known).outlines
    clean = {blob: answers[better] for blob, better in again.items() if _parses(answers.get(better))}
    return Outlines({**outlines.outlines, **clean}, outlines.not_looked_at)


def _parses(outline: Outline | None) -> bool:
    return outline is not None and outline.problem is None
