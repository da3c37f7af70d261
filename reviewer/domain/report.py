"""The report of a review, version 1: exactly what `--format json` prints.

The field names and literal values are promises of the contract; the JSON Schema under docs is
printed from these types.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from checks.kit import Action, Area, Kind, Severity, Side
from checks.kit.files import could_hide_boundary

Verdict = Literal["success", "neutral", "action_required", "failure"]
BoundaryStatus = Literal["open", "signed", "carried", "void"]


@dataclass(frozen=True, slots=True)
class Tool:
    """What made the report."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class FileArea:
    """One area of one changed file, and why."""

    area: Area
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ReportedFile:
    """One changed path; `skipped` says why it was not looked at, None when it was."""

    path: str
    previous_path: str | None
    status: Literal["added", "modified", "removed", "renamed"]
    areas: tuple[FileArea, ...]
    skipped: str | None


@dataclass(frozen=True, slots=True)
class ReportedEvidence:
    """A quoted place; LEFT lines count in the base file."""

    side: Side
    path: str
    start_line: int
    end_line: int
    snippet: str
    label: str


@dataclass(frozen=True, slots=True)
class ReportedSuggestion:
    """Head lines to replace, and the whole lines that replace them."""

    start_line: int
    end_line: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Suppression:
    """Who in the code said that this finding is accepted, and until when (ISO date)."""

    reason: str
    until: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact, what it asks for and where it is shown."""

    fingerprint: str
    check: str
    codes: tuple[str, ...]
    area: Area
    kind: Kind
    severity: Severity
    confidence: float
    action: Action
    inline: bool
    path: str
    side: Side
    start_line: int
    end_line: int
    symbol: str | None
    title: str
    message: str
    evidence: tuple[ReportedEvidence, ...]
    suggestion: ReportedSuggestion | None
    docs: str
    suppressed: Suppression | None


@dataclass(frozen=True, slots=True)
class Boundary:
    """One area of this change, and the human decision it waits for or has."""

    area: Area
    content_hash: str
    paths: tuple[str, ...]
    findings: tuple[str, ...]
    required_signoffs: int
    eligible: tuple[str, ...]
    signoffs: tuple[str, ...]
    status: BoundaryStatus


@dataclass(frozen=True, slots=True)
class ConstraintResult:
    """What became of one entry of the repository's registry."""

    id: str
    kind: Literal["omission", "commission"]
    status: Literal["kept", "violated", "not-applicable"]


@dataclass(frozen=True, slots=True)
class Signal:
    """One trace of an agent: what kind of trace, and its text."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Authorship:
    """The agent whose traces the change carries; None says nothing, for every trace can be removed."""

    agent: str | None
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True, slots=True)
class Timing:
    """How long it took, in milliseconds; the only part that differs between two equal reviews."""

    total_ms: float
    stages: dict[str, float]


@dataclass(frozen=True, slots=True)
class Report:
    """One finished review.

    Attributes:
        notes: sentences for the reader about the review itself: how the range was chosen, a broken
            configuration with its place, what was left out.
    """

    version: Literal[1]
    tool: Tool
    base: str
    head: str
    verdict: Verdict
    complete: bool
    files: tuple[ReportedFile, ...]
    findings: tuple[Finding, ...]
    boundaries: tuple[Boundary, ...]
    constraints: tuple[ConstraintResult, ...]
    authorship: Authorship
    timing: Timing
    notes: tuple[str, ...] = field(default=())


def unseen(report: Report) -> tuple[ReportedFile, ...]:
    """The files that nobody looked at, where that makes the review incomplete."""
    if report.complete:
        return ()
    skipped = [file for file in report.files if file.skipped is not None]
    return tuple(file for file in skipped if could_hide_boundary(file.path)) or tuple(skipped)
