"""Cycles read back for the pages: of a pull request, or of repositories within a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import ARRAY, BigInteger, ColumnElement, Row, Subquery, any_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from reviewer.domain.decay.cycle import Outcome, Tally
from reviewer.domain.decay.incidents import Aftermath
from reviewer.domain.decay.recorded import History, RecordedCycle
from reviewer.store.cycle_tables import CycleOutcomeRow, CycleRow, CycleTallyRow
from reviewer.store.cycles import outcome_of, tally_of
from reviewer.store.incidents import IncidentRecords

MOST_CYCLES: Final = 2_000
"""Pushes that one page is made of; the newest count."""


class DecayRecords(Struct, frozen=True):
    """The cycles in the database, found by GitHub's numbers of repositories: a name may pass to another one."""

    engine: AsyncEngine

    async def pull_request(self, repository_id: int, number: int) -> Sequence[RecordedCycle]:
        """The pushes of a pull request, oldest first."""
        newest = _newest(CycleRow.repository_id == repository_id, CycleRow.number == number)
        async with self.engine.connect() as connection:
            return (await _history(connection, newest)).cycles

    async def repositories(self, repository_ids: Collection[int], days: int) -> History:
        """The pushes of some repositories that were reviewed within the last `days`."""
        since = func.now() - func.make_interval(0, 0, 0, days)
        newest = _newest(CycleRow.repository_id == _one_of(repository_ids), CycleRow.created_at >= since)
        async with self.engine.connect() as connection:
            return await _history(connection, newest)

    async def aftermath(self, repository_id: int, days: int) -> Aftermath:
        """What happened within the last `days` after merges of a repository."""
        return await IncidentRecords(self.engine).aftermath(repository_id, days)


def _newest(*conditions: ColumnElement[bool]) -> Subquery:
    """The newest cycle of each push, with the moment of its first."""
    of_push = (CycleRow.repository_id, CycleRow.number, CycleRow.push)
    rank = func.row_number().over(partition_by=of_push, order_by=CycleRow.id.desc()).label("rank")
    first = func.min(CycleRow.created_at).over(partition_by=of_push).label("first_at")
    # Without the edited files, which no page of cycles shows and which would be sorted along.
    columns = [column for column in CycleRow.__table__.columns if column.name != "edited"]
    every = select(*columns, rank, first).where(*conditions).subquery()
    return select(every).where(every.c.rank == 1).subquery()


async def _history(connection: AsyncConnection, newest: Subquery) -> History:
    wanted = select(newest).order_by(newest.c.first_at.desc(), newest.c.id.desc()).limit(MOST_CYCLES + 1)
    rows = (await connection.execute(wanted)).all()
    shown = list(reversed(rows[:MOST_CYCLES]))
    ids = [row.id for row in shown]
    tallies = await _tallies(connection, ids)
    outcomes = await _outcomes(connection, ids)
    cycles = tuple(_cycle(row, tallies.get(row.id, ()), outcomes.get(row.id, ())) for row in shown)
    return History(cycles, cut_off=len(rows) > MOST_CYCLES)


async def _tallies(connection: AsyncConnection, ids: Sequence[int]) -> Mapping[int, Sequence[Tally]]:
    wanted = select(CycleTallyRow.__table__).where(CycleTallyRow.cycle_id == _one_of(ids)).order_by(CycleTallyRow.id)
    return _by_cycle((row.cycle_id, tally_of(row)) for row in await connection.execute(wanted))


async def _outcomes(connection: AsyncConnection, ids: Sequence[int]) -> Mapping[int, Sequence[Outcome]]:
    here = CycleOutcomeRow.cycle_id == _one_of(ids)
    wanted = select(CycleOutcomeRow.__table__).where(here).order_by(CycleOutcomeRow.id)
    return _by_cycle((row.cycle_id, outcome_of(row)) for row in await connection.execute(wanted))


def _by_cycle(rows: Iterable[tuple[int, Any]]) -> Mapping[int, Sequence[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for cycle_id, value in rows:
        found[cycle_id].append(value)
    return found


def _one_of(ids: Collection[int]) -> Any:  # noqa: ANN401  (SQLAlchemy's own type of any_ is private)
    """As one array: thousands of parameters would be parsed each time."""
    return any_(literal(list(ids), ARRAY(BigInteger)))


def _cycle(row: Row[Any], tallies: Sequence[Tally], outcomes: Sequence[Outcome]) -> RecordedCycle:
    return RecordedCycle(
        repository_id=row.repository_id,
        repository=row.repository,
        number=row.number,
        push=row.push,
        head_sha=row.head_sha,
        at=row.first_at,
        agent=row.agent,
        backend=row.backend,
        frontend=row.frontend,
        complete=row.complete,
        tallies=tuple(tallies),
        outcomes=tuple(outcomes),
    )
