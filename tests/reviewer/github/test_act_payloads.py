"""Deliveries about what people do: what asks for work, what is ignored, what GitHub never sends."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import BadPayload
from reviewer.domain.signoff.acts import Act, ButtonPressed, CommentChanged, CommentMade, ReviewChanged
from reviewer.domain.signoff.people import Account
from reviewer.github.acts import read_act
from reviewer.github.payloads import read_delivery

GUID = "72d3162e-cc78-11e3-81ab-4c9367dc0958"
SHA = "a" * 40
COMMON: dict[str, object] = {
    "repository": {"id": 11, "full_name": "acme/shop"},
    "installation": {"id": 5},
    "sender": {"login": "bo", "id": 3, "type": "User"},
}
BO = Account("bo", 3, is_bot=False)
REVIEW = {
    **COMMON,
    "action": "submitted",
    "review": {"id": 21, "state": "approved"},
    "pull_request": {"number": 7, "head": {"sha": SHA}},
}
COMMENT = {
    **COMMON,
    "action": "created",
    "issue": {"number": 7, "pull_request": {"url": "x"}},
    "comment": {"id": 31, "body": "/holdfast status"},
}
RUN = {
    **COMMON,
    "action": "requested_action",
    "check_run": {"id": 41, "name": "Holdfast", "external_id": f"7:{SHA}"},
    "requested_action": {"identifier": "sign-off"},
}
EVENTS: dict[str, dict[str, object]] = {
    "pull_request_review": REVIEW,
    "issue_comment": COMMENT,
    "check_run": RUN,
}


def changed(event: str, **changes: object) -> bytes:
    """The event's payload with some values replaced, by path: `review__state="x"`; ... removes."""
    payload = copy.deepcopy(EVENTS[event])
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = payload
        for name in parents:
            place = cast("dict[str, object]", place[name])
        if value is ...:
            del place[last]
        else:
            place[last] = value
    return json.dumps(payload).encode()


@pytest.mark.parametrize(
    ("event", "changes", "act"),
    [
        ("pull_request_review", {}, ReviewChanged(21, BO)),
        ("pull_request_review", {"review__state": "CHANGES_REQUESTED"}, ReviewChanged(21, BO)),
        ("pull_request_review", {"action": "dismissed", "review__state": "dismissed"}, ReviewChanged(21, BO)),
        ("issue_comment", {}, CommentMade(31, BO)),
        ("issue_comment", {"action": "deleted"}, CommentChanged(31, BO, "deleted")),
        (
            "issue_comment",
            {"action": "edited", "comment__body": "x", "changes": {"body": {"from": "/holdfast status"}}},
            CommentChanged(31, BO, "edited"),
        ),
        ("check_run", {}, ButtonPressed(41, BO)),
        (
            "check_run",
            {"sender": {"login": "x[bot]", "id": 9, "type": "Bot"}},
            ButtonPressed(41, Account("x[bot]", 9, is_bot=True)),
        ),
    ],
)
def test_an_act(event: str, changes: dict[str, object], act: Act) -> None:
    delivery = read_delivery(event, GUID, changed(event, **changes))
    assert delivery is not None
    assert (delivery.work, delivery.pull_request.number) == ("act", 7)
    assert read_act(delivery) == act


@pytest.mark.parametrize(
    ("event", "changes"),
    [
        ("check_run", {"action": "rerequested", "requested_action": ...}),
        ("check_run", {"action": "rerequested", "requested_action": None}),
    ],
)
def test_a_wish_to_review_again(event: str, changes: dict[str, object]) -> None:
    delivery = read_delivery(event, GUID, changed(event, **changes))
    assert delivery is not None
    assert (delivery.work, delivery.pull_request.number, delivery.head_sha) == ("review", 7, SHA)
    assert read_act(delivery) is None


@pytest.mark.parametrize(
    ("event", "changes"),
    [
        ("pull_request_review", {"review__state": "commented"}),
        ("pull_request_review", {"action": "a word of tomorrow"}),
        ("issue_comment", {"comment__body": "Looks good"}),
        ("issue_comment", {"comment__body": None}),
        ("issue_comment", {"comment__body": "> /holdfast status"}),
        ("issue_comment", {"issue": {"number": 7}}),
        ("issue_comment", {"sender": {"login": "holdfast[bot]", "id": 9, "type": "Bot"}}),
        ("issue_comment", {"action": "edited", "comment__body": "x", "changes": {"body": {"from": "y"}}}),
        ("issue_comment", {"action": "pinned"}),
        ("check_run", {"action": "created"}),
        ("check_run", {"action": "completed", "check_run__name": "tests"}),
        ("check_run", {"check_run__name": "tests"}),
        ("check_run", {"check_run__external_id": None}),
        ("check_run", {"check_run__external_id": f"7:{SHA}:replaced"}),
        ("check_run", {"check_run__external_id": f"0:{SHA}"}),
        ("check_run", {"check_run__external_id": f"7:{SHA}\n"}),
        ("check_run", {"check_run__external_id": f"7; DROP TABLE x:{SHA}"}),
        ("check_run", {"requested_action": {"identifier": "delete-all"}}),
    ],
)
def test_what_asks_for_nothing_is_ignored(event: str, changes: dict[str, object]) -> None:
    assert read_delivery(event, GUID, changed(event, **changes)) is None


@pytest.mark.parametrize(
    ("event", "changes", "place"),
    [
        ("pull_request_review", {"review": ...}, "review"),
        ("pull_request_review", {"review__id": "21"}, "review.id"),
        ("pull_request_review", {"pull_request__head__sha": "main"}, "pull_request.head.sha"),
        ("pull_request_review", {"sender": ...}, "sender"),
        ("pull_request_review", {"sender__login": None}, "sender.login"),
        ("issue_comment", {"issue__number": 0}, "issue.number"),
        ("issue_comment", {"comment__id": -1}, "comment.id"),
        ("issue_comment", {"installation": ...}, "installation"),
        ("issue_comment", {"repository__full_name": "acme/.."}, "repository.full_name"),
        ("check_run", {"check_run__id": 2**63}, "check_run.id"),
        ("check_run", {"repository__full_name": "../x"}, "repository.full_name"),
    ],
)
def test_what_github_does_not_send_is_refused_with_its_place(
    event: str, changes: dict[str, object], place: str
) -> None:
    with pytest.raises(BadPayload, match=place):
        read_delivery(event, GUID, changed(event, **changes))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted({*REVIEW, *RUN, "id"})), inner),
    max_leaves=12,
)


@given(st.sampled_from(sorted(EVENTS)), json_values)
def test_any_json_is_read_ignored_or_refused(event: str, value: object) -> None:
    with suppress(BadPayload):
        read_delivery(event, GUID, json.dumps(value).encode())
    with suppress(BadPayload):
        read_delivery(event, GUID, json.dumps({**EVENTS[event], "sender": value, "changes": value}).encode())
