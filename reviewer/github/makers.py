"""Who made a pull request: the people behind its commits, as GitHub knows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.signoff.bars import CommitPeople, Makers, starters
from reviewer.github.answers import read
from reviewer.github.client import Installation
from reviewer.github.graphql import dig
from reviewer.github.names import owner_and_name
from reviewer.github.overview_answer import GitActor, Made, MadeCommit, PullAnswer
from reviewer.github.queries import MORE_COMMITS

_WHAT: Final = "POST /graphql (commits)"
_PAGES: Final = 10
_NOREPLY: Final = re.compile(r"(?:\d+\+)?(?P<login>[A-Za-z0-9-]+(?:\[bot\])?)@users\.noreply\.github\.com")
_GITHUB: Final = "noreply@github.com"
_BY_GITHUB: Final = "web-flow"


async def read_makers(api: Installation, key: PullRequestKey, author: str, pull: PullAnswer) -> Makers:
    """Everybody behind the commits; of more than a hundred the rest is asked for.

    Raises:
        TryAgain, MissingPermission: as every request.
    """
    commits = list(_people(pull.made))
    left, after = pull.made.page_info.has_next_page, pull.made.page_info.end_cursor
    for _ in range(_PAGES - 1):
        if not left or after is None:
            break
        owner, name = owner_and_name(key.repository)
        variables = {"owner": owner, "name": name, "number": key.number, "after": after}
        data = await api.graphql(MORE_COMMITS, variables)
        page = read(Made, dig(data, "repository", "pullRequest", "made"), _WHAT)
        commits += _people(page)
        left, after = page.page_info.has_next_page, page.page_info.end_cursor
    is_bot = pull.author is not None and pull.author.kind == "Bot"
    assigned = tuple(user.login for user in pull.assignees.nodes if user is not None)
    return Makers(
        author=author,
        author_is_bot=is_bot,
        commits=tuple(commits),
        starters=starters(pull.body, assigned, author_is_bot=is_bot),
        not_listed=max(pull.made.total_count - len(commits), 0),
    )


def _people(made: Made) -> Iterator[CommitPeople]:
    for node in made.nodes:
        if node is not None:
            yield _commit(node.commit)


def _commit(commit: MadeCommit) -> CommitPeople:
    """Its people. Anybody may write GitHub's address into a merge of their own: whether it is clean is looked at."""
    by_github = commit.committer is not None and commit.committer.email == _GITHUB
    parents = tuple(parent.oid for parent in commit.parents.nodes if parent is not None)
    return CommitPeople(
        sha=commit.oid,
        authors=tuple(_logins(commit.authors.nodes)),
        committer=_BY_GITHUB if by_github else next(iter(_logins([commit.committer])), ""),
        merge_parents=parents if by_github and commit.parents.total_count == 2 else (),
    )


def _logins(actors: Iterable[GitActor | None]) -> Iterator[str]:
    """Logins by GitHub's own word, else by an address of GitHub that spells one."""
    for actor in actors:
        if actor is None:
            continue
        if actor.user is not None:
            yield actor.user.login
        elif actor.email and (found := _NOREPLY.fullmatch(actor.email)):
            yield found["login"]
