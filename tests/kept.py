"""Reviews that are kept with what they saw, for tests of the records."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.decay.seen import Breach, EditedFile, Rule, Seen
from reviewer.domain.delivery import DeliveryId, PullRequestKey
from reviewer.domain.report import Authorship, Report, Timing, Tool
from reviewer.domain.signoff.shown import Basis
from reviewer.ports import CheckRunId
from reviewer.store.records import ReviewRecords
from tests.deliveries import PULL_REQUEST

GUARD = Rule("guard", "auth", "", "omission", "django")
ODD = "shop/\udcff\0.py"
LOST = Breach(GUARD, "f1", "auth/authentication-removed", ODD, "pay", "guard \0 removed")
SEEN = Seen(agent="copilot", backend=True, kept={GUARD: 2}, paths=frozenset({ODD}), edited=(EditedFile(ODD, ("pay",)),))
REPORT = Report(
    version=1,
    tool=Tool("holdfast", "0"),
    base="b" * 40,
    head="a" * 40,
    verdict="success",
    complete=True,
    files=(),
    findings=(),
    boundaries=(),
    constraints=(),
    authorship=Authorship(None),
    timing=Timing(0.0, {}),
)


async def keep(engine: AsyncEngine, head: str, seen: Seen, key: PullRequestKey = PULL_REQUEST) -> None:
    report = replace(REPORT, head=head.ljust(40, head[-1]))
    basis = Basis({}, config_ok=True, seen=seen)
    await ReviewRecords(engine).add(DeliveryId(uuid4()), key, CheckRunId(1), report, basis)
