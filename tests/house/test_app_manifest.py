"""app.yml: what GitHub accepts, no more rights than needed, and a reason to hear of each event."""

from typing import Any

import pytest
from githubkit_schemas.latest.webhooks import VALID_EVENT_NAMES

from reviewer.github.registration import EVENTS, PERMISSIONS
from reviewer.github.sign_in import CALLBACK
from tests.fakes.github.world import PERMISSIONS as FAKE_PERMISSIONS
from tests.house.schemas import github_model
from tests.house.tracked import ROOT, yaml_of

# https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
MANIFEST_KEYS = {
    "name",
    "url",
    "hook_attributes",
    "redirect_url",
    "callback_urls",
    "setup_url",
    "description",
    "public",
    "default_events",
    "default_permissions",
    "request_oauth_on_install",
    "setup_on_update",
}

# GitHub refuses a manifest that subscribes to an event whose permission it does not ask for.
# https://docs.github.com/en/webhooks/webhook-events-and-payloads
PERMISSION_FOR_EVENT = {
    "pull_request": "pull_requests",
    "pull_request_review": "pull_requests",
    "issue_comment": "issues",
    "check_run": "checks",
    "check_suite": "checks",
    "merge_group": "merge_queues",
    "push": "contents",
    "repository": "metadata",
}

# These come to every App; listing them is an error.
ALWAYS_DELIVERED = {"installation", "installation_repositories", "installation_target", "github_app_authorization"}

# What a gate must never hold, whoever asks for it.
NEVER = {"contents": "write", "administration": "read", "actions": "write", "workflows": "write", "secrets": "read"}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return yaml_of((ROOT / "app.yml").read_text())


def test_its_keys_are_the_manifests(manifest: dict[str, Any]) -> None:
    assert manifest.keys() <= MANIFEST_KEYS
    assert manifest.keys() >= {"name", "url", "hook_attributes", "default_events", "default_permissions"}


def test_it_asks_for_these_rights_and_no_more(manifest: dict[str, Any]) -> None:
    assert manifest["default_permissions"] == {
        "checks": "write",
        "pull_requests": "write",
        "contents": "read",
        "metadata": "read",
        "members": "read",
        "merge_queues": "read",
        "issues": "read",
    }


def test_the_code_needs_exactly_what_it_asks_for(manifest: dict[str, Any]) -> None:
    assert manifest["default_permissions"] == dict(PERMISSIONS)
    assert set(manifest["default_events"]) == EVENTS


@pytest.mark.parametrize(("name", "level"), NEVER.items())
def test_it_never_asks_for_what_could_change_a_repository(manifest: dict[str, Any], name: str, level: str) -> None:
    granted = manifest["default_permissions"].get(name)
    assert granted != level
    assert name == "contents" or granted is None


def test_the_fake_github_grants_what_is_asked_for(manifest: dict[str, Any]) -> None:
    assert dict(FAKE_PERMISSIONS) == manifest["default_permissions"]


def test_github_knows_its_permissions(manifest: dict[str, Any]) -> None:
    asked = github_model("AppPermissions").model_validate(manifest["default_permissions"])
    assert asked.model_fields_set == manifest["default_permissions"].keys()
    assert asked.model_extra in (None, {})


def test_github_knows_its_events_and_each_has_its_permission(manifest: dict[str, Any]) -> None:
    events = manifest["default_events"]
    assert len(events) == len(set(events))
    assert set(events) <= VALID_EVENT_NAMES
    assert {PERMISSION_FOR_EVENT[event] for event in events} <= manifest["default_permissions"].keys()


def test_it_lists_no_event_that_always_comes(manifest: dict[str, Any]) -> None:
    assert set(manifest["default_events"]) & ALWAYS_DELIVERED == set()


def test_deliveries_go_to_the_promised_address(manifest: dict[str, Any]) -> None:
    assert manifest["hook_attributes"]["url"] == f"{manifest['url']}/webhooks/github"
    assert manifest["public"] is False


def test_people_come_back_to_where_they_are_awaited(manifest: dict[str, Any]) -> None:
    assert manifest["callback_urls"] == [manifest["url"] + CALLBACK]
