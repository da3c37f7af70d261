"""A delivery that was caught and is sent again, one that was meant for others, and secrets that are changed."""

from __future__ import annotations

import json
from functools import partial
from uuid import uuid4

from msgspec.structs import replace
from procrastinate import App
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.github.signature import check_signature
from tests.desk import Desk
from tests.fakes.github import acts
from tests.fakes.github.webhooks import (
    Event,
    check_run_event,
    comment_event,
    pull_request_event,
    review_event,
)
from tests.sites import doors_of, open_site
from tests.webhooks import PATH, encoded, headers, payload, signature


def button(desk: Desk) -> Event:
    return check_run_event(desk.shop.world, desk.shop.pull, desk.run, "requested_action", "bo", identifier="sign-off")


def copied(event: Event) -> Event:
    """The very same bytes, kept by somebody."""
    return Event(event.name, json.loads(json.dumps(event.payload)))


async def test_a_click_that_is_sent_again_does_not_sign_again(desk: Desk) -> None:
    await desk.review("opened")
    caught = copied(button(desk))
    await desk.work(caught)
    assert desk.run.conclusion == "success"
    await desk.say("bo", "/holdfast revoke auth")
    assert desk.run.conclusion == "action_required"
    await desk.work(caught)  # under a GUID of its own: that one is not signed
    assert desk.run.conclusion == "action_required"
    assert await desk.ledger_size() == (1, 1, 0)


async def test_a_person_may_press_again(desk: Desk) -> None:
    await desk.review("opened")
    await desk.work(button(desk))
    await desk.say("bo", "/holdfast revoke auth")
    await desk.work(button(desk))  # the check run says something else by now, and so does the delivery
    assert desk.run.conclusion == "success"


async def test_a_click_that_was_refused_may_count_later(desk: Desk) -> None:
    desk.shop.repository.roles["bo"] = "read"
    await desk.review("opened")
    caught = copied(button(desk))
    await desk.work(caught)
    assert await desk.ledger_size() == (0, 0, 1)
    desk.shop.repository.roles["bo"] = "write"
    await desk.work(button(desk))
    assert desk.run.conclusion == "success"


async def test_a_comment_that_is_sent_again_does_not_sign_again(desk: Desk) -> None:
    await desk.review("opened")
    said = await desk.say("bo", "/holdfast sign-off auth fine")
    caught = copied(comment_event(desk.shop.world, desk.shop.pull, said, "created"))
    await desk.say("bo", "/holdfast revoke auth")
    await desk.work(caught)
    assert desk.run.conclusion == "action_required"


async def test_an_approval_that_is_sent_again_does_not_sign_again(desk: Desk) -> None:
    await desk.review("opened")
    made = await desk.approve("bo")
    caught = copied(review_event(desk.shop.world, desk.shop.pull, made, "submitted"))
    acts.dismiss(made)
    await desk.work(review_event(desk.shop.world, desk.shop.pull, made, "dismissed", "cy"))
    await desk.work(caught)
    assert desk.run.conclusion == "action_required"


async def test_an_old_push_that_is_sent_again_reviews_the_present_head(desk: Desk) -> None:
    await desk.review("opened")
    desk.shop.push(b"def pay():\n    pass\n")
    caught = copied(pull_request_event(desk.shop.world, desk.shop.pull, "synchronize"))
    newer = desk.shop.push()
    await desk.review()
    await desk.work(caught)
    assert [run.conclusion for run in desk.shop.runs(newer)] == ["action_required"]


async def test_a_foreign_installation_gets_nothing(desk: Desk) -> None:
    """A delivery of another App that was given the same secret."""
    event = pull_request_event(desk.shop.world, desk.shop.pull, "opened")
    delivery = await desk.take(Event(event.name, {**event.payload, "installation": {"id": 4711}}))
    assert delivery is not None
    kept = await desk.keep(delivery)
    assert await desk.again(kept) == "closed"  # as if there were no such pull request
    assert desk.shop.repository.check_runs == []
    assert {one.path.split("/")[-1] for one in desk.shop.world.exchanges} == {"access_tokens"}


async def test_one_installation_cannot_name_anothers_repository(desk: Desk) -> None:
    """The installation's token decides what is seen, whatever the payload says."""
    world = desk.shop.world
    other = world.install(desk.shop.app, "mallory-org")
    event = pull_request_event(world, desk.shop.pull, "opened")
    delivery = await desk.take(Event(event.name, {**event.payload, "installation": {"id": other.id}}))
    assert delivery is not None
    kept = await desk.keep(delivery)
    assert await desk.again(kept) == "closed"
    assert desk.shop.repository.check_runs == []


async def test_while_the_secret_is_rotated_both_count_and_then_one(engine: AsyncEngine, queue: App) -> None:
    body = encoded(payload())

    async def statuses(*secrets: str) -> list[int]:
        doors = replace(
            doors_of(engine, queue),
            check_signature=partial(check_signature, secrets=tuple(map(SecretStr, secrets))),
        )
        async with open_site(doors) as client:
            sent = [
                headers(body, {"X-Hub-Signature-256": signature(body, by), "X-GitHub-Delivery": str(uuid4())})
                for by in ("new", "old", "older")
            ]
            return [(await client.post(PATH, content=body, headers=one)).status_code for one in sent]

    assert await statuses("old") == [401, 202, 401]
    assert await statuses("new", "old") == [202, 202, 401]
    assert await statuses("new") == [202, 401, 401]
