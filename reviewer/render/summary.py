"""What all formats for people say first: counts, who can unblock, and how each finding is cleared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from checks.kit import Action, Kind
from reviewer.domain.report import Boundary, Finding, Report, Verdict, unseen

_PERMISSIONS = ("read", "triage", "write", "maintain", "admin")
VERDICT_WORDS: dict[Verdict, str] = {
    "success": "Passes",
    "neutral": "Passes with warnings",
    "action_required": "Needs a human",
    "failure": "Blocked",
}

NOT_YOURS = "Not looked at, and not yours to review: `exclude` it in `.github/holdfast.yml`."
"""How a review is completed without mending the file."""

_ANYONE = frozenset(f"anyone with {permission} access" for permission in _PERMISSIONS)
_COUNTED = {
    Kind.LOST: ("guard lost", "guards lost"),
    Kind.WEAKENED: ("guard weaker", "guards weaker"),
    Kind.CHANGED: ("guard changed", "guards changed"),
    Kind.MOVED: ("guard moved", "guards moved"),
    Kind.INTRODUCED: ("risk", "risks"),
    Kind.MISSING: ("guard missing", "guards missing"),
}
_WAYS = {
    Kind.LOST: "restore",
    Kind.WEAKENED: "restore",
    Kind.CHANGED: "revert",
    Kind.MOVED: "revert",
    Kind.INTRODUCED: "fix",
    Kind.MISSING: "add it",
}


def active(report: Report) -> tuple[Finding, ...]:
    """The findings that nobody suppressed, in the order of the report: worst first."""
    return tuple(finding for finding in report.findings if finding.suppressed is None)


def is_quiet(report: Report) -> bool:
    """Whether there is nothing to say: no finding, no boundary, no gap, no note."""
    return not (report.findings or report.boundaries or report.notes or unseen(report)) and report.complete


def headline(report: Report) -> str:
    """The counts: "1 guard lost · 2 boundaries to sign · 2 notes"."""
    loud = [finding for finding in active(report) if finding.action is not Action.NOTE]
    kinds = Counter(finding.kind for finding in loud)
    notes = len(active(report)) - len(loud)
    parts = [counted(kinds[kind], *words) for kind, words in _COUNTED.items() if kinds[kind]]
    waiting = len(to_sign(report))
    parts += [counted(waiting, "boundary to sign", "boundaries to sign")] if waiting else []
    parts += [counted(notes, "note", "notes")] if notes else []
    parts += [f"{hushed} suppressed"] if (hushed := len(report.findings) - len(active(report))) else []
    missed = len(unseen(report))
    if missed or not report.complete:
        parts.append(counted(missed, "file not looked at", "files not looked at") if missed else "incomplete")
    return " · ".join(parts) or "nothing found"


def constraint_counts(report: Report) -> str:
    """What became of the constraints: "2 kept · violated: 1 omission, 2 commissions · 4 not applicable"."""
    counts = Counter(it.status for it in report.constraints)
    broken = Counter(it.kind for it in report.constraints if it.status == "violated")
    kinds = [counted(broken[kind], kind, f"{kind}s") for kind in ("omission", "commission") if broken[kind]]
    parts = [f"{counts['kept']} kept"] if counts["kept"] else []
    parts += [f"violated: {', '.join(kinds)}"] if kinds else []
    parts += [f"{counts['not-applicable']} not applicable"] if counts["not-applicable"] else []
    return " · ".join(parts)


def reason(report: Report) -> str:
    """Why the verdict is what it is, one clause; "" where the counts say it all."""
    match report.verdict:
        case "success" | "neutral":
            return ""
        case "failure":
            blocks = sum(finding.action is Action.BLOCK for finding in active(report))
            return f"{counted(blocks, 'finding has', 'findings have')} to be fixed"
        case "action_required":
            if waiting := len(to_sign(report)):
                return f"{counted(waiting, 'boundary waits', 'boundaries wait')} for a sign-off"
            if not report.complete:
                return "not everything could be looked at"
            return "the configuration cannot be used"


def revisions(report: Report) -> str:
    """The range in short: "head 9f3c2a1 · base 77ab0e4"."""
    return f"head {report.head[:7]} · base {report.base[:7]}"


def to_sign(report: Report) -> tuple[Boundary, ...]:
    """The boundaries that still wait for a person."""
    return tuple(b for b in report.boundaries if b.required_signoffs > 0 and b.status in {"open", "void"})


def signed(report: Report) -> tuple[Boundary, ...]:
    """The boundaries that a person has signed, now or for an unchanged earlier push."""
    return tuple(b for b in report.boundaries if b.status in {"signed", "carried"})


def needs(boundaries: Iterable[Boundary], quote: Callable[[str], str]) -> str:
    """Who can unblock: "1 of @acme/db, ana for migrations · anyone with write access for auth".

    Boundaries that the same people can sign stand together; `quote` is how names enter the format.
    """
    return " · ".join(
        f"{signers(count, eligible, quote)} for {', '.join(areas)}"
        for (count, eligible), areas in _by_signers(boundaries).items()
    )


def _by_signers(boundaries: Iterable[Boundary]) -> dict[tuple[int, tuple[str, ...]], list[str]]:
    grouped: dict[tuple[int, tuple[str, ...]], list[str]] = {}
    for boundary in boundaries:
        missing = max(1, boundary.required_signoffs - len(boundary.signoffs))
        grouped.setdefault((missing, boundary.eligible), []).append(boundary.area.value)
    return grouped


def signers(count: int, eligible: tuple[str, ...], quote: Callable[[str], str]) -> str:
    """How many of whom: "1 of @acme/db, ana", "anyone with write access", "2 people with write access"."""
    if len(eligible) == 1 and eligible[0] in _ANYONE:
        return eligible[0] if count == 1 else f"{count} people{eligible[0].removeprefix('anyone')}"
    return f"{count} of {', '.join(map(quote, eligible))}" if eligible else "somebody, but nobody is eligible,"


def ways_to_clear(finding: Finding) -> tuple[str, ...]:
    """Every way to clear a finding, shortest words first: "restore", "sign tenancy"."""
    if finding.action is Action.NOTE:
        return ()
    ways = ["apply the suggestion"] if finding.suggestion else []
    ways.append(_WAYS[finding.kind])
    if finding.action is Action.SIGN_OFF:
        ways.append(f"sign {finding.area.value}")
    return tuple(ways)


def place(finding: Finding) -> str:
    """The place as people write it; a line of the base file where the finding stands on the LEFT."""
    return f"{finding.path}:{finding.start_line}"


def counted(number: int, one: str, many: str) -> str:
    """The number with the word that fits it."""
    return f"{number} {one if number == 1 else many}"
