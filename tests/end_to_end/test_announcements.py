"""Events about more than one pull request at the running service, through kill -9 and through its absence."""

from __future__ import annotations

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


async def _signed(service: Process, shop: Shop) -> None:
    shop.repository.roles["bo"] = "write"
    _deliver(shop, pull_request_event(shop.world, shop.pull, "opened"))
    await _concluded(shop, shop.pull.head_sha, "action_required")
    service.wait_for(lambda line: line["event"] == "job done", "the end of the review")
    review = acts.review(shop.world, shop.pull, "bo", "APPROVE", "The gateway checks it.")
    _deliver(shop, review_event(shop.world, shop.pull, review, "submitted"))
    await _concluded(shop, shop.pull.head_sha, "success")


async def test_a_signed_pull_request_passes_the_queue_through_a_kill(serve: Run, shop: Shop) -> None:
    service = serve()
    await _signed(service, shop)
    entry = enqueue(shop.pull, "squash")
    held = Fault(NeverAnswers(), path="/compare/")
    shop.world.faults.append(held)
    _deliver(shop, merge_group_event(shop.world, shop.repository, entry))
    await until_equal(lambda: held.times <= 0, wanted=True)
    service.kill()
    service = serve()
    await _concluded(shop, entry.head_sha, "success")
    assert service.terminate() == 0


async def test_a_push_to_the_base_reaches_its_pull_request_through_a_kill(serve: Run, shop: Shop) -> None:
    service = serve()
    _deliver(shop, pull_request_event(shop.world, shop.pull, "opened"))
    await _concluded(shop, shop.pull.head_sha, "action_required")
    service.wait_for(lambda line: line["event"] == "job done", "the end of the review")
    acts.commit(shop.world, shop.repository, "main", {CONFIG: b"mode: observe\n"})
    held = Fault(NeverAnswers(), path="graphql")
    shop.world.faults.append(held)
    _deliver(shop, push_event(shop.world, shop.repository, [CONFIG]))
    await until_equal(lambda: held.times <= 0, wanted=True)
    service.kill()
    service = serve()
    await _concluded(shop, shop.pull.head_sha, "neutral")
    assert service.terminate() == 0
    assert len(shop.pull.comments) == 1


async def test_what_happened_while_nobody_listened_is_found_at_the_start(serve: Run, shop: Shop) -> None:
    """No delivery, and none in GitHub's log: the head without a check run is found all the same."""
    service = serve()
    await until_equal(lambda: [run.status for run in shop.runs()], ["completed"], 120)
    assert service.terminate() == 0


async def test_a_delivery_that_failed_is_sent_again_and_done_once(serve: Run, shop: Shop) -> None:
    shop.pull.state = "closed"  # so that no sweep finds it first
    shop.world.webhook = ("http://127.0.0.1:9/nobody-listens", "secret")
    guid = str(uuid4())
    lost = send(shop.world, pull_request_event(shop.world, shop.pull, "closed"), guid)
    assert lost is not None
    assert lost.status != "OK"
    assert lost.delivered_at <= datetime.now(UTC)
    service = serve()
    service.wait_for(lambda line: line["event"] == "delivery accepted" and line["delivery"] == guid, "the redelivery")
    service.wait_for(lambda line: line["event"] == "job done" and line["delivery"] == guid, "its job")
    assert service.terminate() == 0
    arrived = [one for one in shop.world.deliveries if one.guid == guid and one.status == "OK"]
    assert len(arrived) == 1
