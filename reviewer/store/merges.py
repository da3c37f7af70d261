"""Merged changes in the database: added when GitHub tells of the merge, read back to be linked to incidents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, get_args

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from reviewer.domain.decay.incidents import Merged, Signed
from reviewer.domain.decay.labels import IncidentLabels
from reviewer.domain.decay.merging import MergeSeen, Reverted, reverts_in, signed_at_merge
from reviewer.domain.delivery import PullRequestKey
from reviewer.store.cycle_tables import CycleRow
from reviewer.store.cycles import edited_of
from reviewer.store.histories import Histories
from reviewer.store.incident_tables import MergedLabelsRow, MergedRow, RevertRow

MOST_MERGES: Final = 2_000
"""Merged changes that one page is made of; the newest count."""
_SIGNED: Final[Mapping[str, Signed]] = {word: word for word in get_args(Signed)}


async def keep_merge(
    engine: AsyncEngine, pull_request: PullRequestKey, merge: MergeSeen, labels: IncidentLabels
) -> None:
    """Keep a merge, what its labels say, and what it takes back; what is known already is not kept again.

    A change that was never reviewed is no merge of ours: what it takes back is kept all the same.
    """
    signed = signed_at_merge(await Histories(engine).of(pull_request.repository_id, pull_request.number))
    taken_back = reverts_in(merge.merge_sha, merge.texts, pull_request.repository, pull_request.number)
    async with engine.begin() as connection:
        await _add_reverts(connection, pull_request.repository_id, taken_back)
        merged_id = await _merged_id(connection, pull_request, merge, signed)
        if merged_id is not None:
            says = {"caused": labels.caused(merge.labels), "mends": labels.mends(merge.labels)}
            await _note_labels(connection, merged_id, says)


async def keep_reverts(engine: AsyncEngine, repository_id: int, reverts: Sequence[Reverted]) -> None:
    """Keep what pushed commits take back; what is known already is not kept again."""
    async with engine.begin() as connection:
        await _add_reverts(connection, repository_id, reverts)


async def _add_reverts(connection: AsyncConnection, repository_id: int, reverts: Iterable[Reverted]) -> None:
    rows = [
        {
            "repository_id": repository_id,
            "by_sha": it.by_sha,
            "commit_sha": it.commit_sha,
            "by_number": it.by_number,
            "number": it.number,
        }
        for it in reverts
    ]
    if rows:
        await connection.execute(insert(RevertRow).on_conflict_do_nothing(constraint="reverted_once"), rows)


async def _merged_id(
    connection: AsyncConnection, pull_request: PullRequestKey, merge: MergeSeen, signed: Signed
) -> int | None:
    here = (CycleRow.repository_id == pull_request.repository_id, CycleRow.number == pull_request.number)
    newest = select(CycleRow.id).where(*here).order_by((CycleRow.head_sha == merge.head_sha).desc(), CycleRow.id.desc())
    cycle_id = (await connection.execute(newest.limit(1))).scalar_one_or_none()
    if cycle_id is None:
        return None
    row = {
        "repository_id": pull_request.repository_id,
        "number": pull_request.number,
        "merge_sha": merge.merge_sha,
        "head_sha": merge.head_sha,
        "signed": signed,
        "cycle_id": cycle_id,
        "merged_at": merge.at,
    }
    await connection.execute(insert(MergedRow).values(row).on_conflict_do_nothing(constraint="merged_once"))
    known = select(MergedRow.id).where(
        MergedRow.repository_id == pull_request.repository_id, MergedRow.number == pull_request.number
    )
    return (await connection.execute(known)).scalar_one()


async def _note_labels(connection: AsyncConnection, merged_id: int, says: Mapping[str, bool]) -> None:
    """One row more, if the labels say something else than before; in the beginning they say nothing."""
    newest = (
        select(MergedLabelsRow.caused, MergedLabelsRow.mends)
        .where(MergedLabelsRow.merged_id == merged_id)
        .order_by(MergedLabelsRow.id.desc())
        .limit(1)
    )
    row = (await connection.execute(newest)).one_or_none()
    before = {"caused": False, "mends": False} if row is None else {"caused": row.caused, "mends": row.mends}
    if before != says:
        await connection.execute(insert(MergedLabelsRow).values(merged_id=merged_id, **says))


async def read_merges(engine: AsyncEngine, repository_id: int, days: int) -> Sequence[Merged]:
    """The changes that were merged within the last `days`, newest first, `MOST_MERGES` at most."""
    newest = (
        select(MergedLabelsRow.merged_id, func.max(MergedLabelsRow.id).label("id"))
        .group_by(MergedLabelsRow.merged_id)
        .subquery()
    )
    labels = select(MergedLabelsRow.__table__).join(newest, newest.c.id == MergedLabelsRow.id).subquery()
    facts = (CycleRow.agent, CycleRow.backend, CycleRow.frontend, CycleRow.edited)
    since = func.now() - func.make_interval(0, 0, 0, days)
    wanted = (
        select(MergedRow.__table__, *facts, labels.c.caused, labels.c.mends)
        .join(CycleRow, CycleRow.id == MergedRow.cycle_id)
        .outerjoin(labels, labels.c.merged_id == MergedRow.id)
        .where(MergedRow.repository_id == repository_id, MergedRow.merged_at >= since)
        .order_by(MergedRow.merged_at.desc(), MergedRow.id.desc())
        .limit(MOST_MERGES)
    )
    heads = select(CycleRow.number, CycleRow.head_sha).where(CycleRow.repository_id == repository_id).distinct()
    async with engine.connect() as connection:
        rows = (await connection.execute(wanted)).all()
        commits: defaultdict[int, set[str]] = defaultdict(set)
        numbers = [row.number for row in rows]
        for number, head_sha in await connection.execute(heads.where(CycleRow.number.in_(numbers))):
            commits[number].add(head_sha)
    return tuple(_merged(row, commits[row.number]) for row in rows)


def _merged(row: Row[Any], heads: set[str]) -> Merged:
    return Merged(
        number=row.number,
        commits=frozenset({row.merge_sha, row.head_sha, *heads}),
        at=row.merged_at,
        agent=row.agent,
        backend=row.backend,
        frontend=row.frontend,
        signed=_SIGNED[row.signed],
        edited=edited_of(row),
        caused=bool(row.caused),
        mends=bool(row.mends),
    )
