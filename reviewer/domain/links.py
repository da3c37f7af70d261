"""Addresses of the documentation that findings point to."""

from __future__ import annotations

DOCS_URL = "https://github.com/holdfast-review/holdfast/blob/main/docs/checks"
"""Where the printed pages stand; the one place that names the project's public home."""


def docs_url(check_id: str) -> str:
    """Page of a check or rule."""
    return f"{DOCS_URL}/{check_id}.md"
