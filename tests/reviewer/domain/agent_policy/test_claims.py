"""A denial beside the finding that shows otherwise; whatever the log admits or nobody denied is silent."""

import pytest

from checks.kit import Action, Area, Kind, Severity, Side
from reviewer.domain.agent_policy.claims import contradictions
from reviewer.domain.agent_policy.work_log import read_log
from reviewer.domain.report import Boundary, Finding, Suppression


def finding(area: Area, kind: Kind = Kind.LOST, *, suppressed: bool = False) -> Finding:
    return Finding(
        fingerprint="f",
        check=f"{area}/some-guard-removed",
        codes=(),
        area=area,
        kind=kind,
        severity=Severity.HIGH,
        confidence=0.9,
        action=Action.SIGN_OFF,
        inline=True,
        path="orders/views.py",
        side=Side.LEFT,
        start_line=3,
        end_line=3,
        symbol="refund",
        title="a guard is gone",
        message="Harm.",
        evidence=(),
        suggestion=None,
        docs="",
        suppressed=Suppression("accepted", None) if suppressed else None,
    )


def boundary(area: Area) -> Boundary:
    return Boundary(area, "0" * 64, ("orders/views.py",), ("f",), 1, (), (), "open")


def said(log: str, *findings: Finding) -> list[str]:
    asked = [boundary(it.area) for it in findings]
    return [it.said for it in contradictions(read_log(log), findings, asked)]


@pytest.mark.parametrize(
    ("log", "area", "words"),
    [
        ("- Boundaries changed: none", Area.AUTH, "Boundaries changed: none"),
        ("- Boundaries changed: transactions", Area.TENANCY, "Boundaries changed does not name tenancy"),
        ("There is no permission change.", Area.AUTH, "no permission change"),
        ("Done without any tenant filter changes.", Area.TENANCY, "without any tenant filter changes"),
        ("All permissions are unchanged.", Area.AUTH, "permissions are unchanged"),
        ("Locking stays as it was.", Area.TRANSACTIONS, "Locking stays as it was"),
        ("No change of API, no endpoint changes", Area.API_CONTRACTS, "no endpoint changes"),
        ("- Endpoints changed: none", Area.API_CONTRACTS, "Endpoints changed: none"),
        ("- Tables changed: n/a", Area.MIGRATIONS, "Tables changed: n/a"),
    ],
)
def test_a_denial_of_what_was_lost(log: str, area: Area, words: str) -> None:
    assert said(log, finding(area)) == [words]


@pytest.mark.parametrize(
    ("log", "area"),
    [
        ("- Boundaries changed: the permission of `refund`, as agreed", Area.AUTH),
        ("- Boundaries changed: auth, tenancy", Area.TENANCY),
        ("There is no permission change.", Area.TRANSACTIONS),
        ("The permission of refund changed.", Area.AUTH),
        ("No tests changed.", Area.AUTH),
        ("- Tables changed: none", Area.AUTH),
        ("- Tables changed: orders", Area.MIGRATIONS),
        ("", Area.AUTH),
    ],
)
def test_what_the_log_admits_or_does_not_speak_of(log: str, area: Area) -> None:
    assert said(log, finding(area)) == []


@pytest.mark.parametrize("kind", [Kind.CHANGED, Kind.MOVED, Kind.INTRODUCED])
def test_a_guard_that_is_not_lost_contradicts_no_denial(kind: Kind) -> None:
    assert said("- Boundaries changed: none\nno permission change", finding(Area.AUTH, kind)) == []


def test_a_finding_that_the_code_accepts_contradicts_nothing() -> None:
    assert said("- Boundaries changed: none", finding(Area.AUTH, suppressed=True)) == []


def test_an_area_is_told_once_and_by_its_loss() -> None:
    changed, lost = finding(Area.MIGRATIONS, Kind.INTRODUCED), finding(Area.MIGRATIONS)
    (found,) = contradictions(
        read_log("- Tables changed: none\n- Boundaries changed: none"), [changed, lost], [boundary(Area.MIGRATIONS)]
    )
    assert found.finding is lost


def test_what_nobody_has_to_sign_need_not_be_listed() -> None:
    lost = finding(Area.VALIDATION)
    assert list(contradictions(read_log("- Boundaries changed: auth"), [lost], [])) == []
