"""What was published of sign-offs, kept beside the review that it is about."""

from __future__ import annotations

import zlib
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.delivery import DeliveryId, PullRequestKey
from reviewer.domain.signoff.settlement import Settlement
from reviewer.domain.signoff.state import Signing
from reviewer.render.json_text import json_text
from reviewer.store.sign_off_tables import SettlementRow
from reviewer.store.tables import ReviewRow

_SIGNING = TypeAdapter(Signing)


async def keep_settlement(
    engine: AsyncEngine, delivery: DeliveryId, pull_request: PullRequestKey, head_sha: str, settled: Settlement
) -> None:
    """Keep what the newest review of a head was completed with; a second time of one delivery changes nothing."""
    newest = (
        select(ReviewRow.id)
        .where(
            ReviewRow.repository_id == pull_request.repository_id,
            ReviewRow.number == pull_request.number,
            ReviewRow.head_sha == head_sha,
        )
        .order_by(ReviewRow.id.desc())
        .limit(1)
    )
    async with engine.begin() as connection:
        review_id = (await connection.execute(newest)).scalar_one_or_none()
        if review_id is None:
            return
        row = {
            "delivery_id": delivery,
            "review_id": review_id,
            "verdict": settled.verdict,
            "mode": settled.mode,
            "config_ok": settled.config_ok,
            "signing": zlib.compress(json_text(_SIGNING.dump_python(settled.signing, mode="json")).encode()),
        }
        await connection.execute(insert(SettlementRow).values(row).on_conflict_do_nothing())


def settlement_of(row: Row[Any]) -> Settlement:
    """A row of a settlement."""
    signing = _SIGNING.validate_json(zlib.decompress(row.signing))
    return Settlement(row.verdict, signing, row.mode, row.config_ok)
