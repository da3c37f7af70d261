"""From the configuration to what has to come together for each boundary, and who may let a change pass."""

from __future__ import annotations

from msgspec.structs import replace

from reviewer.domain.policy import Policy
from reviewer.domain.report import Boundary
from reviewer.domain.sign_off_rule import SignOff, SignOffRule
from reviewer.domain.signoff.codeowners import CodeOwners, owner_groups
from reviewer.domain.signoff.people import Signer, login_key, team_key
from reviewer.domain.signoff.requirement import Requirement


def requirement(boundary: Boundary, policy: Policy, owners: CodeOwners, owner: str) -> Requirement:
    """What has to come together for a boundary in a repository of `owner`.

    Where code owners count, they stand beside the people whom the area names; and in place of "anyone with write
    access" where it names nobody.
    """
    rule = policy.area(boundary.area).sign_off
    groups = owner_groups(boundary.paths, owners) if policy.sign_off.codeowners else ()
    stands = None if groups and _names_nobody(rule) else rule
    return Requirement(owner, stands, groups, boundary.required_signoffs)


def may_bypass(signer: Signer, policy: Policy, owner: str) -> bool:
    """Whether the configuration names this person among those who may let a change pass unsigned."""
    own = policy.sign_off
    named = signer.account.key in map(login_key, own.bypass_users)
    return named or any(team_key(team, owner) in signer.standing.teams for team in own.bypass_teams)


def bypass_teams(policy: Policy, owner: str) -> frozenset[str]:
    """Keys of the teams that may let a change pass."""
    return frozenset(team_key(team, owner) for team in policy.sign_off.bypass_teams)


def _names_nobody(rule: SignOff) -> bool:
    return isinstance(rule, SignOffRule) and replace(rule, count=1) == SignOffRule()
