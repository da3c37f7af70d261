"""All that was kept of a pull request, read for its page."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, get_args

from msgspec import Struct
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from reviewer.domain.report import Report, Verdict
from reviewer.domain.signoff.settlement import PullRequestRecord, ReviewedPush
from reviewer.store.settlements import settlement_of
from reviewer.store.sign_off_tables import RefusalRow, SettlementRow
from reviewer.store.sign_offs import refused_of
from reviewer.store.tables import ReviewRow

SHOWN_PUSHES: Final = 50
_REPORT = TypeAdapter(Report)
_VERDICTS: Final[Mapping[str, Verdict]] = {word: word for word in get_args(Verdict)}
_COLUMNS = (ReviewRow.id, ReviewRow.head_sha, ReviewRow.created_at, ReviewRow.verdict)


class _Reviewed(Struct, frozen=True):
    id: int
    head_sha: str
    at: datetime
    verdict: Verdict


class Histories(Struct, frozen=True):
    """The records in the database, found by GitHub's number of the repository: a name may pass to another one."""

    engine: AsyncEngine

    async def of(self, repository_id: int, number: int) -> PullRequestRecord | None:
        """Everything about a pull request; None when none of its heads was reviewed."""
        here = (ReviewRow.repository_id == repository_id, ReviewRow.number == number)
        of_each_head = select(func.max(ReviewRow.id)).where(*here).group_by(ReviewRow.head_sha)
        reviews = select(*_COLUMNS).where(ReviewRow.id.in_(of_each_head)).order_by(ReviewRow.id.desc())
        refusals = (
            select(RefusalRow.__table__)
            .where(RefusalRow.repository_id == repository_id, RefusalRow.number == number)
            .order_by(RefusalRow.id)
        )
        async with self.engine.connect() as connection:
            found = await connection.execute(reviews.limit(SHOWN_PUSHES))
            rows = [_Reviewed(row.id, row.head_sha, row.created_at, _VERDICTS[row.verdict]) for row in found]
            if not rows:
                return None
            heads = select(func.count(ReviewRow.head_sha.distinct())).where(*here)
            known = (await connection.execute(heads)).scalar_one()
            kept = (
                await connection.execute(
                    select(ReviewRow.repository, ReviewRow.report).where(ReviewRow.id == rows[0].id)
                )
            ).one()
            pushes = await _pushes(connection, rows)
            refused = tuple(map(refused_of, await connection.execute(refusals)))
        report = _REPORT.validate_json(zlib.decompress(kept.report))
        return PullRequestRecord(kept.repository, number, report, pushes, known - len(pushes), refused)


async def _pushes(connection: AsyncConnection, reviews: Sequence[_Reviewed]) -> tuple[ReviewedPush, ...]:
    numbers = [row.id for row in reviews]
    newest = select(func.max(SettlementRow.id)).where(SettlementRow.review_id.in_(numbers))
    rows = await connection.execute(
        select(SettlementRow.__table__).where(SettlementRow.id.in_(newest.group_by(SettlementRow.review_id)))
    )
    settled = {row.review_id: row for row in rows}
    return tuple(_push(row, settled.get(row.id)) for row in reviews)


def _push(review: _Reviewed, settled: Row[Any] | None) -> ReviewedPush:
    try:
        settlement = None if settled is None else settlement_of(settled)
    except ValidationError:  # kept by another version, whose words were others
        settlement = None
    verdict = review.verdict if settled is None else settled.verdict
    return ReviewedPush(review.head_sha, review.at, verdict, settlement)
