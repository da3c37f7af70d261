"""A repository with a past: pull requests whose pushes lost guards and brought them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.decay.seen import Breach, Rule, Seen
from reviewer.domain.delivery import PullRequestKey
from tests.kept import keep

AUTH = Rule("guard", "auth", "", "omission", "django")
MONEY = Rule("guard", "transactions", "", "omission", "fastapi")
QUERIES = Rule("prohibition", "queries", "", "commission", "django")
OWN = Rule("constraint", "tenancy", "C-07", "omission")
PAY = Breach(
    AUTH, "f1", "auth/authentication-removed", "shop/views.py", "pay", "`login_required` no longer guards `pay`"
)
LOCK = Breach(
    MONEY, "f2", "transactions/row-lock-removed", "shop/orders.py", "refund", "The row lock of `refund` is gone"
)
WHERE = Breach(
    QUERIES, "f3", "queries/statement-without-where", "shop/purge.py", "purge", "`purge` deletes every row of `Visit`"
)
TENANT = Breach(OWN, "f4", "tenancy/C-07", "orders/views.py", "list_orders", "Orders of every organization are listed")
PAST: Sequence[tuple[str | None, Sequence[Sequence[Breach]]]] = (
    (None, [(), ()]),
    ("copilot", [(PAY,), (PAY, LOCK), (LOCK,)]),
    ("copilot", [(), (PAY,), (), (TENANT,)]),
    (None, [(WHERE,), ()]),
    ("claude", [(), (), (LOCK,), (LOCK, PAY), ()]),
    (None, [()]),
)
"""Whose traces each pull request carries, and what each of its pushes breaks."""


async def live_through(engine: AsyncEngine, key: PullRequestKey, first: int = 1) -> None:
    """Keep the reviews of all of it, as pull requests from number `first` on."""
    for number, (agent, pushes) in enumerate(PAST, first):
        for push, breaches in enumerate(pushes):
            head = f"{number:x}{push:x}"
            await keep(engine, head.ljust(40, "0"), _seen(agent, breaches), replace(key, number=number))


def _seen(agent: str | None, breaches: Sequence[Breach]) -> Seen:
    broken = {it.rule for it in breaches}
    kept = {rule: 0 if rule in broken else 2 for rule in (AUTH, MONEY, QUERIES, OWN)}
    paths = frozenset({"shop/views.py", "shop/orders.py", "shop/purge.py", "orders/views.py"})
    return Seen(agent=agent, backend=True, kept=kept, breaches=tuple(breaches), paths=paths)
