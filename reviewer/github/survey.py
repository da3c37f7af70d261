"""GitHub over everything that the App is installed on: the adapter behind `reviewer.ports.Survey`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct
from pydantic import AwareDatetime, TypeAdapter

from reviewer.domain.announcement import RepositoryKey
from reviewer.domain.delivery import DeliveryId
from reviewer.domain.survey import FailedAttempt, OpenHead
from reviewer.github.answers import Answer, NotVisible, RejectedRequest, read
from reviewer.github.client import Client
from reviewer.github.graphql import Part, dig
from reviewer.github.lists import listed
from reviewer.github.names import CHECK_NAME, external_id, owner_and_name
from reviewer.github.overview_answer import PageInfo
from reviewer.github.payload_parts import Part as PayloadPart
from reviewer.github.survey_queries import heads_query, onto_query

REMEMBERED: Final = timedelta(days=3)
"""How long GitHub keeps deliveries (an Enterprise Server: seven days)."""
PULLS: Final = 50
"""Open pull requests of one repository that a sweep looks at, those of the last changes."""
ONTO: Final = 100
_PAGE: Final = 100
_PAGES: Final = 50
_DELIVERY_PAGES: Final = 20
_COMPLETED: Final = "COMPLETED"


class _Installation(PayloadPart):
    id: int
    suspended_at: str | None = None


class _Repository(PayloadPart):
    id: int
    full_name: str
    archived: bool = False


class _Repositories(PayloadPart):
    repositories: list[_Repository]


class _Attempt(PayloadPart):
    id: int
    guid: DeliveryId
    delivered_at: AwareDatetime
    status: str


class _Run(Part):
    external_id: str | None
    status: str


class _Runs(Part):
    nodes: list[_Run | None]


class _Suite(Part):
    check_runs: _Runs | None


class _Suites(Part):
    nodes: list[_Suite | None]


class _Commit(Part):
    oid: str
    check_suites: _Suites | None = None


class _PullCommit(Part):
    commit: _Commit


class _PullCommits(Part):
    nodes: list[_PullCommit | None]


class _Pull(Part):
    number: int
    head_ref_oid: str
    commits: _PullCommits | None = None


class _Pulls(Part):
    nodes: list[_Pull | None]
    page_info: PageInfo | None = None


class GitHubSurvey(Struct, frozen=True):
    """Looks in the App's name at itself, and in an installation's name at its repositories."""

    client: Client

    async def installations(self) -> tuple[int, ...]:
        """Return the installations that are not suspended."""
        found: list[int] = []
        async for page in self._pages("/app/installations"):
            found += [one.id for one in listed(_INSTALLATIONS, page) if one.suspended_at is None]
        return tuple(found)

    async def repositories(self, installation: int) -> tuple[RepositoryKey, ...]:
        """Return the repositories of an installation; an archived one takes no check runs."""
        api = self.client.installation(installation)
        found: list[RepositoryKey] = []
        for number in range(1, _PAGES + 1):
            answer = await api.get(f"/installation/repositories?per_page={_PAGE}&page={number}")
            some = answer.read(_Repositories).repositories
            found += [RepositoryKey(installation, one.id, one.full_name) for one in some if not one.archived]
            if len(some) < _PAGE:
                break
        return tuple(found)

    async def open_heads(self, repositories: Sequence[RepositoryKey]) -> tuple[OpenHead, ...]:
        """Return the heads of the open pull requests of repositories of one installation, newest first, in one go."""
        if not repositories:
            return ()
        names = [owner_and_name(one.full_name) for one in repositories]
        asked = {f"o{n}": owner for n, (owner, _) in enumerate(names)} | {
            f"n{n}": name for n, (_, name) in enumerate(names)
        }
        variables: dict[str, object] = {**asked, "check": CHECK_NAME, "app": self.client.app_id}
        api = self.client.installation(repositories[0].installation)
        places = [f"r{n}" for n in range(len(repositories))]
        data = await api.graphql(heads_query(len(repositories), PULLS), variables, optional=places)
        return tuple(
            head
            for place, repository in zip(places, repositories, strict=True)
            for head in _heads(repository, dig(data, place, "pullRequests"))
        )

    async def heads_onto(self, repository: RepositoryKey, branch: str) -> tuple[OpenHead, ...]:
        """Return the open pull requests that ask to be merged into `branch`, newest first."""
        owner, name = owner_and_name(repository.full_name)
        variables = {"owner": owner, "name": name, "branch": branch}
        api = self.client.installation(repository.installation)
        try:
            data = await api.graphql(onto_query(ONTO), variables)
        except NotVisible:
            return ()
        return _heads(repository, dig(data, "repository", "pullRequests"))

    async def failed_deliveries(self) -> tuple[FailedAttempt, ...]:
        """Return the failed attempts of the last days, newest first."""
        oldest = datetime.fromtimestamp(self.client.clock.now(), UTC) - REMEMBERED
        found: list[FailedAttempt] = []
        cursor = ""
        for _ in range(_DELIVERY_PAGES):
            path = f"/app/hook/deliveries?per_page={_PAGE}&status=failure{cursor}"
            answer = await self.client.as_app("GET", path)
            some = listed(_ATTEMPTS, answer)
            found += [FailedAttempt(one.id, one.guid, one.delivered_at) for one in some if one.status != "OK"]
            cursor = _next_cursor(answer)
            if not cursor or not some or some[-1].delivered_at < oldest:
                break
        return tuple(one for one in found if one.at >= oldest)

    async def redeliver(self, attempt: FailedAttempt) -> None:
        """Ask GitHub to send a delivery again; one that it does not remember any more is left."""
        try:
            await self.client.as_app("POST", f"/app/hook/deliveries/{attempt.number}/attempts")
        except (NotVisible, RejectedRequest):
            return

    async def _pages(self, path: str) -> AsyncGenerator[Answer]:
        for number in range(1, _PAGES + 1):
            answer = await self.client.as_app("GET", f"{path}?per_page={_PAGE}&page={number}")
            yield answer
            if 'rel="next"' not in answer.headers.get("link", ""):
                break


_INSTALLATIONS = TypeAdapter(list[_Installation])
_ATTEMPTS = TypeAdapter(list[_Attempt])


def _next_cursor(answer: Answer) -> str:
    """The cursor of the next page, as a part of a query; only its value is taken from the link."""
    for link in answer.headers.get("link", "").split(","):
        address, _, relation = link.partition(";")
        if 'rel="next"' in relation:
            given = parse_qs(urlsplit(address.strip(" <>")).query).get("cursor", [""])[0]
            return f"&cursor={given}" if given.isascii() and given.replace("_", "").replace("-", "").isalnum() else ""
    return ""


def _heads(repository: RepositoryKey, shown: object) -> tuple[OpenHead, ...]:
    if shown is None:  # the repository is gone, or not to be seen
        return ()
    pulls = read(_Pulls, shown, "POST /graphql (open pull requests)")
    return tuple(
        OpenHead(repository.pull_request(pull.number), pull.head_ref_oid, _is_completed(pull))
        for pull in pulls.nodes
        if pull is not None
    )


def _is_completed(pull: _Pull) -> bool:
    wanted = external_id(pull.number, pull.head_ref_oid)
    for node in pull.commits.nodes if pull.commits is not None else ():
        suites = node.commit.check_suites if node is not None else None
        for suite in suites.nodes if suites is not None else ():
            runs = suite.check_runs if suite is not None else None
            for run in runs.nodes if runs is not None else ():
                if run is not None and run.external_id == wanted and run.status == _COMPLETED:
                    return True
    return False
