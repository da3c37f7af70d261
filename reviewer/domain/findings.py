"""From hits to findings: what each asks for, whether it is shown inline, and its fingerprint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from msgspec import Struct

from checks.constraints import Constraint, HumanOnly, Protect
from checks.kit import Action, Area, Evidence, Hit, Kind, Severity, Suggestion
from checks.kit.areas import WARN_AREAS
from reviewer.domain.analysis import FoundHit
from reviewer.domain.links import CONFIGURATION_URL, docs_url
from reviewer.domain.policy import Policy
from reviewer.domain.report import Finding, ReportedEvidence, ReportedSuggestion

SURE = 0.75
"""From here on a finding is shown inline."""
LIKELY = 0.5
"""Below this a finding is a note, whatever its check asks for."""

_LOUDNESS = {Action.NOTE: 0, Action.WARN: 1, Action.SIGN_OFF: 2, Action.BLOCK: 3}
_WEIGHT = {Severity.BLOCKER: 4.0, Severity.HIGH: 3.0, Severity.MEDIUM: 2.0, Severity.LOW: 1.0}
_GRAVE = frozenset({Severity.BLOCKER, Severity.HIGH})
_SHOWN_INLINE = frozenset({Kind.LOST, Kind.WEAKENED, Kind.INTRODUCED, Kind.MISSING})


class Rule(Struct, frozen=True):
    """What the decisions need to know of a check or Semgrep rule: its id, area and own wishes."""

    id: str
    area: Area
    codes: tuple[str, ...]
    severity: Severity
    action: Action
    docs: str = ""
    """Where it is explained; "" is the page of its id."""
    of_repository: bool = False
    """Whether it is a constraint: what it asks for holds whatever its area asks for by default."""


def constraint_rules(constraints: Iterable[Constraint]) -> Mapping[str, Rule]:
    """The repository's own constraints as rules, by what findings call them."""
    return {
        it.rule: Rule(
            it.rule, it.area, (), it.severity, _asked(it), f"{CONFIGURATION_URL}#constraints", of_repository=True
        )
        for it in constraints
    }


def _asked(constraint: Constraint) -> Action:
    """What a constraint says itself; a person signs what people guard; else by severity."""
    if constraint.action is not None:
        return constraint.action
    if isinstance(constraint.checker, HumanOnly | Protect) or constraint.severity in _GRAVE:
        return Action.SIGN_OFF
    return Action.WARN


def decide(hits: Iterable[FoundHit], rules: Mapping[str, Rule], policy: Policy) -> tuple[Finding, ...]:
    """Every hit as a finding, worst first; none is dropped but those of switched-off checks and areas."""
    seen: Counter[str] = Counter()
    findings: list[Finding] = []
    for found in sorted(hits, key=_place):
        rule = rules[found.check]
        if policy.check(rule.id).action == "off" or not policy.area(rule.area).enabled:
            continue
        name = _name(rule.id, found.hit)
        findings.append(_finding(found.hit, rule, policy, _fingerprint(name, seen[name])))
        seen[name] += 1
    return in_reading_order(findings, len(findings))


def in_reading_order(findings: Iterable[Finding], inline_limit: int) -> tuple[Finding, ...]:
    """Worst first; of those that want to be shown inline the first `inline_limit` are, the table carries the rest."""
    return _within_budget(sorted(findings, key=rank), inline_limit)


def rank(finding: Finding) -> tuple[float, float, str, int, str]:
    """Sorting key: severity times confidence, then the louder first, then the place."""
    return (
        -_WEIGHT[finding.severity] * finding.confidence,
        -_LOUDNESS[finding.action],
        finding.path,
        finding.start_line,
        finding.check,
    )


def _place(found: FoundHit) -> tuple[str, str, int, str, str]:
    span = found.hit.span
    return (found.check, span.path, span.start_line, span.side, found.hit.fact)


def _name(check_id: str, hit: Hit) -> str:
    return "\0".join((check_id, hit.symbol or "", hit.fact))


def _fingerprint(name: str, ordinal: int) -> str:
    """Rule, symbol and fact; the ordinal tells twins apart, in the order of their places."""
    return sha256(f"{name}\0{ordinal}".encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _finding(hit: Hit, rule: Rule, policy: Policy, fingerprint: str) -> Finding:
    action = _action(hit, rule, policy)
    shown = hit.kind in _SHOWN_INLINE or rule.of_repository
    inline = action is not Action.NOTE and hit.confidence >= SURE and shown
    return Finding(
        fingerprint=fingerprint,
        check=rule.id,
        codes=hit.codes or rule.codes,
        area=rule.area,
        kind=hit.kind,
        severity=policy.check(rule.id).severity or hit.severity or rule.severity,
        confidence=round(hit.confidence, 2),
        action=action,
        inline=inline,
        path=hit.span.path,
        side=hit.span.side,
        start_line=hit.span.start_line,
        end_line=hit.span.end_line,
        symbol=hit.symbol,
        title=hit.title,
        message=hit.message,
        evidence=tuple(map(_evidence, hit.evidence)),
        suggestion=_suggestion(hit.suggestion),
        docs=rule.docs or docs_url(rule.id),
        suppressed=None,
    )


def _action(hit: Hit, rule: Rule, policy: Policy) -> Action:
    """The configured action; else the quietest of what check, hit, area and confidence allow."""
    configured = policy.check(rule.id).action
    if isinstance(configured, Action):
        return configured
    wishes = [rule.action]
    if hit.action is not None:
        wishes.append(hit.action)
    if rule.area in WARN_AREAS and not rule.of_repository and not policy.area(rule.area).asks_for_sign_off:
        wishes.append(Action.WARN)
    if hit.confidence < LIKELY:
        wishes.append(Action.NOTE)
    return min(wishes, key=_LOUDNESS.__getitem__)


def _within_budget(findings: Sequence[Finding], limit: int) -> tuple[Finding, ...]:
    """The first `limit` inline findings stay inline; the table carries the rest."""
    left = limit
    shown: list[Finding] = []
    for finding in findings:
        if finding.inline and left == 0:
            shown.append(replace(finding, inline=False))
            continue
        left -= finding.inline
        shown.append(finding)
    return tuple(shown)


def _evidence(evidence: Evidence) -> ReportedEvidence:
    span = evidence.span
    return ReportedEvidence(span.side, span.path, span.start_line, span.end_line, evidence.snippet, evidence.label)


def _suggestion(suggestion: Suggestion | None) -> ReportedSuggestion | None:
    if suggestion is None:
        return None
    return ReportedSuggestion(suggestion.start_line, suggestion.end_line, suggestion.replacement)
