"""Who may work on a pull request: the newest delivery, and of its runs the one that claimed it last."""

from __future__ import annotations

from contextlib import suppress
from typing import Final
from uuid import UUID, uuid4

from msgspec import Struct
from sqlalchemy import ColumnElement, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.delivery import Generation, PullRequestKey
from reviewer.domain.errors import Superseded
from reviewer.jobs.statements import execute
from reviewer.jobs.tables import PullHeadRow

_HEADS = PullHeadRow.__table__.columns
_HELD: Final = select(PullHeadRow.generation).where(
    *(
        _HEADS[name] == bindparam(name, type_=_HEADS[name].type)
        for name in ("repository_id", "number", "generation", "claim")
    )
)


class Claim(Struct, frozen=True):
    """One run's right to work on a pull request, until a newer delivery or another run takes it.

    A worker that was thought dead and wakes up finds its claim gone, so it writes nothing any more.
    """

    engine: AsyncEngine
    pull_request: PullRequestKey
    generation: Generation
    token: UUID

    async def confirm(self) -> None:
        """Return if the claim still holds.

        Raises:
            Superseded: a newer delivery or another run has the pull request.
        """
        own = {
            "repository_id": self.pull_request.repository_id,
            "number": self.pull_request.number,
            "generation": self.generation,
            "claim": self.token,
        }
        # Asked before each write to GitHub and between all stages: so it writes nothing, and is made once.
        if (await execute(self.engine, _HELD, own)).first() is None:
            raise self._superseded()

    async def move_to(self, head_sha: str) -> None:
        """Confirm the claim and note the head that GitHub names now.

        Raises:
            Superseded: as for `confirm`.
        """
        await self._compare_and_set(PullHeadRow.claim == self.token, updated_at=func.now(), head_sha=head_sha)

    async def note_base(self, branch: str) -> None:
        """Confirm the claim and note the branch that the pull request goes to.

        Raises:
            Superseded: as for `confirm`.
        """
        await self._compare_and_set(PullHeadRow.claim == self.token, updated_at=func.now(), base_branch=branch)

    async def take(self) -> None:
        """Make this the claim that holds.

        Raises:
            Superseded: a newer delivery has come.
        """
        await self._compare_and_set(updated_at=func.now(), claim=self.token)

    async def _compare_and_set(self, *conditions: ColumnElement[bool], **values: object) -> None:
        statement = (
            update(PullHeadRow)
            .where(
                PullHeadRow.repository_id == self.pull_request.repository_id,
                PullHeadRow.number == self.pull_request.number,
                PullHeadRow.generation == self.generation,
                *conditions,
            )
            .values(values)
            .returning(PullHeadRow.generation)
        )
        if (await execute(self.engine, statement)).first() is None:
            raise self._superseded()

    def _superseded(self) -> Superseded:
        return Superseded(f"A newer word came about {self.pull_request.repository}#{self.pull_request.number}.")


async def goes_to(engine: AsyncEngine, repository_id: int, branch: str) -> bool:
    """Whether a pull request of the repository is known that goes to this branch, or may do so."""
    known = (
        select(PullHeadRow.number)
        .where(PullHeadRow.repository_id == repository_id, PullHeadRow.base_branch.in_([branch, ""]))
        .limit(1)
    )
    return (await execute(engine, known)).first() is not None


async def claim(engine: AsyncEngine, pull_request: PullRequestKey, generation: Generation) -> Claim:
    """Claim the pull request for a run of the delivery that began `generation`.

    Raises:
        Superseded: a newer delivery has come.
    """
    own = Claim(engine, pull_request, generation, uuid4())
    await own.take()
    return own


async def claim_as_it_is(engine: AsyncEngine, pull_request: PullRequestKey) -> Claim | None:
    """Claim the pull request for an act, whatever its generation; None if it was never to be reviewed.

    What somebody did is worked off in any case: should a newer delivery come in that very moment, it is claimed anew.
    """
    statement = select(PullHeadRow.generation).where(
        PullHeadRow.repository_id == pull_request.repository_id, PullHeadRow.number == pull_request.number
    )
    while (generation := (await execute(engine, statement)).scalar_one_or_none()) is not None:
        with suppress(Superseded):
            return await claim(engine, pull_request, Generation(generation))
    return None


async def next_generation(engine: AsyncEngine, pull_request: PullRequestKey) -> Generation:
    """Begin a new generation of the pull request, as a delivery that asks for a review does."""
    new = insert(PullHeadRow).values(
        repository_id=pull_request.repository_id, number=pull_request.number, head_sha="", generation=1
    )
    statement = new.on_conflict_do_update(
        index_elements=[PullHeadRow.repository_id, PullHeadRow.number],
        set_={"generation": PullHeadRow.generation + 1, "updated_at": func.now()},
    ).returning(PullHeadRow.generation)
    return Generation((await execute(engine, statement)).scalar_one())
