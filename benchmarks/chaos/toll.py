"""What dying processes cost: counted at GitHub and in the database, when the queue has come to rest."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import httpx
import psycopg

from benchmarks.chaos.town import Sent, Town
from reviewer.github.markers import fingerprint_of, is_reply
from reviewer.github.names import CHECK_NAME, external_id
from tests.fakes.github.state import CheckRun, PullRequest

_REST_SECONDS = 300.0
_LOOK_SECONDS = 0.2
_RESTS = {"holdfast_jobs_waiting 0.0", "holdfast_jobs_running 0.0", "holdfast_jobs_scheduled 0.0"}
_KEPT = "SELECT id FROM delivery"
_UNFINISHED = """
SELECT args->>'delivery_id' FROM holdfast_queue.procrastinate_jobs WHERE status NOT IN ('succeeded', 'cancelled')
"""


@dataclass(frozen=True, slots=True)
class Toll:
    """What went wrong, as sentences by kind; three empty kinds are what is asked for."""

    lost: tuple[str, ...]
    heads: tuple[str, ...]
    doubled: tuple[str, ...]

    def line(self) -> str:
        """The three numbers, and the first sentences where they are not 0."""
        said = [*self.lost, *self.heads, *self.doubled][:5]
        return f"{len(self.lost)} / {len(self.heads)} / {len(self.doubled)}" + "".join(f"\n    {one}" for one in said)

    @property
    def is_nothing(self) -> bool:
        """Whether all is as it should be."""
        return not (self.lost or self.heads or self.doubled)


def wait_for_rest(address: str) -> float:
    """Return the seconds until no job waits or runs; give up after a while, for the count to tell."""
    begun = time.monotonic()
    with httpx.Client(base_url=address, timeout=30) as client:
        while time.monotonic() - begun < _REST_SECONDS:
            if set(client.get("/metrics").text.splitlines()) >= _RESTS:
                break
            time.sleep(_LOOK_SECONDS)
    return time.monotonic() - begun


def count(town: Town, database: str) -> Toll:
    """Compare what was acknowledged with what the database (its URL) keeps and what GitHub shows."""
    with psycopg.connect(database) as connection:
        kept = {str(row[0]) for row in connection.execute(_KEPT)}
        unfinished = {str(row[0]) for row in connection.execute(_UNFINISHED)}
    sent = [one for one in town.sent if one.acknowledged]
    return Toll(
        lost=tuple(_lost(sent, kept, unfinished)),
        heads=tuple(sentence for pull in town.pulls for sentence in _heads(pull, sent)),
        doubled=tuple(sentence for pull in town.pulls for sentence in _doubled(pull)),
    )


def _lost(sent: Iterable[Sent], kept: set[str], unfinished: set[str]) -> Iterable[str]:
    for one in sent:
        if str(UUID(one.guid)) not in kept:
            yield f"{one.guid} ({one.event.name}) was acknowledged and is not kept"
        elif one.guid in unfinished:
            yield f"{one.guid} ({one.event.name}) was acknowledged and is not worked off"
        elif one.comment is not None and not one.comment.reactions:
            yield f"{one.guid} was acknowledged and its command has no answer"


def _heads(pull: PullRequest, sent: Iterable[Sent]) -> Iterable[str]:
    known = {one.head for one in sent if one.pull is pull}
    for head in pull.heads:
        runs = _runs(pull, head)
        ended = [run for run in runs if run.status == "completed"]
        where = f"{pull.repository.full_name}#{pull.number} {head[:7]}"
        if len(runs) > 1 or len(ended) < len(runs):
            yield f"{where}: {[(run.id, run.status) for run in runs]}"
        elif head == pull.head_sha and head in known and [run.conclusion for run in ended] != ["action_required"]:
            yield f"{where}: the newest head has {[run.conclusion for run in ended]}"


def _runs(pull: PullRequest, head: str) -> list[CheckRun]:
    """The current runs of a head; those that were replaced have another external id and are never open."""
    own = [run for run in pull.repository.check_runs if run.name == CHECK_NAME and run.head_sha == head]
    current = external_id(pull.number, head)
    return [run for run in own if run.external_id == current or run.status != "completed"]


def _doubled(pull: PullRequest) -> Iterable[str]:
    found = Counter(fingerprint_of(one.body) for one in pull.comments if one.reply_to is None)
    where = f"{pull.repository.full_name}#{pull.number}"
    yield from (f"{where}: {times} comments on {what}" for what, times in found.items() if times > 1)
    replies = [one for one in pull.talk if one.by_app is not None and is_reply(one.body)]
    if len(replies) > 1:
        yield f"{where}: {len(replies)} replies"
