"""Payloads about more than one pull request: read, ignored, or refused with the place of what is wrong."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.announcement import (
    AccessGained,
    AccessLost,
    Announcement,
    BaseMoved,
    ChecksAsked,
    DefaultsMoved,
    GroupDestroyed,
    MergeGroup,
    RepositoryKey,
    RepositoryMoved,
)
from reviewer.domain.delivery import Delivery
from reviewer.domain.errors import BadPayload
from reviewer.github.events import TAKEN, read_event
from reviewer.github.news import read_news

GUID = "72d3162e-cc78-11e3-81ab-4c9367dc0958"
OURS, OTHERS = 100_000, 100_001
HEAD, BASE = "a" * 40, "b" * 40
SHOP = RepositoryKey(5, 11, "acme/shop")
ORGANISATION = RepositoryKey(5, 11, "acme/.github")
PUSHED = ("a/0002.py", ".github/holdfast.yml", "b.txt")
COMMON = {"repository": {"id": 11, "full_name": "acme/shop", "default_branch": "main"}, "installation": {"id": 5}}
GROUP = {
    "head_sha": HEAD,
    "head_ref": f"refs/heads/gh-readonly-queue/main/pr-7-{BASE}",
    "base_sha": BASE,
    "base_ref": "refs/heads/main",
}
LISTED = [{"id": 11, "full_name": "acme/shop"}, {"id": 12, "full_name": "acme/other"}]
EVENTS: dict[str, dict[str, object]] = {
    "merge_group": {**COMMON, "action": "checks_requested", "merge_group": GROUP},
    "check_suite": {
        **COMMON,
        "action": "rerequested",
        "check_suite": {
            "head_sha": HEAD,
            "app": {"id": OURS},
            "pull_requests": [{"number": 7, "base": {"repo": {"id": 11}}}, {"number": 8}, {"number": 7}],
        },
    },
    "check_run": {
        **COMMON,
        "action": "rerequested",
        "sender": {"login": "bo", "id": 3},
        "check_run": {"id": 31, "name": "Holdfast", "external_id": f"0:{HEAD}", "app": {"id": OURS}},
    },
    "push": {
        **COMMON,
        "ref": "refs/heads/main",
        "commits": [
            {"added": ["a/0002.py"], "modified": [".github/holdfast.yml"], "removed": []},
            {"added": [], "modified": ["a/0002.py"], "removed": ["b.txt"]},
        ],
    },
    "installation": {"action": "created", "installation": {"id": 5}, "repositories": LISTED},
    "installation_repositories": {
        "action": "added",
        "installation": {"id": 5},
        "repositories_added": LISTED,
        "repositories_removed": [],
    },
    "repository": {**COMMON, "action": "renamed"},
}
IS_GROUP = MergeGroup(SHOP, HEAD, BASE, "main", f"refs/heads/gh-readonly-queue/main/pr-7-{BASE}")
BOTH = (SHOP, RepositoryKey(5, 12, "acme/other"))


def changed(event: str, **changes: object) -> bytes:
    """The event's payload with some values replaced, by path; ... removes."""
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


def taken(event: str, body: bytes) -> Announcement | Delivery | None:
    return read_event(event, GUID, body, OURS)


@pytest.mark.parametrize(
    ("event", "changes", "news", "lock"),
    [
        ("merge_group", {}, IS_GROUP, f"11/commit/{HEAD}"),
        ("merge_group", {"action": "destroyed"}, GroupDestroyed(IS_GROUP), f"11/commit/{HEAD}"),
        ("check_suite", {}, ChecksAsked(SHOP, HEAD, (7, 8)), f"11/commit/{HEAD}"),
        ("check_suite", {"check_suite__pull_requests": []}, ChecksAsked(SHOP, HEAD, ()), f"11/commit/{HEAD}"),
        ("check_run", {}, ChecksAsked(SHOP, HEAD, ()), f"11/commit/{HEAD}"),
        ("push", {}, BaseMoved(SHOP, "main", PUSHED), "11/base"),
        ("push", {"forced": True}, BaseMoved(SHOP, "main", None), "11/base"),
        ("push", {"ref": "refs/heads/feature", "forced": True}, BaseMoved(SHOP, "feature", None), "11/base"),
        ("push", {"repository__default_branch": ...}, BaseMoved(SHOP, "main", PUSHED), "11/base"),
        (
            "push",
            {"repository__full_name": "acme/.github"},
            DefaultsMoved(BaseMoved(ORGANISATION, "main", PUSHED)),
            "11/base",
        ),
        (
            "push",
            {"repository__full_name": "acme/.github", "forced": True},
            DefaultsMoved(BaseMoved(ORGANISATION, "main", None)),
            "11/base",
        ),
        (
            "push",
            {"repository__full_name": "acme/.github", "ref": "refs/heads/draft"},
            BaseMoved(ORGANISATION, "draft", PUSHED),
            "11/base",
        ),
        (
            "push",
            {"repository__full_name": "acme/.github", "commits": [{"modified": ["x/0003.py"]}]},
            BaseMoved(ORGANISATION, "main", ("x/0003.py",)),
            "11/base",
        ),
        (
            "push",
            {"repository__full_name": "acme/.github2"},
            BaseMoved(RepositoryKey(5, 11, "acme/.github2"), "main", PUSHED),
            "11/base",
        ),
        ("push", {"commits": [{"id": HEAD}] * 2048}, BaseMoved(SHOP, "main", None), "11/base"),
        ("installation", {}, AccessGained(5, BOTH), "installation/5"),
        ("installation", {"action": "unsuspend", "repositories": ...}, AccessGained(5, None), "installation/5"),
        ("installation", {"action": "deleted"}, AccessLost(5, None), "installation/5"),
        ("installation", {"action": "suspend", "repositories": ...}, AccessLost(5, None), "installation/5"),
        ("installation_repositories", {}, AccessGained(5, BOTH), "installation/5"),
        (
            "installation_repositories",
            {"action": "removed", "repositories_added": [], "repositories_removed": LISTED},
            AccessLost(5, (11, 12)),
            "installation/5",
        ),
        ("repository", {}, RepositoryMoved(SHOP), "11/base"),
        ("repository", {"action": "transferred"}, RepositoryMoved(SHOP), "11/base"),
        ("repository", {"action": "deleted"}, AccessLost(5, (11,)), "installation/5"),
    ],
)
def test_what_github_sends_is_read(event: str, changes: dict[str, object], news: object, lock: str) -> None:
    announcement = taken(event, changed(event, **changes))
    assert isinstance(announcement, Announcement)
    assert read_news(announcement) == news
    assert announcement.lock == lock
    assert announcement.installation == 5


@pytest.mark.parametrize(
    ("event", "changes"),
    [
        ("merge_group", {"action": "a word of tomorrow"}),
        ("merge_group", {"action": ...}),
        ("check_suite", {"action": "completed"}),
        ("check_suite", {"action": "requested"}),
        ("check_suite", {"check_suite__app": {"id": OTHERS}}),
        ("check_run", {"action": "completed"}),
        ("check_run", {"action": "created"}),
        ("check_run", {"check_run__app": {"id": OTHERS}}),
        ("check_run", {"check_run__app": {"id": OTHERS}, "check_run__external_id": f"7:{HEAD}"}),
        ("check_run", {"check_run__name": "Holdfast "}),
        ("check_run", {"check_run__external_id": None}),
        ("check_run", {"check_run__external_id": f"00:{HEAD}"}),
        ("check_run", {"check_run__external_id": "0:main"}),
        ("push", {"ref": f"refs/heads/gh-readonly-queue/main/pr-7-{BASE}"}),
        ("push", {"ref": "refs/tags/main"}),
        ("push", {"ref": "main"}),
        ("push", {"deleted": True}),
        ("push", {"commits": []}),
        ("push", {"commits": [{"added": ["README.md"], "modified": None}]}),
        ("push", {"repository__full_name": "acme/.github", "commits": [{"modified": ["profile/README.md"]}]}),
        ("installation", {"action": "a word of tomorrow"}),
        ("installation_repositories", {"action": "renamed"}),
        ("repository", {"action": "archived"}),
        ("repository", {"action": "publicized"}),
    ],
)
def test_what_asks_for_nothing_is_ignored(event: str, changes: dict[str, object]) -> None:
    assert taken(event, changed(event, **changes)) is None


@pytest.mark.parametrize(
    ("event", "changes", "place"),
    [
        ("merge_group", {"merge_group": ...}, "merge_group"),
        ("merge_group", {"merge_group__head_sha": "main"}, "merge_group.head_sha"),
        ("merge_group", {"merge_group__base_sha": HEAD + "\n"}, "merge_group.base_sha"),
        ("merge_group", {"installation": ...}, "installation"),
        ("merge_group", {"repository__full_name": "acme/.."}, "repository.full_name"),
        ("check_suite", {"check_suite__head_sha": ...}, "check_suite.head_sha"),
        ("check_suite", {"check_suite__pull_requests": [{"number": "7"}]}, "pull_requests.0.number"),
        ("check_suite", {"check_suite__pull_requests": {}}, "pull_requests"),
        ("check_suite", {"check_suite__app": "holdfast"}, "app"),
        ("push", {"ref": ...}, "ref"),
        ("push", {"commits": {}}, "commits"),
        ("push", {"commits": [{"added": [7]}]}, "commits.0.added.0"),
        ("push", {"repository__full_name": "acme/shop\r\nHost: x"}, "repository.full_name"),
        ("installation", {"installation__id": "5"}, "installation.id"),
        ("installation", {"repositories": [{"id": 11}]}, "repositories.0.full_name"),
        ("installation_repositories", {"repositories_added": [{"id": 0, "full_name": "a/b"}]}, "repositories_added.0"),
        ("repository", {"repository__id": 2**63}, "repository.id"),
    ],
)
def test_what_github_does_not_send_is_refused_with_its_place(
    event: str, changes: dict[str, object], place: str
) -> None:
    with pytest.raises(BadPayload, match=place):
        taken(event, changed(event, **changes))


@pytest.mark.parametrize("event", sorted(TAKEN))
@pytest.mark.parametrize("body", [b"", b"[]", b"nothing", b'{"action":', b"\xff", b"[" * 100_000])
def test_what_is_no_object_is_refused_for_every_event(event: str, body: bytes) -> None:
    with pytest.raises(BadPayload):
        taken(event, body)


def test_the_run_of_a_pull_request_is_a_delivery_of_its_own() -> None:
    delivery = taken("check_run", changed("check_run", check_run__external_id=f"7:{HEAD}"))
    assert isinstance(delivery, Delivery)
    assert (delivery.work, delivery.pull_request.number) == ("review", 7)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(sorted({*EVENTS["push"], *GROUP, "id"})), inner, max_size=4)
    ),
)


@given(st.sampled_from(sorted(EVENTS)), json_values)
def test_any_json_is_read_ignored_or_refused(event: str, value: object) -> None:
    with suppress(BadPayload):
        taken(event, json.dumps(value).encode())
    for part in ("repository", "merge_group", "check_suite", "commits", "repositories"):
        with suppress(BadPayload):
            taken(event, json.dumps({**EVENTS[event], part: value}).encode())
