"""Who may not sign a change, whatever the configuration says: whoever made it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from reviewer.domain.signoff.people import Account, login_key

GITHUB_ITSELF: Final = frozenset({"web-flow", "github"})
"""The account that commits what people do on GitHub's pages."""
_STARTED_BY: Final = re.compile(
    r"^\W*(?:requested|started|triggered|initiated|prompted|assigned)\s+by\W{0,6}@(?P<login>[A-Za-z0-9][A-Za-z0-9-]{0,38})",
    re.IGNORECASE | re.MULTILINE,
)


class CommitPeople(Struct, frozen=True):
    """Who stands behind one commit of a pull request.

    Attributes:
        authors: logins of the author and of every co-author.
        committer: login, "" when GitHub knows no account of that address.
        merge_parents: of a merge that says GitHub made it: it may be a clean merge of the base ("Update branch"),
            or hold what somebody wrote to resolve a conflict. Empty for everything else.
        is_clean: whether the merge is known to hold nothing that is not in one of its parents.
    """

    sha: str
    authors: tuple[str, ...]
    committer: str
    merge_parents: tuple[str, ...] = ()
    is_clean: bool = False


class Makers(Struct, frozen=True):
    """Everybody who had a hand in a pull request.

    Attributes:
        author: whoever opened it.
        starters: logins of the people who set the agent to work, where that is known.
        not_listed: commits whose people nobody told.
    """

    author: str
    author_is_bot: bool
    commits: tuple[CommitPeople, ...]
    starters: tuple[str, ...] = ()
    not_listed: int = 0


def with_clean_merges(makers: Makers, clean: AbstractSet[str]) -> Makers:
    """The same people, with these merge commits known to be clean."""
    commits = tuple(replace(one, is_clean=one.is_clean or one.sha in clean) for one in makers.commits)
    return replace(makers, commits=commits)


def doubtful_merges(makers: Makers, keys: AbstractSet[str]) -> tuple[CommitPeople, ...]:
    """The merges by GitHub of which it matters whether they are clean: behind them stands one of these accounts."""
    return tuple(
        commit
        for commit in makers.commits
        if commit.merge_parents and not commit.is_clean and keys & set(map(login_key, commit.authors))
    )


def starters(body: str, assignees: tuple[str, ...], *, author_is_bot: bool) -> tuple[str, ...]:
    """Who set an agent to work: agents name them in the description, or have the pull request assigned to them."""
    if not author_is_bot:
        return ()
    return tuple(dict.fromkeys((*(found["login"] for found in _STARTED_BY.finditer(body)), *assignees)))


def barred(makers: Makers) -> Mapping[str, str]:
    """Key of a login -> why this person's sign-off does not count: the first reason that there is."""
    found: dict[str, str] = {}
    for login, why in _reasons(makers):
        found.setdefault(login_key(login), why)
    return found


def why_not(account: Account, makers: Makers, *, allow_author: bool) -> str:
    """Why this account may not sign the change; "" when nothing stands against it."""
    if account.is_bot or account.login.endswith("[bot]"):
        return "is a bot"
    if makers.not_listed and not allow_author:
        return f"{makers.not_listed} commits are not listed, so nobody knows who made them"
    return "" if allow_author else barred(makers).get(account.key, "")


def _reasons(makers: Makers) -> Iterator[tuple[str, str]]:
    yield makers.author, "opened this pull request"
    for commit in makers.commits:
        if commit.is_clean:
            continue
        short = commit.sha[:7]
        for place, login in enumerate(commit.authors):
            yield login, f"{'wrote' if place == 0 else 'co-authored'} {short}"
        if commit.committer and login_key(commit.committer) not in GITHUB_ITSELF:
            yield commit.committer, f"committed {short}"
    for login in makers.starters:
        yield login, "started the agent"
