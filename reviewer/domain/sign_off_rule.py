"""Who may sign off a boundary, and how many have to: as the configuration says it."""

from __future__ import annotations

from msgspec import Struct


class SignOffRule(Struct, frozen=True):
    """Anyone in one of the teams or named, who also has the permission; anyone with it when nobody is named."""

    count: int = 1
    users: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    permission: str = "write"


class AnyOf(Struct, frozen=True):
    """One of these has to be fulfilled."""

    rules: tuple[SignOff, ...]


class AllOf(Struct, frozen=True):
    """All of these have to be fulfilled."""

    rules: tuple[SignOff, ...]


SignOff = SignOffRule | AnyOf | AllOf


def fewest_signoffs(rule: SignOff) -> int:
    """How many sign-offs can fulfil the rule at least, each counted for one part of it."""
    match rule:
        case SignOffRule():
            return rule.count
        case AnyOf():
            return min(map(fewest_signoffs, rule.rules))
        case AllOf():
            return sum(map(fewest_signoffs, rule.rules))


def eligible(rule: SignOff) -> tuple[str, ...]:
    """Who may sign some part of the rule, in words: "@team", an account, or "anyone with write access"."""
    match rule:
        case SignOffRule():
            named = (*(f"@{team.removeprefix('@')}" for team in rule.teams), *rule.users)
            return named or (f"anyone with {rule.permission} access",)
        case AnyOf() | AllOf():
            return tuple(dict.fromkeys(name for each in rule.rules for name in eligible(each)))
