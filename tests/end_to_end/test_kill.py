"""kill -9 at every stage after the acknowledgement: the review is done once, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import httpx

from reviewer.store.engine import Database
from tests.end_to_end.conftest import Run
from tests.fakes.github import acts
from tests.fakes.github.faults import CutAfterEffect, Fault, NeverAnswers
from tests.fakes.github.webhooks import pull_request_event, send
from tests.shops import Shop
from tests.waiting import until_equal
from tests.webhooks import PATH

_STAGES = {
    "right after the acknowledgement": None,
    "at the token": Fault(NeverAnswers(), path="access_tokens"),
    "before the check run": Fault(NeverAnswers(), method="POST", path="check-runs"),
    "at the first look": Fault(NeverAnswers(), path="graphql"),
    "with the answer to the check run lost": Fault(CutAfterEffect(), method="POST", path="check-runs"),
    "after the check run": Fault(NeverAnswers(), path="/compare/"),
    "before the comments": Fault(NeverAnswers(), path="graphql", body=b"mutation"),
    "before the completion": Fault(NeverAnswers(), method="PATCH", path="check-runs"),
}


def _views(unguarded: int) -> bytes:
    """Guarded views, numbered from 1, of which one lost its guard; 0 for none."""
    guards = ["" if number == unguarded else "@login_required\n" for number in range(1, len(_STAGES) + 1)]
    views = [f"{guard}def view_{number}(request):\n    return {number}\n" for number, guard in enumerate(guards, 1)]
    return "\n\n".join(["from django.contrib.auth.decorators import login_required", *views]).encode()


def _many_views(shop: Shop) -> Shop:
    """The shop with a pull request over a file of many guarded views, one of which lost its guard."""
    acts.commit(shop.world, shop.repository, "main", {"shop/views.py": _views(0)})
    acts.branch(shop.repository, "many")
    acts.commit(shop.world, shop.repository, "many", {"shop/views.py": _views(1)})
    return replace(shop, pull=acts.open_pull(shop.world, shop.repository, "many"))


def _deliver(shop: Shop, action: str = "opened") -> int:
    delivery = send(shop.world, pull_request_event(shop.world, shop.pull, action))
    assert delivery is not None
    return delivery.status_code


async def _completed_once(shop: Shop, comments: int) -> None:
    def state() -> tuple[list[str | None], int]:
        began = [one for one in shop.pull.comments if one.reply_to is None]  # the line at what is gone is a reply
        return [run.status for run in shop.runs()], len(began)

    await until_equal(state, (["completed"], comments), 120)


async def _struck(fault: Fault) -> None:
    """Wait until the fault has struck, which is where the job then hangs or breaks off."""
    await until_equal(lambda: fault.times <= 0, wanted=True)


async def test_a_service_killed_at_one_stage_after_the_other_completes_each_review_after_the_restart(
    serve: Run, shop: Shop, *, whole: bool
) -> None:
    shop = _many_views(shop)
    service = serve()
    stages = _STAGES if whole else dict(islice(_STAGES.items(), 0, None, 3))
    for number, (stage, fault) in enumerate(stages.items(), 1):
        if number > 1:
            shop.push(_views(number))  # another one each time: one comment more to make
        if fault is not None:
            shop.world.faults.append(fault)
        assert _deliver(shop) == 202
        if fault is not None:
            await _struck(fault)
        service.kill()
        service = serve()
        await _completed_once(shop, comments=number)
        assert shop.only_run().conclusion == "action_required", stage
    assert service.terminate() == 0
    assert {run.status for run in shop.repository.check_runs} == {"completed"}


async def test_another_worker_takes_over_from_a_killed_one(
    serve: Run, run: Run, shop: Shop, empty_database: Database
) -> None:
    held = Fault(NeverAnswers(), path="/compare/")
    shop.world.faults.append(held)
    first = serve(HOLDFAST_DATABASE_URL=empty_database.url)
    assert _deliver(shop) == 202
    await _struck(held)
    second = run("worker", "--port", "0", HOLDFAST_DATABASE_URL=empty_database.url)
    watched = str(second.wait_for(lambda line: line["event"] == "watched", "the second worker")["address"])
    second.wait_for(lambda line: line["event"] == "working", "the second worker")
    async with httpx.AsyncClient(base_url=watched) as client:  # where it tells how it is, and nothing else
        assert (await client.get("/readyz")).json() == {"status": "ok", "database": "ok", "worker": "ok"}
        assert "holdfast_jobs_dead 0.0" in (await client.get("/metrics")).text
        assert (await client.post(PATH, content=b"{}")).status_code == 404
        assert (await client.get("/")).status_code == 404
    first.kill()
    await _completed_once(shop, comments=1)
    assert second.terminate() == 0
    assert [line["event"] for line in second.lines].count("jobs taken over") == 1
