"""A fake GitHub of several owners whose pull requests move on, and what the service acknowledged of it."""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Lock
from typing import Final
from uuid import uuid4

from benchmarks.served.beside import SECRET
from reviewer.web.webhook import PATH
from tests.fakes.github import acts
from tests.fakes.github.server import fake_github
from tests.fakes.github.state import IssueComment, PullRequest, Repository
from tests.fakes.github.webhooks import Event, comment_event, pull_request_event, send
from tests.fakes.github.world import World

_VIEWS: Final = 8
_REVIEWER: Final = "bo"
_FILE: Final = "shop/views.py"
_PUSHES: Final = 12
"""To a pull request under a long load; with hundreds of commits each, the fake GitHub itself would become slow."""


@dataclass(slots=True)
class Sent:
    """One delivery: its GUID stays the same however often it is sent.

    Attributes:
        head: of the pull request when it was made; "" for a comment.
        statuses: of the answers, 502 for none.
    """

    guid: str
    event: Event
    pull: PullRequest
    head: str = ""
    comment: IssueComment | None = None
    statuses: list[int] = field(default_factory=list[int])

    def body(self) -> bytes:
        """The bytes that are signed."""
        return json.dumps(self.event.payload).encode()

    @property
    def acknowledged(self) -> bool:
        """Whether the service has ever said that it has it."""
        return any(200 <= status < 300 for status in self.statuses)


@dataclass(slots=True)
class Town:
    """The world, its open pull requests (one a repository) and all that were, and every delivery."""

    world: World
    open: list[PullRequest]
    pulls: list[PullRequest]
    sent: list[Sent] = field(default_factory=list[Sent])
    lock: Lock = field(default_factory=Lock)

    def settings(self) -> dict[str, str]:
        """The environment of a service for this town."""
        app = self.world.apps[0]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
        own = {
            "HOLDFAST_APP_ID": str(app.id),
            "HOLDFAST_PRIVATE_KEY": app.private_key,
            "HOLDFAST_WEBHOOK_SECRET": SECRET,
            "HOLDFAST_GITHUB_API_URL": self.world.root,
            "HOLDFAST_LOG_FORMAT": "json",
        }
        return kept | own

    def listen_at(self, address: str) -> None:
        """Tell GitHub where the webhook is now."""
        self.world.webhook = (address + PATH, SECRET)

    def something_happens(self, random: Random) -> None:
        """Make one change at one pull request and deliver it, or deliver something once more."""
        with self.lock:
            made = self._happens(random)
        self.deliver(made)

    def again(self, random: Random) -> Sent:
        """Another delivery about the present head of one of the pull requests."""
        pull = random.choice(self.open)
        return self._made(pull_request_event(self.world, pull, "reopened"), pull, head=pull.head_sha)

    def small_push(self, place: int) -> Sent:
        """A push that changes a remark and nothing else; after a while another pull request takes its place."""
        pull = self.open[place]
        if len(pull.heads) == _PUSHES:
            pull.state = "closed"
            return self._new_pull(place)
        acts.push(self.world, pull, {_FILE: _views(0, note=len(pull.heads))})
        return Sent(str(uuid4()), pull_request_event(self.world, pull, "synchronize"), pull, pull.head_sha)

    def forget_traffic(self) -> None:
        """Drop what is remembered of requests and deliveries: a long load would fill the memory with it."""
        self.world.exchanges.clear()
        self.world.deliveries.clear()

    def all_opened(self) -> list[Sent]:
        """The first deliveries: every pull request was opened."""
        return [
            self._made(pull_request_event(self.world, pull, "opened"), pull, head=pull.head_sha) for pull in self.open
        ]

    def deliver(self, made: Sent) -> None:
        """Send, whether or not it was sent before."""
        answer = send(self.world, made.event, made.guid)
        if answer is not None:
            made.statuses.append(answer.status_code)

    def _happens(self, random: Random) -> Sent:
        match random.random():
            case chance if chance < 0.1 and self.sent:
                return random.choice(self.sent)
            case chance if chance < 0.25 and (known := self._known()):
                return self._comment(random.choice(known))
            case chance if chance < 0.35:
                return self._new_pull(random.randrange(len(self.open)))
            case _:
                return self._push(random.choice(self.open))

    def _known(self) -> list[PullRequest]:
        """Those that the service has heard of: a comment on any other one is nothing to it."""
        heard = [one.pull for one in self.sent if one.acknowledged]
        return [pull for pull in self.open if any(pull is one for one in heard)]

    def _push(self, pull: PullRequest) -> Sent:
        number = len(pull.heads)
        acts.push(self.world, pull, {_FILE: _views(number % _VIEWS, note=number)})
        return self._made(pull_request_event(self.world, pull, "synchronize"), pull, head=pull.head_sha)

    def _new_pull(self, place: int) -> Sent:
        self.open[place] = pull = open_pull(self.world, self.open[place].repository)
        self.pulls.append(pull)
        return self._made(pull_request_event(self.world, pull, "opened"), pull, head=pull.head_sha)

    def _comment(self, pull: PullRequest) -> Sent:
        said = acts.comment(self.world, pull, _REVIEWER, "/holdfast status")
        return self._made(comment_event(self.world, pull, said, "created"), pull, comment=said)

    def _made(self, event: Event, pull: PullRequest, *, head: str = "", comment: IssueComment | None = None) -> Sent:
        made = Sent(str(uuid4()), event, pull, head, comment)
        self.sent.append(made)
        return made


@contextmanager
def town(folder: Path, owners: int) -> Generator[Town]:
    """Serve a fake GitHub of so many owners, each with one repository and one open pull request."""
    with fake_github(folder) as world:
        app = world.app()
        pulls: list[PullRequest] = []
        for number in range(owners):
            world.install(app, f"owner{number}")
            repository = world.repository(f"owner{number}/shop")
            repository.roles[_REVIEWER] = "write"
            acts.commit(world, repository, "main", {_FILE: _views(None)})
            pulls.append(open_pull(world, repository))
        yield Town(world, list(pulls), pulls)


def open_pull(world: World, repository: Repository) -> PullRequest:
    """Open a pull request that takes one guard away."""
    branch = f"change{len(repository.pulls)}"
    acts.branch(repository, branch)
    acts.commit(world, repository, branch, {_FILE: _views(0)})
    return acts.open_pull(world, repository, branch)


def _views(unguarded: int | None, note: int = 0) -> bytes:
    """Views with a guard each, but for one."""
    lines = ["from django.contrib.auth.decorators import login_required", f"# {note}"]
    for number in range(_VIEWS):
        guard = [] if number == unguarded else ["@login_required"]
        lines += ["", "", *guard, f"def view_{number}(request, key):", f"    return charge_{number}(key)"]
    return ("\n".join(lines) + "\n").encode()
