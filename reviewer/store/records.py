"""Finished reviews and what became of them after the merge: added once, never changed."""

from __future__ import annotations

import time
import zlib
from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct
from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.decay.labels import IncidentLabels
from reviewer.domain.decay.merging import MergeSeen, Reverted
from reviewer.domain.delivery import DeliveryId, PullRequestKey
from reviewer.domain.report import Finding, Report
from reviewer.domain.signoff.shown import Basis
from reviewer.ports import CheckRunId, Moment
from reviewer.render.report_json import to_json
from reviewer.store.cycles import keep_cycle
from reviewer.store.merges import keep_merge, keep_reverts
from reviewer.store.sign_off_tables import BoundaryRow
from reviewer.store.sign_offs import boundary_rows
from reviewer.store.storable import storable
from reviewer.store.tables import FindingRow, ReviewRow


class ReviewRecords(Struct, frozen=True):
    """The records in the database."""

    engine: AsyncEngine

    async def add(
        self,
        delivery: DeliveryId,
        pull_request: PullRequestKey,
        run: CheckRunId,
        report: Report,
        basis: Basis,
        shown_since: Moment | None = None,
    ) -> None:
        """Keep a finished review with all that belongs to it; a second one of delivery and head is ignored.

        It counts from when people could read it: who signs while its comments are still on their way has seen it.
        """
        shown_for = timedelta(seconds=0.0 if shown_since is None else time.monotonic() - shown_since)
        review = (
            insert(ReviewRow)
            .values(
                delivery_id=delivery,
                installation=pull_request.installation,
                repository_id=pull_request.repository_id,
                repository=pull_request.repository,
                number=pull_request.number,
                base_sha=report.base,
                head_sha=report.head,
                check_run=run,
                verdict=report.verdict,
                complete=report.complete,
                config_ok=basis.config_ok,
                report=zlib.compress(to_json(report).encode()),
                created_at=func.now() - shown_for,
            )
            .on_conflict_do_nothing(constraint="review_once_per_delivery")
            .returning(ReviewRow.id)
        )
        async with self.engine.begin() as connection:
            review_id = (await connection.execute(review)).scalar_one_or_none()
            if review_id is None:
                return
            if report.findings:
                await connection.execute(insert(FindingRow), [_row(review_id, one) for one in report.findings])
            if report.boundaries:
                await connection.execute(insert(BoundaryRow), boundary_rows(review_id, report, basis.parts))
            await keep_cycle(connection, review_id, pull_request, report.head, basis.seen)

    async def add_merge(self, pull_request: PullRequestKey, merge: MergeSeen, labels: IncidentLabels) -> None:
        """Keep a merge, what its labels say by now, and what it takes back; a second time changes nothing."""
        await keep_merge(self.engine, pull_request, merge, labels)

    async def add_reverts(self, repository_id: int, reverts: Sequence[Reverted]) -> None:
        """Keep what pushed commits take back; a second time changes nothing."""
        await keep_reverts(self.engine, repository_id, reverts)


def _row(review_id: int, finding: Finding) -> dict[str, object]:
    return {
        "review_id": review_id,
        "fingerprint": finding.fingerprint,
        "check_id": finding.check,
        "area": finding.area.value,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "action": finding.action.value,
        "confidence": finding.confidence,
        "path": storable(finding.path),
        "symbol": None if finding.symbol is None else storable(finding.symbol),
        "inline": finding.inline,
        "suppressed": finding.suppressed is not None,
    }
