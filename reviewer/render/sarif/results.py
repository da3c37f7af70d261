"""The results of a log: one per finding, with its evidence, fixes and suppressions."""

from __future__ import annotations

from urllib.parse import quote

from checks.kit import Kind, Side
from reviewer.domain.report import Finding, ReportedEvidence, ReportedSuggestion, Suppression
from reviewer.render.foreign import encodable, one_line, path_bytes, sentence
from reviewer.render.levels import LEVELS
from reviewer.render.places import head_place

Json = dict[str, object]


def result(finding: Finding, rule_index: int) -> Json:
    """One finding; a suppressed one is in the log too, marked."""
    place = head_place(finding)
    shown: Json = {
        "ruleId": finding.check,
        "ruleIndex": rule_index,
        "level": LEVELS[finding.action].sarif,
        "kind": "fail",
        "message": {"text": f"{sentence(finding.title)}. {sentence(finding.message)}"},
        "locations": [
            {**location(place.path, place.start_line, place.end_line), **_logical(finding)},
        ],
        "relatedLocations": [_related(number, it) for number, it in enumerate(finding.evidence)],
        # GitHub recognises an alert by primaryLocationLineHash; ours survives edits nearby.
        "partialFingerprints": {
            "holdfast/v1": finding.fingerprint,
            "primaryLocationLineHash": f"{finding.fingerprint}:1",
        },
        "rank": round(finding.confidence * 100, 1),
        "properties": {
            "action": finding.action.value,
            "area": finding.area.value,
            "change": finding.kind.value,
            "severity": finding.severity.value,
            "codes": list(finding.codes),
            "side": finding.side.value,
        },
    }
    if finding.kind in {Kind.INTRODUCED, Kind.MISSING}:
        shown["baselineState"] = "new"
    if finding.suppressed is not None:
        shown["suppressions"] = [_suppression(finding.suppressed)]
    if finding.suggestion is not None:
        shown["fixes"] = [_fix(finding, finding.suggestion)]
    return shown


def location(path: str, start_line: int = 0, end_line: int = 0) -> Json:
    """A file, and its lines unless they are 0."""
    physical: Json = {"artifactLocation": _artifact(path)}
    if start_line:
        physical["region"] = {"startLine": start_line, "endLine": end_line}
    return {"physicalLocation": physical}


def _artifact(path: str) -> Json:
    """A relative reference (RFC 3986), each byte that is not plain percent-encoded."""
    return {"uri": quote(path_bytes(path))}


def _logical(finding: Finding) -> Json:
    if finding.symbol is None:
        return {}
    return {"logicalLocations": [{"fullyQualifiedName": encodable(finding.symbol)}]}


def _related(number: int, evidence: ReportedEvidence) -> Json:
    side = ", at base" if evidence.side is Side.LEFT else ""
    physical: Json = {
        "artifactLocation": _artifact(evidence.path),
        "region": {
            "startLine": evidence.start_line,
            "endLine": evidence.end_line,
            "snippet": {"text": encodable(evidence.snippet)},
        },
    }
    words = f"{sentence(evidence.label)}{side}: {one_line(evidence.path)}"
    return {"id": number, "physicalLocation": physical, "message": {"text": words}}


def _suppression(by: Suppression) -> Json:
    until = f" (until {by.until})" if by.until else ""
    return {"kind": "inSource", "status": "accepted", "justification": f"{sentence(by.reason)}{until}"}


def _fix(finding: Finding, suggestion: ReportedSuggestion) -> Json:
    """Whole lines: from the first column of the first to the first column behind the last."""
    replacement: Json = {
        "deletedRegion": {
            "startLine": suggestion.start_line,
            "startColumn": 1,
            "endLine": suggestion.end_line + 1,
            "endColumn": 1,
        },
        "insertedContent": {"text": f"{suggestion.replacement}\n"},
    }
    change: Json = {"artifactLocation": _artifact(finding.path), "replacements": [replacement]}
    return {"description": {"text": "Restore the guard."}, "artifactChanges": [change]}
