"""Cycles in the database: added with the review that saw them."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any, Final, get_args

from msgspec import structs
from pydantic import TypeAdapter
from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from reviewer.domain.decay.cycle import Became, Cycle, Outcome, Tally, cycle_of, outstanding_after
from reviewer.domain.decay.seen import Breach, Duty, EditedFile, Rule, Seen, Subject
from reviewer.domain.delivery import PullRequestKey
from reviewer.render.json_text import json_text
from reviewer.store.cycle_tables import CycleOutcomeRow, CycleRow, CycleTallyRow
from reviewer.store.storable import storable

_EDITED: Final = TypeAdapter(tuple[EditedFile, ...])
_SUBJECTS: Final[Mapping[str, Subject]] = {word: word for word in get_args(Subject)}
_DUTIES: Final[Mapping[str, Duty]] = {word: word for word in get_args(Duty)}
_BECAME: Final[Mapping[str, Became]] = {word: word for word in get_args(Became)}


async def keep_cycle(
    connection: AsyncConnection, review_id: int, pull_request: PullRequestKey, head_sha: str, seen: Seen
) -> None:
    """Keep what a review saw as the cycle of its head, within the transaction that keeps the review."""
    push = await _push(connection, pull_request, head_sha)
    cycle = cycle_of(_storable(seen), push, await _outstanding(connection, pull_request, push))
    row = {
        "review_id": review_id,
        "installation": pull_request.installation,
        "repository_id": pull_request.repository_id,
        "repository": pull_request.repository,
        "number": pull_request.number,
        "push": push,
        "head_sha": head_sha,
        "agent": cycle.agent,
        "backend": cycle.backend,
        "frontend": cycle.frontend,
        "complete": cycle.complete,
        "edited": zlib.compress(json_text(_EDITED.dump_python(cycle.edited, mode="json")).encode()),
    }
    cycle_id = (await connection.execute(insert(CycleRow).values(row).returning(CycleRow.id))).scalar_one()
    await _add_rows(connection, cycle_id, cycle)


async def _push(connection: AsyncConnection, pull_request: PullRequestKey, head_sha: str) -> int:
    here = _of(pull_request)
    own = select(func.min(CycleRow.push)).where(*here, CycleRow.head_sha == head_sha).scalar_subquery()
    last = select(func.coalesce(func.max(CycleRow.push), 0)).where(*here).scalar_subquery()
    return (await connection.execute(select(func.coalesce(own, last + 1)))).scalar_one()


async def _outstanding(connection: AsyncConnection, pull_request: PullRequestKey, push: int) -> tuple[Breach, ...]:
    """What the push before left broken."""
    newest = (CycleRow.push.desc(), CycleRow.id.desc())
    before = select(CycleRow.id).where(*_of(pull_request), CycleRow.push < push).order_by(*newest).limit(1)
    rows = await connection.execute(
        select(CycleOutcomeRow.__table__)
        .where(CycleOutcomeRow.cycle_id == before.scalar_subquery())
        .order_by(CycleOutcomeRow.id)
    )
    return outstanding_after(map(outcome_of, rows))


async def _add_rows(connection: AsyncConnection, cycle_id: int, cycle: Cycle) -> None:
    tallies = [{"cycle_id": cycle_id, **structs.asdict(it.rule), **_counts(it)} for it in cycle.tallies]
    outcomes = [
        {
            "cycle_id": cycle_id,
            "became": became,
            **structs.asdict(it.rule),
            "fingerprint": it.fingerprint,
            "check_id": it.check,
            "path": it.path,
            "symbol": it.symbol,
            "title": it.title,
        }
        for became, it in cycle.outcomes
    ]
    if tallies:
        await connection.execute(insert(CycleTallyRow), tallies)
    if outcomes:
        await connection.execute(insert(CycleOutcomeRow), outcomes)


def _counts(tally: Tally) -> dict[str, int]:
    return {"kept": tally.kept, "lost": tally.lost, "still_lost": tally.still_lost, "restored": tally.restored}


def _of(pull_request: PullRequestKey) -> tuple[Any, Any]:
    return CycleRow.repository_id == pull_request.repository_id, CycleRow.number == pull_request.number


def _storable(seen: Seen) -> Seen:
    """As it will be read back, so that what was kept can be compared with what is new."""
    return structs.replace(
        seen,
        agent=None if seen.agent is None else storable(seen.agent),
        breaches=tuple(
            structs.replace(it, path=storable(it.path), symbol=storable(it.symbol), title=storable(it.title))
            for it in seen.breaches
        ),
        paths=frozenset(map(storable, seen.paths)),
        not_judged=frozenset(map(storable, seen.not_judged)),
        gone=frozenset((storable(path), storable(symbol)) for path, symbol in seen.gone),
    )


def rule_of(row: Row[Any]) -> Rule:
    """The rule that a row of a tally or an outcome is about."""
    return Rule(_SUBJECTS[row.subject], row.area, row.name, _DUTIES[row.duty], row.framework)


def outcome_of(row: Row[Any]) -> Outcome:
    """A row of an outcome."""
    breach = Breach(rule_of(row), row.fingerprint, row.check_id, row.path, row.symbol, row.title)
    return _BECAME[row.became], breach


def tally_of(row: Row[Any]) -> Tally:
    """A row of a tally."""
    return Tally(rule_of(row), row.kept, row.lost, row.still_lost, row.restored)


def edited_of(row: Row[Any]) -> tuple[EditedFile, ...]:
    """The files that a row of a cycle names."""
    return _EDITED.validate_json(zlib.decompress(row.edited))
