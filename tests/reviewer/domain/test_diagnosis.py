"""What the doctor makes of the facts: what is wrong is said with what to do, what is right in one line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from reviewer.domain.diagnosis import (
    AppFacts,
    Attempt,
    DeadJob,
    Examined,
    HookFacts,
    InstalledFacts,
    QueueFacts,
    examine_attempts,
    examine_clock,
    examine_events,
    examine_hook,
    examine_installations,
    examine_permissions,
    examine_queue,
    is_healthy,
)

WANTED = {"checks": "write", "contents": "read", "metadata": "read"}
EVENTS = frozenset({"pull_request", "push"})
NOW = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
URL = "https://holdfast.example.com/webhooks/github"


def an_app(
    permissions: Mapping[str, str] = WANTED, events: frozenset[str] = EVENTS, skew_seconds: float = 0.0
) -> AppFacts:
    return AppFacts("holdfast", permissions, events, skew_seconds)


def without(name: str) -> dict[str, str]:
    return {key: level for key, level in WANTED.items() if key != name}


def an_attempt(status: str = "OK", code: int = 202, minutes: int = 0) -> Attempt:
    return Attempt(NOW - timedelta(minutes=minutes), "pull_request", status, code)


def a_hook(url: str = URL, content_type: str = "json", *, checked: bool = True) -> HookFacts:
    return HookFacts(url, content_type, checked)


def an_installation(*, suspended: bool = False, permissions: Mapping[str, str] = WANTED) -> InstalledFacts:
    return InstalledFacts(5, "acme", suspended, permissions)


DEAD = DeadJob("review", "acme/shop#7", NOW)


@pytest.mark.parametrize(
    "examined",
    [
        examine_permissions(an_app(), WANTED),
        examine_events(an_app(), EVENTS),
        examine_clock(an_app(skew_seconds=20.0)),
        examine_clock(an_app(skew_seconds=-29.0)),
        examine_installations([an_installation()], WANTED),
        examine_installations([an_installation(permissions={**WANTED, "issues": "write"})], WANTED),
        examine_hook(a_hook(), None),
        examine_hook(a_hook(), "https://holdfast.example.com"),
        examine_attempts([an_attempt()]),
        examine_queue(QueueFacts(0, 0.0, 1, ())),
        examine_queue(QueueFacts(9, 3.0, 2, ())),
    ],
)
def test_what_is_right_needs_nothing(examined: Examined) -> None:
    assert (examined.standing, examined.advice) == ("ok", "")


@pytest.mark.parametrize(
    ("examined", "says", "advice"),
    [
        (examine_permissions(an_app(without("checks")), WANTED), "checks: write", "accept"),
        (examine_permissions(an_app({**WANTED, "checks": "read"}), WANTED), "checks: write", "Permissions"),
        (examine_permissions(an_app({}), WANTED), "checks: write, contents: read, metadata: read", "Permissions"),
        (examine_permissions(an_app({"checks": "a word of tomorrow"}), WANTED), "checks: write", "Permissions"),
        (examine_events(an_app(events=frozenset({"push"})), EVENTS), "pull_request", "subscribe"),
        (examine_clock(an_app(skew_seconds=600.0)), "600 seconds ahead of", "NTP"),
        (examine_clock(an_app(skew_seconds=-31.0)), "31 seconds behind", "NTP"),
        (examine_installations([an_installation(permissions=without("checks"))], WANTED), "acme lacks", "accept"),
        (examine_hook(a_hook(content_type="form"), None), "form", "application/json"),
        (examine_hook(a_hook("https://holdfast.example.com/"), None), "example.com/", "/webhooks/github"),
        (examine_attempts([an_attempt("Invalid HTTP Response: 401", 401)]), "401", "HOLDFAST_WEBHOOK_SECRET"),
        (examine_attempts([an_attempt("Service Unavailable", 503)]), "failed", "database"),
        (examine_attempts([an_attempt("Found", 302)]), "failed", "redirects"),
        (examine_attempts([an_attempt("Not Found", 404)]), "failed", "/webhooks/github"),
        (examine_attempts([an_attempt("failed to connect to host", 502), an_attempt()]), "connect", "certificate"),
        (examine_queue(QueueFacts(3, 90.0, 0, ())), "3 jobs wait, the oldest for 90 seconds", "holdfast worker"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(examined: Examined, says: str, advice: str) -> None:
    assert examined.standing == "failed"
    assert says in examined.says
    assert advice in examined.advice
    assert not is_healthy([examined])


@pytest.mark.parametrize(
    ("examined", "says"),
    [
        (examine_permissions(an_app({**WANTED, "contents": "write"}), WANTED), "contents: write"),
        (examine_permissions(an_app({**WANTED, "actions": "read"}), WANTED), "actions: read"),
        (examine_events(an_app(events=EVENTS | {"star"}), EVENTS), "star"),
        (examine_installations([], WANTED), "nowhere"),
        (examine_installations([an_installation(suspended=True, permissions={})], WANTED), "suspended: acme"),
        (examine_hook(a_hook(checked=False), None), "certificate"),
        (examine_hook(a_hook(), "https://holdfast.example.com.evil.example"), "not below"),
        (examine_attempts([]), "has not sent any"),
        (examine_attempts([an_attempt(), an_attempt("timed out", 504, 5)]), "1 of the last 2 failed"),
        (examine_queue(QueueFacts(0, 0.0, 0, ())), "no worker runs"),
        (examine_queue(QueueFacts(0, 0.0, 1, (DEAD,))), "review of acme/shop#7 (2026-11-21 12:30 UTC)"),
        (examine_queue(QueueFacts(0, 0.0, 1, (DEAD,) * 8)), "and 3 more"),
        (examine_queue(QueueFacts(0, 0.0, 1, (DeadJob("sweep", "", NOW),))), "an unknown pull request"),
    ],
)
def test_what_should_be_looked_at_is_no_failure(examined: Examined, says: str) -> None:
    assert examined.standing == "warning"
    assert says in examined.says
    assert examined.advice
    assert is_healthy([examined])
