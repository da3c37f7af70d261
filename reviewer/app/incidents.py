"""Incidents as the service takes them, with outages of the database in our own words."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from reviewer.domain.decay.incidents import Incident, Link
from reviewer.jobs.outages import outages_as_store_down
from reviewer.store.engine import Engine
from reviewer.store.incidents import IncidentRecords, IncidentToken, Kept


class ServiceIncidents(Struct, frozen=True):
    """The records of incidents, with outages in our own words."""

    engine: Engine

    async def accepts(self, token: str) -> IncidentToken | None:
        """The token, if it is one that counts."""
        with outages_as_store_down():
            return await IncidentRecords(self.engine).accepts(token)

    async def keep(self, token: IncidentToken, incident: Incident, digest: str) -> Kept:
        """Keep an incident, once under its key."""
        with outages_as_store_down():
            return await IncidentRecords(self.engine).keep(token, incident, digest)

    async def links_of(self, repository_id: int, incident: Incident) -> Sequence[Link]:
        """The merged changes that it is linked to."""
        with outages_as_store_down():
            return await IncidentRecords(self.engine).links_of(repository_id, incident)
