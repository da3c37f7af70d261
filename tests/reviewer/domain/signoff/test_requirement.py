"""Who has to sign: and, or, N of, teams, permissions, code owners, and who is still missing."""

from __future__ import annotations

import pytest

from checks.kit import Area
from reviewer.domain.policy import AreaPolicy, Policy, SignOffDefaults
from reviewer.domain.report import Boundary
from reviewer.domain.sign_off_rule import AllOf, AnyOf, SignOff, SignOffRule, fewest_signoffs
from reviewer.domain.signoff.codeowners import CodeOwners, read_codeowners
from reviewer.domain.signoff.people import Signer
from reviewer.domain.signoff.policy import may_bypass, requirement
from reviewer.domain.signoff.requirement import Requirement
from tests.people import signer

ANA, BO, CY = signer("ana"), signer("bo"), signer("cy")
DBA = signer("dee", "acme/dba")
ANYONE = SignOffRule()
DBAS = SignOffRule(teams=("dba",))
ANA_ONLY = SignOffRule(users=("Ana",))


def needs(rule: SignOff, count: int | None = None) -> Requirement:
    return Requirement("acme", rule, (), fewest_signoffs(rule) if count is None else count)


@pytest.mark.parametrize(
    ("rule", "signers"),
    [
        (ANYONE, [ANA]),
        (ANYONE, [signer("ana", permission="admin")]),
        (DBAS, [DBA]),
        (SignOffRule(teams=("@Acme/DBA",)), [DBA]),
        (ANA_ONLY, [ANA]),
        (ANA_ONLY, [signer("ANA")]),
        (SignOffRule(count=2), [ANA, BO]),
        (AnyOf((DBAS, ANA_ONLY)), [ANA]),
        (AllOf((DBAS, ANA_ONLY)), [DBA, ANA]),
        (AllOf((ANYONE, ANA_ONLY)), [ANA, BO]),
        (AllOf((SignOffRule(users=("ana", "bo")), ANA_ONLY)), [BO, ANA]),
        (AnyOf((AllOf((DBAS, ANA_ONLY)), SignOffRule(count=3))), [ANA, BO, CY]),
    ],
)
def test_enough_is_enough(rule: SignOff, signers: list[Signer]) -> None:
    assert needs(rule).missing(signers) is None


@pytest.mark.parametrize(
    ("rule", "signers", "missing", "eligible"),
    [
        (ANYONE, [], 1, ("anyone with write access",)),
        (ANYONE, [signer("ana", permission="triage")], 1, ("anyone with write access",)),
        (ANYONE, [signer("ana", permission="none")], 1, ("anyone with write access",)),
        (ANYONE, [signer("ana", permission="superuser")], 1, ("anyone with write access",)),
        (SignOffRule(permission="admin"), [ANA], 1, ("anyone with admin access",)),
        (DBAS, [ANA], 1, ("@dba",)),
        (DBAS, [signer("dee", "acme/dba", permission="read")], 1, ("@dba",)),
        (DBAS, [signer("dee", "other/dba")], 1, ("@dba",)),
        (ANA_ONLY, [BO, CY], 1, ("Ana",)),
        (SignOffRule(count=2), [ANA], 1, ("anyone with write access",)),
        (SignOffRule(count=2), [ANA, signer("ANA")], 1, ("anyone with write access",)),
        (SignOffRule(count=3), [ANA], 2, ("anyone with write access",)),
        (AllOf((DBAS, ANA_ONLY)), [ANA], 1, ("@dba",)),
        (AllOf((DBAS, ANA_ONLY)), [], 2, ("@dba", "Ana")),
        (AllOf((ANA_ONLY, ANA_ONLY)), [ANA], 1, ("Ana",)),
        (AllOf((ANYONE, ANA_ONLY)), [ANA], 1, ("anyone with write access",)),
        (AnyOf((DBAS, SignOffRule(count=2, users=("ana", "bo")))), [CY], 1, ("@dba",)),
    ],
)
def test_what_is_missing_is_said(rule: SignOff, signers: list[Signer], missing: int, eligible: tuple[str, ...]) -> None:
    lacking = needs(rule).missing(signers)
    assert lacking is not None
    assert (lacking.count, lacking.eligible) == (missing, eligible)


def test_more_people_than_the_rule_itself_wants() -> None:
    twice = needs(ANYONE, count=2)
    lacking = twice.missing([ANA])
    assert lacking is not None
    assert lacking.count == 1
    assert twice.missing([ANA, BO]) is None
    reader = signer("bo", permission="read")
    assert twice.missing([ANA, reader]) is not None


def test_a_rule_that_multiplies_without_end_is_still_answered() -> None:
    many = AllOf(tuple(AnyOf(tuple(SignOffRule(users=(f"u{n}",)) for n in range(9))) for _ in range(9)))
    assert needs(many).missing([ANA]) is not None


OWNERS = read_codeowners("* @acme/core\n/db/ @acme/dba @dee\n*.md docs@example.com\n")


def asked(*paths: str, policy: Policy | None = None, owners: CodeOwners = OWNERS) -> Requirement:
    chosen = policy or Policy(sign_off=SignOffDefaults(codeowners=True))
    boundary = Boundary(Area.AUTH, "h", paths, (), 1, (), (), "open")
    return requirement(boundary, chosen, owners, "acme")


CORE = signer("kim", "acme/core")


@pytest.mark.parametrize(
    ("paths", "signers"),
    [
        (("a.py",), [CORE]),
        (("db/a.sql",), [DBA]),
        (("db/a.sql", "a.py"), [CORE, DBA]),
        (("db/a.sql", "a.py"), [signer("dee", "acme/core")]),
        (("README.md",), [ANA]),
    ],
)
def test_code_owners_sign_in_place_of_anyone(paths: tuple[str, ...], signers: list[Signer]) -> None:
    assert asked(*paths).missing(signers) is None


@pytest.mark.parametrize(
    ("paths", "signers"),
    [
        (("a.py",), [ANA]),
        (("a.py",), [DBA]),
        (("db/a.sql", "a.py"), [CORE]),
        (("db/a.sql", "a.py"), [DBA]),
        (("a.py",), [signer("kim", "acme/core", permission="read")]),
    ],
)
def test_who_owns_something_else_does_not_count(paths: tuple[str, ...], signers: list[Signer]) -> None:
    assert asked(*paths).missing(signers) is not None


def test_code_owners_stand_beside_the_people_of_the_area() -> None:
    policy = Policy(
        areas={Area.AUTH: AreaPolicy(sign_off=SignOffRule(users=("ana",)))}, sign_off=SignOffDefaults(codeowners=True)
    )
    assert asked("a.py", policy=policy).missing([ANA]) is None
    assert asked("a.py", policy=policy).missing([CORE]) is None
    assert asked("a.py", policy=policy).missing([BO]) is not None


def test_without_the_switch_code_owners_are_nobody_special() -> None:
    plain = asked("a.py", policy=Policy())
    assert plain.owners == ()
    assert plain.missing([ANA]) is None


@pytest.mark.parametrize(
    ("who", "may"), [(ANA, True), (signer("Ana"), True), (BO, False), (signer("x", "acme/ops"), True)]
)
def test_only_the_named_may_bypass(who: Signer, may: bool) -> None:  # noqa: FBT001  (a column of the table)
    policy = Policy(sign_off=SignOffDefaults(bypass_users=("ana",), bypass_teams=("ops",)))
    assert may_bypass(who, policy, "acme") is may
    assert not may_bypass(who, Policy(), "acme")
