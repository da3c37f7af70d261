"""Incidents in the database: posted ones with the tokens that may post them, and all of them read back."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import zlib
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from msgspec import Struct
from pydantic import TypeAdapter
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.decay.incidents import (
    LINKED_WITHIN,
    Aftermath,
    Incident,
    Link,
    Spot,
    from_labels,
    links,
    told_once,
)
from reviewer.render.json_text import json_text
from reviewer.store.incident_tables import IncidentRow, IncidentTokenRow, RevertRow
from reviewer.store.merges import read_merges
from reviewer.store.storable import storable
from reviewer.store.tables import ReviewRow

MOST_INCIDENTS: Final = 1_000
_SPOTS: Final = TypeAdapter(tuple[Spot, ...])
_PREFIX: Final = "hfi"
_NOBODY: Final = hashlib.sha256(b"").digest()

Kept = Literal["kept", "repeated", "contradicts"]


class IncidentToken(Struct, frozen=True):
    """A token as it is listed: everything but its secret."""

    id: str
    repository_id: int
    repository: str
    created_at: datetime
    revoked_at: datetime | None


class IncidentRecords(Struct, frozen=True):
    """The records in the database."""

    engine: AsyncEngine

    async def make_token(self, repository: str) -> str | None:
        """A new token for a repository ("owner/name", without regard to case); None for one that was never reviewed.

        The token is told this once; kept is the hash of its secret half, which nobody can guess: 256 random bits.
        """
        newest = (
            select(ReviewRow.repository_id, ReviewRow.repository)
            .where(func.lower(ReviewRow.repository) == repository.lower())
            .order_by(ReviewRow.id.desc())
            .limit(1)
        )
        token_id, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
        async with self.engine.begin() as connection:
            known = (await connection.execute(newest)).one_or_none()
            if known is None:
                return None
            row = {"repository_id": known.repository_id, "repository": known.repository, "digest": _digest(secret)}
            await connection.execute(insert(IncidentTokenRow).values(id=token_id, **row))
        return f"{_PREFIX}_{token_id}_{secret}"

    async def tokens(self) -> tuple[IncidentToken, ...]:
        """Every token that was ever made, oldest first."""
        columns = [getattr(IncidentTokenRow, name) for name in IncidentToken.__struct_fields__]
        async with self.engine.connect() as connection:
            rows = await connection.execute(select(*columns).order_by(IncidentTokenRow.created_at))
            return tuple(IncidentToken(*row) for row in rows)

    async def revoke(self, token_id: str) -> bool:
        """End a token; False when there is none of this id that still counts."""
        counts = (IncidentTokenRow.id == token_id, IncidentTokenRow.revoked_at.is_(None))
        async with self.engine.begin() as connection:
            done = await connection.execute(update(IncidentTokenRow).where(*counts).values(revoked_at=func.now()))
            return done.rowcount == 1

    async def accepts(self, token: str) -> IncidentToken | None:
        """The token, if it is one that counts; how long that takes says nothing about the secret."""
        prefix, _, rest = storable(token).partition("_")
        token_id, _, secret = rest.partition("_")
        wanted = select(IncidentTokenRow.__table__).where(IncidentTokenRow.id == token_id)
        async with self.engine.connect() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        same = hmac.compare_digest(_digest(secret), _NOBODY if row is None else row.digest)
        if row is None or not same or prefix != _PREFIX or row.revoked_at is not None:
            return None
        return IncidentToken(row.id, row.repository_id, row.repository, row.created_at, row.revoked_at)

    async def keep(self, token: IncidentToken, incident: Incident, digest: str) -> Kept:
        """Keep an incident under its key; the same once more changes nothing, another one of this key is not kept.

        `digest` is over all that was posted: by it one is known from another.
        """
        row = {
            "repository_id": token.repository_id,
            "name": storable(incident.key),
            "title": storable(incident.title),
            "url": storable(incident.url),
            "commit_sha": incident.commit,
            "number": incident.number,
            "spots": zlib.compress(_spots(incident).encode()),
            "digest": digest,
            "token_id": token.id,
            "happened_at": incident.at,
        }
        new = (
            insert(IncidentRow).values(row).on_conflict_do_nothing(constraint="incident_once").returning(IncidentRow.id)
        )
        there = select(IncidentRow.digest).where(
            IncidentRow.repository_id == token.repository_id, IncidentRow.name == row["name"]
        )
        async with self.engine.begin() as connection:
            if (await connection.execute(new)).scalar_one_or_none() is not None:
                return "kept"
            return "repeated" if (await connection.execute(there)).scalar_one() == digest else "contradicts"

    async def links_of(self, repository_id: int, incident: Incident) -> tuple[Link, ...]:
        """The merged changes that an incident is linked to, as far as they are known by now."""
        return links([incident], await read_merges(self.engine, repository_id, _FAR_BACK_DAYS))

    async def aftermath(self, repository_id: int, days: int) -> Aftermath:
        """What happened within the last `days`; the changes reach back as far as a link may."""
        merges = await read_merges(self.engine, repository_id, days + LINKED_WITHIN.days)
        incidents = (*await self._told(repository_id, days), *from_labels(merges))
        newest_first = tuple(sorted(incidents, key=lambda it: (it.at, it.key), reverse=True))
        found = links(newest_first, merges)
        since = datetime.now(UTC) - timedelta(days=days)
        counted = tuple(it for it in merges if it.at >= since)
        return Aftermath(merges, counted, told_once(newest_first, found), found)

    async def _told(self, repository_id: int, days: int) -> list[Incident]:
        since = func.now() - func.make_interval(0, 0, 0, days)
        posted = (
            select(IncidentRow.__table__)
            .where(IncidentRow.repository_id == repository_id, IncidentRow.happened_at >= since)
            .order_by(IncidentRow.happened_at.desc())
            .limit(MOST_INCIDENTS)
        )
        reverted = (
            select(RevertRow.__table__)
            .where(RevertRow.repository_id == repository_id, RevertRow.created_at >= since)
            .order_by(RevertRow.id.desc())
            .limit(MOST_INCIDENTS)
        )
        async with self.engine.connect() as connection:
            found = [
                Incident(
                    key=row.name,
                    source="posted",
                    title=row.title,
                    at=row.happened_at,
                    url=row.url,
                    commit=row.commit_sha,
                    number=row.number,
                    spots=_SPOTS.validate_json(zlib.decompress(row.spots)),
                )
                for row in await connection.execute(posted)
            ]
            found += [
                Incident(
                    key=f"revert-{row.by_sha[:12]}-{row.commit_sha[:12] or row.number}",
                    source="revert",
                    title=f"reverted by #{row.by_number}" if row.by_number else "reverted by a push",
                    at=row.created_at,
                    commit=row.commit_sha,
                    number=row.number,
                    by=row.by_number,
                )
                for row in await connection.execute(reverted)
            ]
        return found


_FAR_BACK_DAYS: Final = 365


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _spots(incident: Incident) -> str:
    return json_text([asdict(spot) for spot in incident.spots])
