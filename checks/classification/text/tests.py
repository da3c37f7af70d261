"""Tests that hold a boundary: a refusal that nobody asserts any more, a test that no longer runs (family TS)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.classification.file_area import FileArea, quoted
from checks.classification.text.lines import Line, changed_lines
from checks.kit import Area, Change, Side

_REFUSAL = re.compile(
    r"\b(?:40[139]|412|429)\b|\b(?:HTTP_40[139]_\w+|HTTP_429_\w+)"
    r"|(?i:forbidden|unauthori[sz]ed|permission_?denied|access_?denied|not_?authorized|too_?many_?requests"
    r"|integrity_?error|throttled)"
)
_ASSERTS = re.compile(r"\bassert\w*\b|\bexpect\w*\b|\braises\b|\bshould\b|\.status_code\b|\brequire\.\w+\(|\bmust\b")
_SWITCHED_OFF = re.compile(
    r"@?pytest\.mark\.(?:skip\w*|xfail)\b|@(?:unittest\.)?skip\w*\b|\b(?:it|test|describe)\.skip\("
    r"|\bx(?:it|describe|test)\(|\bt\.Skip\w*\(|^@(?:Disabled|Ignore)\b|\bskip \"|\bpending\b"
)


def weakened_test(change: Change) -> Iterator[FileArea]:
    """Gate-integrity, when the change leaves fewer assertions of a refusal, or switches such tests off."""
    lines = changed_lines(change)
    removed = [line for line in lines if line.side is Side.LEFT and _asserts_refusal(line)]
    added = [line for line in lines if line.side is Side.RIGHT and _asserts_refusal(line)]
    if len(removed) > len(added):
        shown = quoted(removed[0].text)
        yield FileArea(Area.GATE_INTEGRITY, f"the assertion of a refusal {shown} was removed", 0.75)
    off = next((line for line in lines if line.side is Side.RIGHT and _SWITCHED_OFF.search(line.text)), None)
    if off is not None and change.base is not None and _REFUSAL.search(change.base.text):
        yield FileArea(Area.GATE_INTEGRITY, f"tests of a refusal are switched off by {quoted(off.text)}", 0.65)


def _asserts_refusal(line: Line) -> bool:
    return bool(_REFUSAL.search(line.text) and _ASSERTS.search(line.text))
