"""Every sign-off that was ever given, read for export."""

from __future__ import annotations

import zlib

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.report import Report
from reviewer.domain.signoff.export import ExportedSignOff
from reviewer.domain.signoff.records import SignOffGiven
from reviewer.store.sign_off_tables import SignOffRow, WithdrawalRow
from reviewer.store.sign_offs import given_of, signed_rows, withdrawn_of
from reviewer.store.tables import ReviewRow

_REPORT = TypeAdapter(Report)


async def exported_sign_offs(engine: AsyncEngine, repository: str | None) -> tuple[ExportedSignOff, ...]:
    """Return the sign-offs of one repository ("owner/name", without regard to case) or of all, oldest first."""
    wanted = signed_rows()
    if repository is not None:
        wanted = wanted.where(func.lower(SignOffRow.repository) == repository.lower())
    async with engine.connect() as connection:
        rows = (await connection.execute(wanted)).all()
        ended = {row.sign_off_id: row for row in await connection.execute(select(WithdrawalRow.__table__))}
        reviews = {
            number: (
                await connection.execute(select(ReviewRow.base_sha, ReviewRow.report).where(ReviewRow.id == number))
            ).one()
            for number in sorted({row.review_id for row in rows})
        }
    shown = {
        number: (row.base_sha, _REPORT.validate_json(zlib.decompress(row.report))) for number, row in reviews.items()
    }
    return tuple(
        ExportedSignOff(
            repository=row.repository,
            number=row.number,
            base_sha=shown[row.review_id][0],
            given=(given := given_of(row)),
            withdrawn=withdrawn_of(ended[row.id]) if row.id in ended else None,
            findings=_findings(shown[row.review_id][1], given),
        )
        for row in rows
    )


def _findings(report: Report, given: SignOffGiven) -> tuple[str, ...]:
    return next((it.findings for it in report.boundaries if it.area is given.area), ())
