"""A repository with a past: pull requests whose pushes lost guards and brought them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.decay.incidents import Incident, Spot
from reviewer.domain.decay.labels import IncidentLabels
from reviewer.domain.decay.merging import MergeSeen, Reverted
from reviewer.domain.decay.seen import Breach, EditedFile, Rule, Seen
from reviewer.domain.delivery import PullRequestKey
from reviewer.store.incidents import IncidentRecords
from reviewer.store.records import ReviewRecords
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
SPOT = Spot("orders/views.py")
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
    edited = (EditedFile("orders/views.py", ()),) if agent else ()
    return Seen(agent=agent, backend=True, kept=kept, breaches=tuple(breaches), paths=paths, edited=edited)


async def live_on(engine: AsyncEngine, key: PullRequestKey, first: int = 1) -> None:
    """Four of them are merged; two incidents are linked to a change, one to none, and one is a revert."""
    now = datetime.now(UTC)
    reviews, incidents = ReviewRecords(engine), IncidentRecords(engine)
    for number in range(first, first + 4):
        merge = MergeSeen(f"{number:x}" * 40, "0" * 40, now - timedelta(days=9 - number), (), ())
        await reviews.add_merge(replace(key, number=number), merge, IncidentLabels())
    text = await incidents.make_token(key.repository)
    assert text is not None
    token = await incidents.accepts(text)
    assert token is not None
    yesterday = now - timedelta(days=1)
    url = "https://status.example.com/7"
    for incident in (
        Incident("INC-7", "posted", "Payments failed", yesterday, url, number=first + 1),
        Incident("INC-8", "posted", "Orders were shown", yesterday + timedelta(hours=1), spots=(SPOT,)),
        Incident("INC-9", "posted", "The page was slow", yesterday + timedelta(hours=2)),
    ):
        await incidents.keep(token, incident, incident.key)
    await reviews.add_reverts(key.repository_id, [Reverted("c" * 40, f"{first + 1:x}" * 12)])
