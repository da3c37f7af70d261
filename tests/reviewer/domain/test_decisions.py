"""From hits to the verdict: what each finding asks for, which boundary opens, what the sum is."""

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checks.kit import Action, Area, Hit, Kind, Severity, Side, Span
from reviewer.domain.analysis import FoundHit, TouchedUnit
from reviewer.domain.boundaries import boundaries, content_hash
from reviewer.domain.findings import Rule, decide, in_reading_order
from reviewer.domain.policy import AreaPolicy, CheckPolicy, Policy
from reviewer.domain.report import Finding
from reviewer.domain.verdict import verdict

RULES = {
    rule.id: rule
    for rule in (
        Rule("auth/lost", Area.AUTH, ("AZ02",), Severity.BLOCKER, Action.SIGN_OFF),
        Rule("auth/plain", Area.AUTH, ("AZ14",), Severity.MEDIUM, Action.WARN),
        Rule("validation/lost", Area.VALIDATION, ("VA01",), Severity.HIGH, Action.SIGN_OFF),
        Rule("migrations/dropped", Area.MIGRATIONS, ("MIG-B01",), Severity.HIGH, Action.BLOCK),
    )
}
HIT = Hit(Kind.LOST, Span(Side.LEFT, "a.py", 3, 4), "View.get", "decorator login", "It is gone", "Harm.", 0.9)


def decided(check: str, hit: Hit = HIT, policy: Policy | None = None) -> Finding:
    (finding,) = decide([FoundHit(check, hit)], RULES, policy or Policy())
    return finding


@pytest.mark.parametrize(
    ("check", "confidence", "action"),
    [
        ("auth/lost", 0.9, Action.SIGN_OFF),
        ("auth/lost", 0.6, Action.SIGN_OFF),
        ("auth/lost", 0.4, Action.NOTE),
        ("auth/plain", 0.9, Action.WARN),
        ("validation/lost", 0.9, Action.WARN),
        ("migrations/dropped", 0.9, Action.BLOCK),
        ("migrations/dropped", 0.3, Action.NOTE),
    ],
)
def test_the_quietest_of_check_area_and_confidence_counts(check: str, confidence: float, action: Action) -> None:
    assert decided(check, replace(HIT, confidence=confidence)).action is action


def test_a_configured_action_wins_over_everything() -> None:
    policy = Policy(
        checks={"auth/lost": CheckPolicy(action=Action.NOTE), "auth/plain": CheckPolicy(action=Action.BLOCK)}
    )
    assert decided("auth/lost", policy=policy).action is Action.NOTE
    assert decided("auth/plain", replace(HIT, confidence=0.1), policy).action is Action.BLOCK


def test_a_sign_off_policy_raises_a_warning_area() -> None:
    policy = Policy(areas={Area.VALIDATION: AreaPolicy(asks_for_sign_off=True)})
    assert decided("validation/lost", policy=policy).action is Action.SIGN_OFF


@pytest.mark.parametrize(
    "policy",
    [Policy(checks={"auth/lost": CheckPolicy(action="off")}), Policy(areas={Area.AUTH: AreaPolicy(enabled=False)})],
)
def test_what_is_switched_off_says_nothing(policy: Policy) -> None:
    assert decide([FoundHit("auth/lost", HIT)], RULES, policy) == ()


@pytest.mark.parametrize(
    ("hit", "inline"),
    [
        (HIT, True),
        (replace(HIT, confidence=0.74), False),
        (replace(HIT, kind=Kind.CHANGED), False),
        (replace(HIT, kind=Kind.MOVED), False),
        (replace(HIT, action=Action.NOTE), False),
    ],
)
def test_only_what_is_sure_is_shown_inline(hit: Hit, inline: bool) -> None:  # noqa: FBT001  (a column of the table)
    assert decided("auth/lost", hit).inline is inline


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (replace(HIT, severity=Severity.BLOCKER, confidence=0.8), replace(HIT, severity=Severity.HIGH, confidence=1.0)),
        (replace(HIT, severity=Severity.HIGH, confidence=0.8), replace(HIT, severity=Severity.BLOCKER, confidence=0.5)),
        (replace(HIT, confidence=0.9), replace(HIT, confidence=0.8)),
        (replace(HIT, confidence=0.8), replace(HIT, confidence=0.8, action=Action.NOTE)),
    ],
    ids=["severity weighs", "so does confidence", "equally bad", "equal in both: the louder"],
)
def test_findings_are_read_by_severity_times_confidence(earlier: Hit, later: Hit) -> None:
    hits = [FoundHit("auth/lost", replace(later, symbol="Later")), FoundHit("auth/lost", replace(earlier, symbol="Z"))]
    assert [finding.symbol for finding in decide(hits, RULES, Policy())] == ["Z", "Later"]


def test_ten_findings_are_inline_by_default() -> None:
    hits = [FoundHit("auth/lost", replace(HIT, symbol=f"View{n}")) for n in range(25)]
    assert (
        sum(finding.inline for finding in in_reading_order(decide(hits, RULES, Policy()), Policy().inline_limit)) == 10
    )


def test_the_inline_budget_goes_to_the_worst_and_nothing_is_dropped() -> None:
    hits = [FoundHit("auth/lost", replace(HIT, symbol=f"View{n}", confidence=0.8 + n / 1000)) for n in range(14)]
    findings = in_reading_order(decide(hits, RULES, Policy()), 10)
    assert len(findings) == 14
    assert [finding.inline for finding in findings] == [True] * 10 + [False] * 4


def test_a_fingerprint_survives_other_lines_and_another_path() -> None:
    moved = replace(HIT, span=Span(Side.LEFT, "b/renamed.py", 80, 81))
    assert decided("auth/lost").fingerprint == decided("auth/lost", moved).fingerprint


@pytest.mark.parametrize("other", [replace(HIT, symbol="View.post"), replace(HIT, fact="decorator staff")])
def test_another_fact_has_another_fingerprint(other: Hit) -> None:
    assert decided("auth/lost").fingerprint != decided("auth/lost", other).fingerprint


def test_twins_have_fingerprints_of_their_own_in_the_order_of_their_places() -> None:
    later = replace(HIT, span=Span(Side.LEFT, "a.py", 30, 31))
    one = decide([FoundHit("auth/lost", HIT), FoundHit("auth/lost", later)], RULES, Policy())
    other = decide([FoundHit("auth/lost", later), FoundHit("auth/lost", HIT)], RULES, Policy())
    assert one == other
    assert len({finding.fingerprint for finding in one}) == 2


UNIT = TouchedUnit(Area.AUTH, "a.py", "View.get", "old", "new")


@pytest.mark.parametrize(
    ("when", "findings", "units", "asks"),
    [
        (None, True, False, True),
        (None, False, True, False),
        ("touched", False, True, True),
        ("touched", False, False, False),
        ("changed", False, True, False),
        ("lost", True, False, True),
    ],
)
def test_when_a_boundary_asks(
    when: Literal["touched", "changed", "lost"] | None,
    findings: bool,  # noqa: FBT001  (columns of the table)
    units: bool,  # noqa: FBT001  (a column of the table)
    asks: bool,  # noqa: FBT001  (a column of the table)
) -> None:
    policy = Policy(areas={Area.AUTH: AreaPolicy(when=when)})
    found = [decided("auth/lost")] if findings else []
    assert bool(boundaries(found, [UNIT] if units else [], policy, agent=None)) is asks


def test_an_agents_touch_asks_where_human_eyes_belong_on_every_line() -> None:
    assert [b.area for b in boundaries([], [UNIT], Policy(), agent="some-agent")] == [Area.AUTH]
    elsewhere = replace(UNIT, area=Area.VALIDATION)
    assert boundaries([], [elsewhere], Policy(), agent="some-agent") == ()


def test_a_changed_guard_is_no_lost_one() -> None:
    policy = Policy(areas={Area.AUTH: AreaPolicy(when="lost")})
    changed = decided("auth/lost", replace(HIT, kind=Kind.CHANGED))
    assert boundaries([changed], [], policy, agent=None) == ()


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5), st.text(max_size=5)), max_size=6))
def test_the_content_hash_knows_no_order_and_no_path(rows: list[tuple[str, str, str]]) -> None:
    units = [TouchedUnit(Area.AUTH, "a.py", *row) for row in rows]
    elsewhere = [TouchedUnit(Area.AUTH, "b.py", *row) for row in reversed(rows)]
    assert content_hash(units, []) == content_hash(elsewhere, [])


def test_the_content_hash_follows_the_code_of_both_sides() -> None:
    hashes = {
        content_hash([unit], [])
        for unit in (UNIT, replace(UNIT, base="older"), replace(UNIT, head="newer"), replace(UNIT, symbol="View.post"))
    }
    assert len(hashes) == 4


def test_a_block_fails_whatever_else_there_is() -> None:
    found = [decided("migrations/dropped"), decided("auth/lost")]
    opened = boundaries(found, [], Policy(), agent=None)
    assert verdict(found, opened, complete=False, config_ok=False) == "failure"


@pytest.mark.parametrize(("complete", "config_ok"), [(False, True), (True, False), (False, False)])
def test_a_gap_or_a_broken_configuration_is_never_green(
    complete: bool,  # noqa: FBT001  (columns of the table)
    config_ok: bool,  # noqa: FBT001  (a column of the table)
) -> None:
    assert verdict([], (), complete=complete, config_ok=config_ok) == "action_required"


@pytest.mark.parametrize(
    ("check", "expected"),
    [("auth/lost", "action_required"), ("auth/plain", "neutral"), ("validation/lost", "neutral")],
)
def test_the_loudest_finding_decides(check: str, expected: str) -> None:
    found = [decided(check)]
    assert verdict(found, boundaries(found, [], Policy(), agent=None), complete=True, config_ok=True) == expected


def test_notes_and_nothing_are_green() -> None:
    note = decided("auth/lost", replace(HIT, confidence=0.2))
    assert verdict([note], (), complete=True, config_ok=True) == "success"
    assert verdict([], (), complete=True, config_ok=True) == "success"


def test_observing_holds_nothing() -> None:
    found = [decided("migrations/dropped")]
    assert verdict(found, (), complete=True, config_ok=True, mode="observe") == "neutral"
    assert verdict([], (), complete=True, config_ok=True, mode="observe") == "success"
