"""Webhook payloads: new words of GitHub are harmless, anything malformed is refused with its place."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from typing import cast
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import BadPayload
from reviewer.github.payloads import REVIEWED_ACTIONS, read_delivery
from tests.fakes.github import acts
from tests.fakes.github.webhooks import pull_request_event
from tests.reviewer.github.conftest import Shop

GUID = "72d3162e-cc78-11e3-81ab-4c9367dc0958"
SMALLEST = {
    "action": "opened",
    "number": 7,
    "pull_request": {"head": {"sha": "a" * 40}},
    "repository": {"id": 11, "full_name": "acme/shop"},
    "installation": {"id": 5},
}


def body_with(**changes: object) -> bytes:
    """The smallest payload with some values replaced, by path: `repository__id=0`; None removes."""
    payload = copy.deepcopy(cast("dict[str, object]", SMALLEST))
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = payload
        for name in parents:
            place = cast("dict[str, object]", place[name])
        if value is None:
            del place[last]
        else:
            place[last] = value
    return json.dumps(payload).encode()


@pytest.mark.parametrize("action", sorted(REVIEWED_ACTIONS))
def test_what_github_sends_is_read(shop: Shop, action: str) -> None:
    acts.push(shop.world, shop.pull, {"a.py": b"1\n"})
    event = pull_request_event(shop.world, shop.pull, action, changes={"base": {"ref": {"from": "old"}}})
    body = json.dumps(event.payload).encode()
    delivery = read_delivery("pull_request", GUID, body)
    assert delivery is not None
    assert (delivery.id, delivery.event, delivery.action) == (UUID(GUID), "pull_request", action)
    assert delivery.pull_request == shop.key
    assert delivery.head_sha == shop.pull.head_sha
    assert delivery.body == body


def test_a_deleted_fork_is_harmless(shop: Shop) -> None:
    fork = acts.fork(shop.world, shop.repository, "zoe")
    acts.branch(fork, "patch")
    acts.commit(shop.world, fork, "patch", {"b.py": b"2\n"}, author="zoe")
    pull = acts.open_pull(shop.world, shop.repository, "patch", author="zoe", fork=fork)
    pull.head_repository = None
    body = json.dumps(pull_request_event(shop.world, pull, "reopened").payload).encode()
    delivery = read_delivery("pull_request", GUID, body)
    assert delivery is not None
    assert delivery.head_sha == pull.head_sha


@pytest.mark.parametrize(
    ("event", "body"),
    [
        *(("pull_request", body_with(action=action)) for action in ("labeled", "edited", "stacked", "", "OPENED")),
        ("pull_request", b'{"action": "a word of tomorrow"}'),
        ("push", body_with()),
        ("ping", b"{}"),
        ("an event of tomorrow", b"not even JSON"),
        ("", body_with()),
    ],
)
def test_what_asks_for_no_review_is_ignored(event: str, body: bytes) -> None:
    assert read_delivery(event, GUID, body) is None


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"", "JSON"),
        (b"not JSON", "JSON"),
        (b"[]", "object"),
        (b'{"action": "opened"', "JSON"),
        (body_with()[:-20], "JSON"),
        (b'{"action": "open\xffed"}', "JSON"),
        (b"[" * 100_000, "JSON"),
        (body_with(action=None), "action"),
        (body_with(action=7), "action"),
        (body_with(number=None), "number"),
        (body_with(number="7"), "number"),
        (body_with(number=0), "number"),
        (body_with(number=-7), "number"),
        (body_with(number=True), "number"),
        (body_with(number=7.5), "number"),
        (body_with(number=2**31), "number"),
        (body_with(pull_request=None), "pull_request"),
        (body_with(pull_request=[]), "pull_request"),
        (body_with(pull_request__head=None), "pull_request.head"),
        (body_with(pull_request__head__sha=None), "pull_request.head.sha"),
        (body_with(pull_request__head__sha="main"), "pull_request.head.sha"),
        (body_with(pull_request__head__sha="A" * 40), "pull_request.head.sha"),
        (body_with(pull_request__head__sha="a" * 39), "pull_request.head.sha"),
        (body_with(pull_request__head__sha="a" * 40 + "\n"), "pull_request.head.sha"),
        (body_with(repository=None), "repository"),
        (body_with(repository__id=None), "repository.id"),
        (body_with(repository__id=2**63), "repository.id"),
        (body_with(repository__full_name=None), "repository.full_name"),
        (body_with(repository__full_name="shop"), "repository.full_name"),
        (body_with(repository__full_name="acme/shop/.."), "repository.full_name"),
        (body_with(repository__full_name="acme/.."), "repository.full_name"),
        (body_with(repository__full_name="../shop"), "repository.full_name"),
        (body_with(repository__full_name="acme/shop?x"), "repository.full_name"),
        (body_with(repository__full_name="acme/shop\r\nHost: x"), "repository.full_name"),
        (body_with(repository__full_name="acme/" + "a" * 300), "repository.full_name"),
        (body_with(installation=None), "installation"),
        (body_with(installation__id="5"), "installation.id"),
    ],
)
def test_what_github_does_not_send_is_refused_with_its_place(body: bytes, place: str) -> None:
    with pytest.raises(BadPayload, match=place):
        read_delivery("pull_request", GUID, body)


@pytest.mark.parametrize("guid", ["", "7", GUID + "0", "../../etc/passwd"])
def test_a_delivery_without_a_guid_is_refused(guid: str) -> None:
    with pytest.raises(BadPayload, match="GUID"):
        read_delivery("pull_request", guid, body_with())


def test_the_refusal_repeats_nothing_of_the_body() -> None:
    with pytest.raises(BadPayload) as caught:
        read_delivery("pull_request", GUID, body_with(number="ghs_secret"))
    assert "ghs_secret" not in str(caught.value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*SMALLEST, "id"]), inner, max_size=4),
)


@given(json_values)
def test_any_json_is_read_ignored_or_refused(value: object) -> None:
    with suppress(BadPayload):
        read_delivery("pull_request", GUID, json.dumps(value).encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_ignored_or_refused(body: bytes) -> None:
    with suppress(BadPayload):
        assert read_delivery("pull_request", GUID, body) is None
