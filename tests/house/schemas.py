"""GitHub's own models of what its API takes, as githubkit prints them."""

from __future__ import annotations

from importlib import import_module

from pydantic import BaseModel


def github_model(name: str) -> type[BaseModel]:
    """One of them by its name. By an import, pyright would read all: a sixth of its time over everything else."""
    found = getattr(import_module("githubkit_schemas.latest.models"), name)
    assert issubclass(found, BaseModel)
    return found
