"""Addresses of the documentation that findings point to."""

from __future__ import annotations

from urllib.parse import quote

HOME = "https://github.com/holdfast-review/holdfast"
"""The one place that names the project's public home."""
DOCS_URL = f"{HOME}/blob/main/docs/checks"
"""Where the printed pages stand."""
CONFIGURATION_URL = f"{HOME}/blob/main/docs/configuration.md"
"""The guide to the configuration; its headings are the keys."""
DECAY_URL = f"{HOME}/blob/main/docs/decay.md"
"""What is counted over time, and what it cannot say."""
SCHEMA_URL = f"{HOME}/raw/main/docs/reference/config.schema.json"
"""The JSON Schema of the configuration, for editors."""


def details_url(base_url: str, repository: str, number: int) -> str:
    """Page of a pull request of "owner/name" at the service that people reach under `base_url`."""
    return f"{base_url}/repos/{quote(repository)}/pulls/{number}"


def guide_url(section: str) -> str:
    """The guide to the configuration, at one of its headings; "" is its beginning."""
    return f"{CONFIGURATION_URL}#{section}" if section else CONFIGURATION_URL


def docs_url(check_id: str) -> str:
    """Page of a check or rule."""
    return f"{DOCS_URL}/{check_id}.md"


SIGN_OFF_PREDICATE = "https://github.com/holdfast-review/holdfast/blob/main/docs/sign-off.md#in-toto"
"""Type of the predicate in the in-toto statements of sign-offs; the page describes its fields."""
