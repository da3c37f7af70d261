"""Events about more than one pull request at the running service, through kill -9 and through its absence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from tests.end_to_end.conftest import Run
from tests.end_to_end.processes import Process
from tests.fakes.github import acts
from tests.fakes.github.announcing import merge_group_event, push_event
from tests.fakes.github.faults import Fault, NeverAnswers
from tests.fakes.github.queueing import enqueue
from tests.fakes.github.webhooks import Event, pull_request_event, review_event, send
from tests.shops import Shop
from tests.waiting import until_equal

CONFIG = ".github/holdfast.yml"


def _deliver(shop: Shop, event: Event) -> None:
    delivery = send(shop.world, event)
    assert delivery is not None
    assert delivery.status_code == 202


async def _concluded(shop: Shop, head_sha: str, *conclusions: str) -> None:
    await until_equal(lambda: [run.conclusion for run in shop.runs(head_sha)], list(conclusions), 120)


def _conclusions_of(shop: Shop) -> list[str | None]:
    """How the check runs of this pull request ended; another one may stand at the same commit."""
    return [run.conclusion for run in shop.runs() if f"{run.external_id}".startswith(f"{shop.pull.number}:")]


async def _held(shop: Shop, event: Event, path: str) -> None:
    """Deliver, and wait until the work on it hangs at its next request to this path."""
    held = Fault(NeverAnswers(), path=path)
    shop.world.faults.append(held)
    _deliver(shop, event)
    await until_equal(lambda: held.times <= 0, wanted=True)


async def _signed(service: Process, shop: Shop) -> None:
    shop.repository.roles["bo"] = "write"
    _deliver(shop, pull_request_event(shop.world, shop.pull, "opened"))
    await _concluded(shop, shop.pull.head_sha, "action_required")
    service.wait_for(lambda line: line["event"] == "job done", "the end of the review")
    review = acts.review(shop.world, shop.pull, "bo", "APPROVE", "The gateway checks it.")
    _deliver(shop, review_event(shop.world, shop.pull, review, "submitted"))
    await _concluded(shop, shop.pull.head_sha, "success")


async def test_a_signed_pull_request_passes_the_queue_and_a_push_to_the_base_reaches_another_through_a_kill(
    serve: Run, shop: Shop
) -> None:
    service = serve()
    await _signed(service, shop)
    other = replace(shop, pull=acts.open_pull(shop.world, shop.repository, "feature", title="Another"))
    _deliver(shop, pull_request_event(shop.world, other.pull, "opened"))
    await until_equal(lambda: _conclusions_of(other), ["action_required"], 120)
    entry = enqueue(shop.pull, "squash")
    await _held(shop, merge_group_event(shop.world, shop.repository, entry), path="/compare/")
    acts.commit(shop.world, shop.repository, "main", {CONFIG: b"mode: observe\n"})
    await _held(shop, push_event(shop.world, shop.repository, [CONFIG]), path="graphql")
    service.kill()
    service = serve()
    await _concluded(shop, entry.head_sha, "success")
    await until_equal(lambda: _conclusions_of(other), ["neutral"], 120)
    assert service.terminate() == 0
    assert len(other.pull.comments) == 1


async def test_what_happened_while_nobody_listened_is_found_at_the_start(serve: Run, shop: Shop) -> None:
    """Of one, no delivery, and none in GitHub's log: a head without a check run. Of the other, one that failed."""
    closed = acts.open_pull(shop.world, shop.repository, "feature", title="Another")
    closed.state = "closed"  # so that no sweep finds it first
    shop.world.webhook = ("http://127.0.0.1:9/nobody-listens", "secret")
    guid = str(uuid4())
    lost = send(shop.world, pull_request_event(shop.world, closed, "closed"), guid)
    assert lost is not None
    assert lost.status != "OK"
    assert lost.delivered_at <= datetime.now(UTC)
    service = serve()
    service.wait_for(lambda line: line["event"] == "delivery accepted" and line["delivery"] == guid, "the redelivery")
    service.wait_for(lambda line: line["event"] == "job done" and line["delivery"] == guid, "its job")
    await until_equal(lambda: [run.status for run in shop.runs()], ["completed"], 120)
    assert service.terminate() == 0
    arrived = [one for one in shop.world.deliveries if one.guid == guid and one.status == "OK"]
    assert len(arrived) == 1
