"""Boundaries: one per area that this change touches in a way a human must look at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from checks.kit import Action, Area, Kind
from reviewer.domain.analysis import TouchedUnit
from reviewer.domain.policy import Policy, When
from reviewer.domain.report import Boundary, Finding
from reviewer.domain.sign_off_rule import eligible, fewest_signoffs

_TOUCHED_BY_AGENTS = frozenset({Area.MIGRATIONS, Area.AUTH, Area.TRANSACTIONS, Area.STATE_MACHINES})
_LOST = frozenset({Kind.LOST, Kind.WEAKENED})


def boundaries(
    findings: Sequence[Finding],
    touched: Sequence[TouchedUnit],
    policy: Policy,
    *,
    agent: str | None,
    newly_suppressed: Collection[str] = (),
) -> tuple[Boundary, ...]:
    """The boundaries that ask for a sign-off, in the order of the areas.

    Args:
        findings: of the whole change.
        touched: guarded units that it edits.
        policy: of the base.
        agent: whose traces the change carries; None says nothing.
        newly_suppressed: fingerprints of findings that only the change itself accepts: they ask all the same.
    """
    standing = [it for it in findings if it.suppressed is None or it.fingerprint in newly_suppressed]
    return tuple(
        boundary for area in Area if (boundary := _boundary(area, standing, touched, policy, agent)) is not None
    )


def when_asked(area: Area, policy: Policy, agent: str | None) -> When:
    """What of the area's boundary asks for a sign-off, configured or by default."""
    configured = policy.area(area).when
    if configured is not None:
        return configured
    return "touched" if agent and area in _TOUCHED_BY_AGENTS else "changed"


def _boundary(
    area: Area,
    findings: Sequence[Finding],
    touched: Sequence[TouchedUnit],
    policy: Policy,
    agent: str | None,
) -> Boundary | None:
    here = [finding for finding in findings if finding.area is area]
    units = [unit for unit in touched if unit.area is area]
    own = {constraint.rule for constraint in policy.constraints}
    asked_by_constraint = any(it.check in own and it.action is Action.SIGN_OFF for it in here)
    if not policy.area(area).enabled:
        return None
    if not asked_by_constraint and not _asks(when_asked(area, policy, agent), here, units):
        return None
    rule = policy.area(area).sign_off
    paths = {finding.path for finding in here} | {unit.path for unit in units if unit.guarded}
    return Boundary(
        area=area,
        content_hash=content_hash(units, here),
        paths=tuple(sorted(paths)),
        findings=tuple(finding.fingerprint for finding in here),
        required_signoffs=max(fewest_signoffs(rule), policy.agents.sign_offs if agent else 1),
        eligible=eligible(rule),
        signoffs=(),
        status="open",
    )


def _asks(when: When, findings: Iterable[Finding], units: Sequence[TouchedUnit]) -> bool:
    asking = [it for it in findings if it.action is Action.SIGN_OFF or it.suppressed is not None]
    match when:
        case "touched":
            # Guarded code that is gone with all it guarded leaves nothing unguarded.
            return bool(asking) or any(unit.guarded and unit.head for unit in units)
        case "changed":
            return bool(asking)
        case "lost":
            return any(finding.kind in _LOST for finding in asking)


@dataclass(frozen=True, slots=True)
class BoundaryPart:
    """One unit or fact of a boundary, so that a changed boundary can say what changed.

    Attributes:
        name: for people: the unit's qualified name, the file, or what a finding says.
        digest: over all that this part adds to the content hash.
    """

    name: str
    digest: str


def boundary_parts(units: Iterable[TouchedUnit], findings: Iterable[Finding]) -> tuple[BoundaryPart, ...]:
    """What a sign-off binds to: normalised old and new code of the units, and the facts that ask.

    No path and no line number enters a digest, so a rebase, a renamed file or an edit nearby keeps it.
    """
    # A unit that is both guarded and around a hit counts once; equal units of two files count twice.
    once = {(unit.path, unit.symbol, unit.base, unit.head) for unit in units}
    code = (BoundaryPart(symbol or path, _digest("unit", symbol, base, head)) for path, symbol, base, head in once)
    facts = (
        BoundaryPart(finding.title, _digest("fact", finding.fingerprint))
        for finding in findings
        if finding.action is Action.SIGN_OFF or finding.suppressed is not None
    )
    return tuple(sorted((*code, *facts), key=lambda part: (part.digest, part.name)))


def content_hash(units: Iterable[TouchedUnit], findings: Iterable[Finding]) -> str:
    """The hash over all parts, in an order of their own."""
    return _digest("boundary", *(part.digest for part in boundary_parts(units, findings)))


def parts_of(
    boundary: Boundary, findings: Iterable[Finding], touched: Iterable[TouchedUnit]
) -> tuple[BoundaryPart, ...]:
    """The parts of a boundary of a finished review."""
    here = [finding for finding in findings if finding.fingerprint in boundary.findings]
    return boundary_parts([unit for unit in touched if unit.area is boundary.area], here)


def _digest(*words: str) -> str:
    """Each word with its length, so that no two rows of words are written alike."""
    text = "".join(f"{len(word)}:{word}" for word in words)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
