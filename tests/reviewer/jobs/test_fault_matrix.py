"""Every fault at every call of a review, through the queue: the run ends completed, with the right verdict.

No waiting: where GitHub asks for a pause, the test moves the moment.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Literal
from zlib import crc32

import httpx
import pytest
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncEngine

from checks.kit import Side
from reviewer.domain.analysis import Analysis, AnalysisRequest
from reviewer.domain.delivery import Delivery
from reviewer.github.client import Client
from reviewer.github.host import GitHubHost
from reviewer.github.http import Http
from reviewer.github.who import GitHubPeople
from reviewer.jobs.patience import Patience
from reviewer.jobs.review_job import Tools
from tests.fakes.github import acts
from tests.fakes.github.faults import (
    CutAfterEffect,
    Fault,
    Kind,
    NeverAnswers,
    Status,
    TruncatedBody,
    graphql_errors,
    primary_limit,
    secondary_limit,
    server_error,
)
from tests.fakes.github.state import CheckRun
from tests.shops import ImpatientClock, Shop, analysed_here
from tests.workshops import Workshop

PATIENT = Patience(tries=30, first_seconds=0.01, longest_seconds=0.01)


_VIEWS = 24
_STEP = 5


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a review, by its method, its address, and how many like it come before.

    Attributes:
        brings: what the push makes that the review has to say: a finding more, one less, or both at once.
    """

    method: str
    path: str
    skip: int = 0
    brings: Literal["comment", "settled thread", "both"] = "both"


CALLS = {
    "token": Call("POST", "access_tokens"),
    "overview": Call("POST", "/graphql"),
    "begin": Call("POST", "/check-runs"),
    "compare": Call("GET", "/compare/"),
    "files": Call("POST", "/graphql", skip=1),
    "more files": Call("POST", "/graphql", skip=2),
    "complete": Call("PATCH", "/check-runs"),
    "comment": Call("POST", "/reviews", brings="comment"),
    "settle": Call("POST", "/graphql", skip=3, brings="settled thread"),
    "converse": Call("POST", "/graphql", skip=3),
}
REFUSABLE = ("overview", "begin", "compare", "files", "more files", "complete")
GRAPHQL = [name for name, call in CALLS.items() if call.path == "/graphql"]

PASSING: dict[str, Callable[[], Kind]] = {
    "500": lambda: server_error(500),
    "502": lambda: server_error(502),
    "503 with Retry-After": lambda: Status(503, {}, {"Retry-After": "700"}),
    "504 in HTML": lambda: Status(504, b"<html>"),
    "secondary limit": secondary_limit,
    "secondary limit with Retry-After": lambda: secondary_limit(403, "700"),
    "secondary limit as 429": lambda: secondary_limit(429, "700"),
    "primary limit": lambda: primary_limit(700),
    "primary limit as 429": lambda: primary_limit(700, 429),
    "no answer": NeverAnswers,
    "cut after the effect": CutAfterEffect,
    "half an answer": TruncatedBody,
    "a token that is not accepted": lambda: Status(401, {"message": "Bad credentials"}),
    "a redirect elsewhere": lambda: Status(302, {}, {"Location": "https://elsewhere.invalid/"}),
}
GRAPHQL_FAULTS: dict[str, Callable[[], Kind]] = {
    "a limit": lambda: graphql_errors({"type": "RATE_LIMITED", "message": "API rate limit exceeded"}),
    "an error": lambda: graphql_errors({"message": "Something went wrong while executing your query."}),
    "a time-out": lambda: graphql_errors({"message": "This may be the result of a timeout"}),
    "an error beside data": lambda: graphql_errors({"type": "INTERNAL", "message": "?"}, data={"repository": None}),
    "no data": lambda: Status(200, {"data": None}),
    "null": lambda: Status(200, b"null"),
}
REFUSALS: dict[str, Callable[[], Kind]] = {
    "suspended": lambda: Status(403, {"message": "This installation has been suspended"}),
    "refused": lambda: Status(403, {"message": "Resource not accessible by integration"}),
    "gone": lambda: Status(404, {"message": "Not Found"}),
}


@pytest.fixture
async def host(shop: Shop) -> AsyncGenerator[GitHubHost]:
    """Gives up early on what is never answered; on a slow machine on other things too, which the job survives."""
    http = Http(shop.world.root, timeout=httpx.Timeout(5.0, read=0.5))
    client = Client(shop.identity, http=http, clock=ImpatientClock())
    yield GitHubHost(client)
    await client.aclose()


@dataclass(slots=True)
class Matrix:
    """The shop whose pull request moves on for each fault: one finding comes, another one goes, at once or in turn."""

    workshop: Workshop
    pushes: int = 0

    @property
    def shop(self) -> Shop:
        return self.workshop.shop

    async def prepare(self) -> None:
        """A first push that is reviewed, so that there is a thread to settle with the next one."""
        granted = {**self.shop.app.permissions, "contents": "write"}
        self.shop.installation.permissions = granted
        acts.commit(self.shop.world, self.shop.repository, "main", {"shop/views.py": views()})
        acts.branch(self.shop.repository, "matrix")
        acts.commit(self.shop.world, self.shop.repository, "matrix", {"shop/views.py": views(0)})
        self.shop.pull = acts.open_pull(self.shop.world, self.shop.repository, "matrix")
        await self.reviewed("succeeded")

    async def strike(self, call: Call, kind: Kind, status: str) -> CheckRun:
        """Push, let the fault strike at the call, and return the run of the head once the job has ended."""
        last, self.pushes = self.pushes, self.pushes + 1
        if call.brings == "settled thread":
            self.push(last, self.pushes)
            await self.reviewed("succeeded")
        self.push(*([last] if call.brings == "comment" else []), self.pushes)
        fault = Fault(kind, call.method, call.path, skip=call.skip)
        if call.path == "access_tokens":
            self.expire_tokens()
        self.shop.world.faults[:] = [fault]
        run = await self.reviewed(status)
        assert fault.times <= 0, "the fault did not strike"
        if call.brings == "comment":
            self.push(self.pushes)
            await self.reviewed("succeeded")
        return run

    def push(self, *unguarded: int) -> None:
        acts.push(self.shop.world, self.shop.pull, {"shop/views.py": views(*unguarded)})
        self.shop.installation.writes.clear()  # as if a minute lay between two pushes

    def expire_tokens(self) -> None:
        for token in self.shop.world.tokens.values():
            token.expires_at = datetime.now(UTC) - timedelta(seconds=1)

    async def reviewed(self, status: str) -> CheckRun:
        delivery = self.shop.delivery()
        await self.workshop.accept(delivery)
        await self.workshop.until_ended(delivery, status)
        await self.workshop.until_completed()
        return self.shop.only_run()

    def comments(self) -> list[str]:
        """What was said in threads, mark by mark: each of it once."""
        marks = [comment.body.rsplit("<!-- ", 1)[-1] for comment in self.shop.pull.comments]
        assert len(marks) == len(set(marks)), "something was said twice"
        return marks


def views(*unguarded: int) -> bytes:
    """A guarded view for each push, of which some lost their guards."""
    lines = ["from django.contrib.auth.decorators import login_required"]
    for number in range(_VIEWS):
        guard = [] if number in unguarded else ["@login_required"]
        lines += ["", "", *guard, f"def view_{number}(request):", f"    return {number}"]
    return ("\n".join(lines) + "\n").encode()


async def curious(request: AnalysisRequest) -> Analysis:
    """The real analysis, which would like to read a file that nobody remembers: so every call of a review is made."""
    done = await analysed_here(request)
    unknown = (Side.RIGHT, f"none/{crc32(request.files[0].head or b'')}.py")
    return replace(done, wanted=() if unknown in request.context else (unknown,))


@pytest.fixture
async def matrix(workshop: Workshop) -> AsyncGenerator[Matrix]:
    made = Matrix(workshop)
    async with workshop.working(curious, patience=PATIENT):
        await made.prepare()
        yield made


Faults = Mapping[str, Callable[[], Kind]]


def part(faults: Faults, calls: Iterable[str], name: str, *, whole: bool) -> Faults:
    """All of the faults, or every fifth of them: at the next of the calls the ones beside those."""
    step = 1 if whole else min(_STEP, len(faults))
    return dict(islice(faults.items(), [*calls].index(name) % step, None, step))


@pytest.mark.parametrize(("faults", "calls"), [(PASSING, CALLS), (GRAPHQL_FAULTS, GRAPHQL), (REFUSALS, REFUSABLE)])
def test_every_fault_strikes_at_some_call(faults: Faults, calls: Iterable[str]) -> None:
    assert {fault for name in calls for fault in part(faults, calls, name, whole=False)} == {*faults}


@pytest.mark.parametrize("name", CALLS)
async def test_what_passes_leaves_no_trace(matrix: Matrix, name: str, *, whole: bool) -> None:
    call = CALLS[name]
    special: Faults = part(GRAPHQL_FAULTS, GRAPHQL, name, whole=whole) if name in GRAPHQL else {}
    faults = {**part(PASSING, CALLS, name, whole=whole), **special}
    for fault, kind in faults.items():
        if (name, fault) == ("token", "a token that is not accepted"):
            continue  # asked for with the App's own key: a refusal there is a mistake in the settings
        run = await matrix.strike(call, kind(), "succeeded")
        lost, words = (2, "2 guards lost") if call.brings == "comment" else (1, "1 guard lost")
        assert (run.conclusion, len(run.annotations), len(run.actions)) == ("action_required", lost, 1), fault
        assert words in f"{run.title}", fault
        assert len(matrix.comments()) == 2 * matrix.pushes + 1, f"{fault}: each push makes a comment and settles one"


@pytest.mark.parametrize("name", REFUSABLE)
async def test_what_was_refused_is_said_and_never_green(matrix: Matrix, name: str, *, whole: bool) -> None:
    for fault, kind in part(REFUSALS, REFUSABLE, name, whole=whole).items():
        if (name, fault) == ("overview", "gone"):
            continue  # then there is no pull request to tell
        run = await matrix.strike(CALLS[name], kind(), "failed")
        assert run.conclusion == "action_required", fault
        assert f"{run.title}" == "Could not finish", fault


@pytest.mark.parametrize("fault", REFUSALS)
@pytest.mark.parametrize(("name", "lost"), [("converse", "1 guard lost"), ("comment", "2 guards lost")])
async def test_refused_comments_leave_the_verdict_and_are_named(
    matrix: Matrix, fault: str, name: str, lost: str
) -> None:
    run = await matrix.strike(CALLS[name], REFUSALS[fault](), "succeeded")
    assert (run.conclusion, len(run.annotations)) == ("action_required", int(lost[0]))
    assert lost in f"{run.title}"
    assert "The inline comments are missing" in f"{run.summary}"


async def test_tokens_that_expire_in_mid_review_are_replaced(workshop: Workshop, shop: Shop) -> None:
    expired: list[int] = []

    async def expiring(request: AnalysisRequest) -> Analysis:
        if not expired:
            expired.append(len(shop.world.tokens))
            for token in shop.world.tokens.values():
                token.expires_at = datetime.now(UTC) - timedelta(seconds=1)
        return await analysed_here(request)

    delivery = shop.delivery()
    async with workshop.working(expiring):
        await workshop.accept(delivery)
        await workshop.until_status(delivery, "succeeded")
    assert (shop.only_run().conclusion, expired, len(shop.world.tokens)) == ("action_required", [1], 2)


@pytest.mark.parametrize("how", ["suspended", "removed"])
async def test_an_installation_that_goes_in_mid_review_and_comes_back(workshop: Workshop, shop: Shop, how: str) -> None:
    going: list[Delivery] = [shop.delivery()]

    async def meanwhile(request: AnalysisRequest) -> Analysis:
        if len(going) == 1:
            setattr(shop.installation, how, True)
        return await analysed_here(request)

    async with workshop.working(meanwhile, patience=PATIENT):
        await workshop.accept(going[0])
        await workshop.until_status(going[0], "failed")
        assert shop.only_run().status == "in_progress", "nobody may write any more"
        setattr(shop.installation, how, False)
        going.append(shop.delivery())
        await workshop.accept(going[1])
        await workshop.until_status(going[1], "succeeded")
    assert (shop.only_run().status, shop.only_run().conclusion) == ("completed", "action_required")


async def test_more_files_than_github_lists_are_never_green(workshop: Workshop, shop: Shop) -> None:
    shop.world.files_cap = 301
    acts.branch(shop.repository, "wide")
    acts.commit(shop.world, shop.repository, "wide", {f"docs/{n:03}.md": b"# x\n" for n in range(303)})
    shop.pull = acts.open_pull(shop.world, shop.repository, "wide")
    delivery = shop.delivery()
    async with workshop.working():
        await workshop.accept(delivery)
        await workshop.until_status(delivery, "succeeded")
    run = shop.only_run()
    assert run.conclusion == "action_required"
    assert "2 of 303 changed files were not read" in f"{run.summary}"


@pytest.fixture
def tools(engine: AsyncEngine, tools: Tools, host: GitHubHost) -> Tools:
    assert tools.engine is engine
    return replace(tools, host=host, people=GitHubPeople(host.client, host))
