"""Records of reviews: the report as the contract prints it, kept once."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from checks.kit import Action, Area, Kind, Severity, Side
from reviewer.domain.delivery import DeliveryId
from reviewer.domain.report import Authorship, Finding, Report, Suppression, Timing, Tool
from reviewer.domain.signoff.shown import Basis
from reviewer.ports import CheckRunId
from reviewer.store.records import ReviewRecords
from reviewer.store.tables import FindingRow, ReviewRow
from tests.deliveries import PULL_REQUEST

_FINDING = Finding(
    fingerprint="f1",
    check="auth/authentication-removed",
    codes=("AZ01",),
    area=Area.AUTH,
    kind=Kind.LOST,
    severity=Severity.HIGH,
    confidence=0.9,
    action=Action.SIGN_OFF,
    inline=True,
    path="shop/views.py",
    side=Side.LEFT,
    start_line=4,
    end_line=4,
    symbol="pay",
    title="login_required removed from pay",
    message="Anybody may pay.",
    evidence=(),
    suggestion=None,
    docs="docs/checks/auth",
    suppressed=None,
)
_REPORT = Report(
    version=1,
    tool=Tool("holdfast", "0"),
    base="b" * 40,
    head="a" * 40,
    verdict="action_required",
    complete=True,
    files=(),
    findings=(_FINDING,),
    boundaries=(),
    constraints=(),
    authorship=Authorship(None),
    timing=Timing(1.5, {"parse": 1.5}),
)
_RUN = CheckRunId(9)
_BASIS = Basis({}, config_ok=True)


def _delivery() -> DeliveryId:
    return DeliveryId(uuid4())


async def _counts(engine: AsyncEngine) -> tuple[int, int]:
    async with engine.connect() as connection:
        reviews = (await connection.execute(select(func.count(ReviewRow.id)))).scalar_one()
        return reviews, (await connection.execute(select(func.count(FindingRow.id)))).scalar_one()


async def test_a_review_is_kept_with_its_report_and_findings(engine: AsyncEngine) -> None:
    await ReviewRecords(engine).add(_delivery(), PULL_REQUEST, _RUN, _REPORT, _BASIS)
    async with engine.connect() as connection:
        review = (await connection.execute(select(ReviewRow.__table__))).one()
        finding = (await connection.execute(select(FindingRow.__table__))).one()
    assert (review.repository, review.number, review.verdict, review.check_run) == (
        "acme/shop",
        1,
        "action_required",
        9,
    )
    printed = json.loads(zlib.decompress(review.report))
    assert printed["findings"][0]["fingerprint"] == "f1"
    assert (finding.check_id, finding.area, finding.kind, finding.action, finding.suppressed) == (
        "auth/authentication-removed",
        "auth",
        "lost",
        "sign-off",
        False,
    )


async def test_the_same_delivery_and_head_again_is_not_kept_again(engine: AsyncEngine) -> None:
    records, delivery = ReviewRecords(engine), _delivery()
    for _ in range(2):
        await records.add(delivery, PULL_REQUEST, _RUN, _REPORT, _BASIS)
    assert await _counts(engine) == (1, 1)


async def test_another_head_or_delivery_is_another_review(engine: AsyncEngine) -> None:
    records, delivery = ReviewRecords(engine), _delivery()
    await records.add(delivery, PULL_REQUEST, _RUN, _REPORT, _BASIS)
    await records.add(delivery, PULL_REQUEST, _RUN, replace(_REPORT, head="c" * 40), _BASIS)
    await records.add(_delivery(), PULL_REQUEST, _RUN, _REPORT, _BASIS)
    assert await _counts(engine) == (3, 3)


async def test_a_review_without_findings_is_a_review(engine: AsyncEngine) -> None:
    await ReviewRecords(engine).add(_delivery(), PULL_REQUEST, _RUN, replace(_REPORT, findings=()), _BASIS)
    assert await _counts(engine) == (1, 0)


@pytest.mark.parametrize("hostile", ["a\0b", "a\udc80b", "a" + chr(0xD800), "'; DROP TABLE review; --", "\U0010ffff"])
async def test_any_name_in_a_repository_can_be_kept(engine: AsyncEngine, hostile: str) -> None:
    finding = replace(_FINDING, path=hostile, symbol=hostile, title=hostile, message=hostile)
    await ReviewRecords(engine).add(_delivery(), PULL_REQUEST, _RUN, replace(_REPORT, findings=(finding,)), _BASIS)
    assert await _counts(engine) == (1, 1)


async def test_suppressed_is_kept_as_such(engine: AsyncEngine) -> None:
    finding = replace(_FINDING, suppressed=Suppression("legacy", None), symbol=None)
    await ReviewRecords(engine).add(_delivery(), PULL_REQUEST, _RUN, replace(_REPORT, findings=(finding,)), _BASIS)
    async with engine.connect() as connection:
        assert (await connection.execute(select(FindingRow.suppressed, FindingRow.symbol))).one() == (True, None)
