"""The pages of the service: open where the settings say how people sign in, else closed and saying so."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import aclosing, asynccontextmanager
from functools import partial

import structlog
from msgspec import Struct

from reviewer.domain.decay.incidents import Aftermath
from reviewer.domain.decay.recorded import History, RecordedCycle
from reviewer.domain.signoff.settlement import PullRequestRecord
from reviewer.github.sign_in import GitHubSignIn
from reviewer.jobs.outages import outages_as_store_down
from reviewer.settings import Settings, SignInIdentity, sign_in_identity
from reviewer.store.decay_records import DecayRecords
from reviewer.store.engine import Engine
from reviewer.store.histories import Histories
from reviewer.web.pages.desk import ClosedPages, Pages, open_pages

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def service_pages(settings: Settings, engine: Engine) -> AsyncGenerator[Pages]:
    """The pages while the block runs."""
    identity = sign_in_identity(settings)
    if not isinstance(identity, SignInIdentity):
        yield ClosedPages(identity)
        return
    if not identity.base_url.startswith("https://"):
        _log.warning("the pages are not reached by https, so that cookies travel in clear", address=identity.base_url)
    async with aclosing(GitHubSignIn(identity)) as github:
        yield open_pages(identity, github, partial(_history, Histories(engine)), _Decay(DecayRecords(engine)))


async def _history(histories: Histories, repository_id: int, number: int) -> PullRequestRecord | None:
    with outages_as_store_down():
        return await histories.of(repository_id, number)


class _Decay(Struct, frozen=True):
    """The records of cycles, with outages in our own words."""

    records: DecayRecords

    async def pull_request(self, repository_id: int, number: int) -> Sequence[RecordedCycle]:
        with outages_as_store_down():
            return await self.records.pull_request(repository_id, number)

    async def repositories(self, repository_ids: Collection[int], days: int) -> History:
        with outages_as_store_down():
            return await self.records.repositories(repository_ids, days)

    async def aftermath(self, repository_id: int, days: int) -> Aftermath:
        with outages_as_store_down():
            return await self.records.aftermath(repository_id, days)
