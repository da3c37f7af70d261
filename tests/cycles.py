"""Recorded cycles for tests, in few words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from reviewer.domain.decay.cycle import Outcome, Tally
from reviewer.domain.decay.recorded import RecordedCycle
from reviewer.domain.decay.seen import Breach, Rule

GUARD = Rule("guard", "auth", "", "omission", "django")
BAN = Rule("prohibition", "queries", "", "commission", "django")
OWN = Rule("constraint", "tenancy", "C-07", "omission")
BEGINNING = datetime(2026, 1, 15, 12, tzinfo=UTC)


def cycle(
    number: int,
    push: int,
    *tallies: Tally,
    outcomes: tuple[Outcome, ...] = (),
    agent: str | None = None,
    days: int = 0,
    repository_id: int = 70,
) -> RecordedCycle:
    """One push; `days` after the beginning."""
    return RecordedCycle(
        repository_id=repository_id,
        repository="acme/shop",
        number=number,
        push=push,
        head_sha=f"{number:x}{push:x}".ljust(40, "0"),
        at=BEGINNING + timedelta(days=days, minutes=push),
        agent=agent,
        backend=True,
        frontend=False,
        complete=True,
        tallies=tallies,
        outcomes=outcomes,
    )


def kept(rule: Rule = GUARD, times: int = 1) -> Tally:
    return Tally(rule, times)


def lost(rule: Rule = GUARD) -> Tally:
    return Tally(rule, 0, lost=1)


def a_breach(
    check: str = "auth/authentication-removed",
    path: str = "shop/views.py",
    symbol: str = "pay",
    rule: Rule = GUARD,
) -> Breach:
    return Breach(rule, f"{check}{path}{symbol}", check, path, symbol, f"{symbol} lost its guard")
