"""What is asked of GitHub when an App is registered, and where."""

from __future__ import annotations

from typing import cast

import pytest
from pydantic import SecretStr

from reviewer.github.manifest import ManifestFlow, RegisteredApp, manifest
from reviewer.github.registration import EVENTS, PERMISSIONS

_APP = RegisteredApp(7, "acme-holdfast", "Iv23", *[SecretStr("x")] * 3)


def test_every_address_is_of_this_service() -> None:
    asked = manifest("Acme", "https://reviews.acme.example/holdfast")
    assert "holdfast.example.com" not in str(asked)
    assert asked["redirect_url"] == "https://reviews.acme.example/holdfast/setup/callback"
    assert asked["callback_urls"] == ["https://reviews.acme.example/holdfast/login/callback"]
    assert asked["hook_attributes"] == {
        "url": "https://reviews.acme.example/holdfast/webhooks/github",
        "active": True,
    }


def test_rights_and_events_are_those_of_the_code() -> None:
    asked = manifest("Acme", "https://a.example")
    assert asked["default_permissions"] == dict(PERMISSIONS)
    assert asked["default_events"] == [event for event in cast("list[str]", asked["default_events"]) if event in EVENTS]
    assert len(cast("list[str]", asked["default_events"])) == len(EVENTS)
    assert (asked["name"], asked["public"]) == ("Acme", False)


@pytest.mark.parametrize(
    ("api", "organization", "form", "install"),
    [
        ("https://api.github.com", "", "https://github.com/settings", "https://github.com/apps"),
        ("https://api.github.com", "acme", "https://github.com/organizations/acme/settings", "https://github.com/apps"),
        (
            "https://ghe.acme.example/api/v3",
            "acme",
            "https://ghe.acme.example/organizations/acme/settings",
            "https://ghe.acme.example/github-apps",
        ),
        ("https://api.acme.ghe.com", "", "https://acme.ghe.com/settings", "https://acme.ghe.com/apps"),
    ],
)
async def test_addresses_at_every_kind_of_github(api: str, organization: str, form: str, install: str) -> None:
    flow = ManifestFlow(api)
    assert flow.form_address(organization, "a/b") == f"{form}/apps/new?state=a%2Fb"
    assert flow.install_address(_APP) == f"{install}/acme-holdfast/installations/new"
    await flow.aclose()
