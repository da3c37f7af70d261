"""Annotations of a check run, as plain values: what reviewer.github sends in batches."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from checks.kit import Side
from reviewer.domain.report import Finding, Report
from reviewer.render.foreign import encodable, sentence
from reviewer.render.levels import LEVELS
from reviewer.render.limits import cut
from reviewer.render.places import head_place
from reviewer.render.summary import active, ways_to_clear

TITLE_LIMIT = 255
MESSAGE_LIMIT = 64_000
"""GitHub takes 64 KB; both limits are its Checks API's."""


class Annotation(Struct, frozen=True):
    """One annotation; lines count in the file at head."""

    path: str
    start_line: int
    end_line: int
    level: Literal["failure", "warning", "notice"]
    title: str
    message: str


def check_annotations(report: Report) -> tuple[Annotation, ...]:
    """One annotation per finding that is not suppressed, worst first."""
    return tuple(map(_annotation, active(report)))


def _annotation(finding: Finding) -> Annotation:
    place = head_place(finding)
    return Annotation(
        encodable(place.path),
        place.start_line,
        place.end_line,
        LEVELS[finding.action].annotation,
        cut(sentence(finding.title), TITLE_LIMIT),
        cut(message_of(finding), MESSAGE_LIMIT),
    )


def message_of(finding: Finding) -> str:
    """Harm, how to clear, and where to read on, in plain lines."""
    lines = [sentence(finding.message)]
    if head_place(finding).side is Side.LEFT:
        lines.append(f"(line {finding.start_line} of the file at base)")
    if ways := ways_to_clear(finding):
        lines.append(f"Clear it: {' · '.join(ways)}.")
    lines.append(f"{finding.check}: {finding.docs}")
    return "\n".join(lines)
