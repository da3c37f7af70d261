"""Sign-offs in the database: added with the delivery that brought them, read back as a ledger."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict
from datetime import datetime
from typing import Any

from msgspec import Struct
from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, Select, and_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.orm import InstrumentedAttribute

from checks.kit import Area
from reviewer.domain.boundaries import BoundaryPart
from reviewer.domain.delivery import DeliveryId, PullRequestKey
from reviewer.domain.report import Report
from reviewer.domain.signoff.people import Account, Signer, Standing
from reviewer.domain.signoff.records import (
    Bypassed,
    Ledger,
    Origin,
    RecordId,
    SignOffGiven,
    SignOffRefused,
    SignOffWithdrawn,
)
from reviewer.domain.signoff.settlement import Settlement
from reviewer.domain.signoff.shown import Basis, NewRecords, NewSignOff, Parts, ShownReview
from reviewer.render.json_text import json_text
from reviewer.store.settlements import keep_settlement
from reviewer.store.sign_off_tables import BoundaryRow, BypassRow, RefusalRow, SignOffRow, WithdrawalRow
from reviewer.store.storable import storable
from reviewer.store.tables import ReviewRow

_REPORT = TypeAdapter(Report)
_PARTS = TypeAdapter(tuple[BoundaryPart, ...])
_TEAMS = TypeAdapter(frozenset[str])


def boundary_rows(review_id: int, report: Report, parts: Parts) -> list[dict[str, object]]:
    """The rows of a review's boundaries."""
    return [
        {
            "review_id": review_id,
            "area": boundary.area.value,
            "content_hash": boundary.content_hash,
            "parts": zlib.compress(json_text([asdict(part) for part in parts[boundary.area]]).encode()),
        }
        for boundary in report.boundaries
    ]


class SignOffRecords(Struct, frozen=True):
    """The records in the database."""

    engine: AsyncEngine

    async def record(self, delivery: DeliveryId, pull_request: PullRequestKey, new: NewRecords) -> None:
        """Keep what a delivery adds, all of it or nothing; what was kept before stays as it is."""
        where = {"delivery_id": delivery, "repository_id": pull_request.repository_id, "number": pull_request.number}
        named = {**where, "repository": pull_request.repository}
        async with self.engine.begin() as connection:
            await _add(connection, SignOffRow, [{**named, **_sign_off(one)} for one in new.given])
            await _add(connection, RefusalRow, [{**where, **_refusal(one)} for one in new.refused])
            if new.by is not None:
                ends = [{"sign_off_id": one, "cause": storable(cause), **_who(new.by)} for one, cause in new.withdrawn]
                await _add(connection, WithdrawalRow, ends)
            if new.bypass is not None:
                row = {"head_sha": new.bypass.head_sha, "reason": storable(new.bypass.reason), **_who(new.bypass.by)}
                await _add(connection, BypassRow, [{**named, **row}])

    async def note_settled(
        self, delivery: DeliveryId, pull_request: PullRequestKey, head_sha: str, settled: Settlement
    ) -> None:
        """Keep what the newest review of a head was completed with; a second time changes nothing."""
        await keep_settlement(self.engine, delivery, pull_request, head_sha, settled)

    async def ledger(self, pull_request: PullRequestKey) -> Ledger:
        """Everything that was recorded about a pull request, oldest first."""
        async with self.engine.connect() as connection:
            given = await connection.execute(_signed().where(_of(SignOffRow, pull_request)).order_by(SignOffRow.id))
            ended = await connection.execute(
                select(WithdrawalRow.__table__)
                .join(SignOffRow, SignOffRow.id == WithdrawalRow.sign_off_id)
                .where(_of(SignOffRow, pull_request))
                .order_by(WithdrawalRow.id)
            )
            refused = await connection.execute(
                select(RefusalRow.__table__).where(_of(RefusalRow, pull_request)).order_by(RefusalRow.id)
            )
            bypassed = await connection.execute(
                select(BypassRow.__table__).where(_of(BypassRow, pull_request)).order_by(BypassRow.id)
            )
            return Ledger(
                tuple(map(given_of, given)),
                tuple(map(withdrawn_of, ended)),
                tuple(map(refused_of, refused)),
                tuple(map(bypassed_of, bypassed)),
            )

    async def shown_at(self, pull_request: PullRequestKey, head_sha: str) -> ShownReview | None:
        """The newest kept review of this head."""
        return await self._shown(_of(ReviewRow, pull_request), ReviewRow.head_sha == head_sha)

    async def shown_by(self, pull_request: PullRequestKey, check_run: int) -> ShownReview | None:
        """The newest kept review that this check run showed."""
        return await self._shown(_of(ReviewRow, pull_request), ReviewRow.check_run == check_run)

    async def shown_before(self, pull_request: PullRequestKey, moment: datetime) -> ShownReview | None:
        """The newest review that was kept before this moment."""
        return await self._shown(_of(ReviewRow, pull_request), ReviewRow.created_at < moment)

    async def _shown(self, *conditions: ColumnElement[bool]) -> ShownReview | None:
        newest = select(ReviewRow.__table__).where(*conditions).order_by(ReviewRow.id.desc()).limit(1)
        async with self.engine.connect() as connection:
            review = (await connection.execute(newest)).one_or_none()
            if review is None:
                return None
            rows = await connection.execute(
                select(BoundaryRow.area, BoundaryRow.parts).where(BoundaryRow.review_id == review.id)
            )
            parts = {Area(row.area): _PARTS.validate_json(zlib.decompress(row.parts)) for row in rows}
        report = _REPORT.validate_json(zlib.decompress(review.report))
        known = tuple(boundary for boundary in report.boundaries if boundary.area in parts)
        if len(known) < len(report.boundaries) or review.config_ok is None:  # kept by the version before
            return None
        return ShownReview(
            review.id, review.head_sha, review.check_run, report, Basis(parts, config_ok=review.config_ok is True)
        )


async def _add(connection: AsyncConnection, into: type[Any], rows: list[dict[str, object]]) -> None:
    if rows:
        await connection.execute(insert(into).on_conflict_do_nothing(), rows)


def _of(row: type[Any], pull_request: PullRequestKey) -> ColumnElement[bool]:
    repository_id: InstrumentedAttribute[int] = row.repository_id
    number: InstrumentedAttribute[int] = row.number
    return and_(repository_id == pull_request.repository_id, number == pull_request.number)


def _signed() -> Select[Any]:
    return select(SignOffRow.__table__, BoundaryRow.parts).join(
        BoundaryRow, and_(BoundaryRow.review_id == SignOffRow.review_id, BoundaryRow.area == SignOffRow.area)
    )


def _who(account: Account) -> dict[str, object]:
    return {"login": storable(account.login), "account_id": account.id}


def _sign_off(one: NewSignOff) -> dict[str, object]:
    return {
        "review_id": one.review_id,
        "head_sha": one.head_sha,
        "area": one.area.value,
        "content_hash": one.content_hash,
        "way": one.origin.way,
        "origin": one.origin.number,
        **_who(one.signer.account),
        "permission": one.signer.standing.permission,
        "teams": json.dumps(sorted(one.signer.standing.teams)),
        "reason": storable(one.reason),
    }


def _refusal(one: SignOffRefused) -> dict[str, object]:
    whose = {"head_sha": one.head_sha, "area": one.area.value, "is_bot": one.account.is_bot}
    return {**whose, **_who(one.account), "why": storable(one.why)}


def given_of(row: Row[Any]) -> SignOffGiven:
    """A row of a sign-off with its boundary's parts."""
    return SignOffGiven(
        id=RecordId(row.id),
        area=Area(row.area),
        content_hash=row.content_hash,
        parts=_PARTS.validate_json(zlib.decompress(row.parts)),
        head_sha=row.head_sha,
        review_id=row.review_id,
        signer=Signer(
            Account(row.login, row.account_id, is_bot=False),
            Standing(row.permission, _TEAMS.validate_json(row.teams)),
        ),
        origin=Origin(row.way, row.origin),
        reason=row.reason,
        at=row.created_at,
    )


def withdrawn_of(row: Row[Any]) -> SignOffWithdrawn:
    """A row of a withdrawal."""
    by = Account(row.login, row.account_id, is_bot=False)
    return SignOffWithdrawn(RecordId(row.sign_off_id), row.cause, by, row.created_at)


def refused_of(row: Row[Any]) -> SignOffRefused:
    """A row of an attempt that did not count."""
    return SignOffRefused(Area(row.area), row.head_sha, Account(row.login, row.account_id, row.is_bot), row.why)


def bypassed_of(row: Row[Any]) -> Bypassed:
    """A row of a bypass."""
    return Bypassed(row.head_sha, Account(row.login, row.account_id, is_bot=False), row.reason, row.created_at)


def signed_rows() -> Select[Any]:
    """Every sign-off with its boundary's parts, oldest first."""
    return _signed().order_by(SignOffRow.id)
