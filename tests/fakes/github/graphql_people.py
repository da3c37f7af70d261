"""The people behind a commit, as GraphQL shows them: the git author first, then the co-authors."""

from __future__ import annotations

import re

from tests.fakes.github.api_pulls import commit_facts
from tests.fakes.github.fast_import import Signature
from tests.fakes.github.git import GitStore
from tests.fakes.github.graphql_fields import actor, asking, connection
from tests.fakes.github.state import Json
from tests.fakes.github.world import World

GITHUB = Signature("GitHub", "noreply@github.com")
"""Commits what people do on GitHub's pages."""
_CO_AUTHOR = re.compile(
    r"^co-authored-by:\s*(?P<name>[^<\n]*?)\s*<(?P<email>[^>\n]*)>\s*$", re.IGNORECASE | re.MULTILINE
)


def commit_people(world: World, git: GitStore, sha: str) -> Json:
    author, committer, message, *_ = commit_facts(git, sha)
    others: list[Json] = [{"name": found["name"], "email": found["email"]} for found in _CO_AUTHOR.finditer(message)]
    return {
        "authors": asking(lambda asked: connection([_git_actor(world, one) for one in (author, *others)], asked)),
        "committer": _git_actor(world, committer),
    }


def _git_actor(world: World, who: Json) -> Json:
    known = next((one for one in world.accounts.values() if one.signature.email == who["email"]), None)
    return {"email": who["email"], "name": who["name"], "user": actor(known) if known else None}
