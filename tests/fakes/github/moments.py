"""Moments as GitHub writes them: UTC, whole seconds, the rest cut off."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
