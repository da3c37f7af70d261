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
    """One area of one changed file, and why.

    Attributes:
        reason: in words for people.
        confidence: how sure it is, 0 to 1.
    """

    area: Area
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ReportedFile:
    """One changed path.

    Attributes:
        previous_path: where a renamed file was.
        areas: what the change concerns there; none for tests, documentation and pages.
        skipped: why it was not looked at; null when it was.
    """

    path: str
    previous_path: str | None
    status: Literal["added", "modified", "removed", "renamed"]
    areas: tuple[FileArea, ...]
    skipped: str | None


@dataclass(frozen=True, slots=True)
class ReportedEvidence:
    """A quoted place.

    Attributes:
        side: LEFT lines count in the base file, RIGHT ones in the head's.
        start_line: 1-based; `end_line` is included.
        label: what it shows: was, now, nearest, still here.
    """

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
    """One fact, what it asks for and where it is shown.

    Attributes:
        fingerprint: names check, symbol and fact, never a line: it survives edits nearby, rebases and renames.
        check: the id, AREA/NAME, of a check, a rule or a constraint.
        codes: rows of the catalogue.
        confidence: how sure it is, 0 to 1.
        action: what it asks for, as the configuration has it.
        inline: whether it is shown as a comment on its line.
        side: LEFT lines count in the base file, RIGHT ones in the head's.
        start_line: 1-based; `end_line` is included.
        symbol: qualified name of the unit it stands in.
        title: the fact, in one line; code stands between backticks.
        message: the harm.
        evidence: what stood there, what stands there now, and the nearest example.
        suggestion: lines that mend it, where that is local and safe.
        docs: the check's page.
        suppressed: by whom and until when it was accepted in the code.
    """

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
    """One area of this change, and the human decision it waits for or has.

    Attributes:
        content_hash: over the old and new code of its guarded units; a sign-off is bound to it.
        paths: the files it lies in.
        findings: fingerprints of the findings that belong to it.
        required_signoffs: how many people have to sign; 0 when nobody has to.
        eligible: who may sign: accounts, teams and permission levels. On a laptop only what the configuration says.
        signoffs: who has signed; only the App knows.
    """

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
    """The agent whose traces the change carries.

    Attributes:
        agent: its name; null says nothing, for every trace can be removed.
        signals: the traces.
    """

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
        tool: what made it.
        base: the commit that was compared with; where nothing was said, the merge base.
        head: the commit, or the index, that was reviewed.
        verdict: what the check concludes.
        complete: false when something that could hide a boundary was not looked at; the verdict is then never success.
        files: every changed path, looked at or not.
        boundaries: the areas whose guarded code changed.
        constraints: what became of the repository's own rules.
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
