"""How things are called towards GitHub: the check, its external id, and repositories in addresses."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from reviewer.domain.delivery import PullRequestKey

CHECK_NAME: Final = "Holdfast"
"""Promised by the contract: branch rules name it."""


def external_id(number: int, head_sha: str) -> str:
    """By which the check run of a pull request's head is found again."""
    return f"{number}:{head_sha}"


def retired_id(external: str) -> str:
    """What a run that a fresh one has replaced is called from then on."""
    return f"{external}:replaced"


def owner_and_name(repository: str) -> tuple[str, str]:
    """The two parts of "owner/name"."""
    owner, _, name = repository.partition("/")
    return owner, name


def repository_path(key: PullRequestKey) -> str:
    """The beginning of REST addresses about this repository."""
    owner, name = owner_and_name(key.repository)
    return f"/repos/{quote(owner, safe='')}/{quote(name, safe='')}"
