"""GitHub as the work on sign-offs knows it: the adapter behind `reviewer.ports.People`, but for the pull request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.signoff.acts import CommentNow, ReviewNow
from reviewer.domain.signoff.bars import CommitPeople
from reviewer.domain.signoff.people import Account, Standing
from reviewer.domain.signoff.surroundings import Surroundings
from reviewer.github.client import Client, Installation
from reviewer.github.host import GitHubHost
from reviewer.github.merges import clean_merges
from reviewer.github.people import read_standing
from reviewer.github.talk import Reaction, react, read_comment, read_review, reply
from reviewer.ports import BeforeWrite, Taken

_REACTIONS: Final[Mapping[Taken, Reaction]] = {"done": "+1", "refused": "-1", "not-understood": "confused"}


class GitHubPeople(Struct, frozen=True):
    """Asks anew each time: a permission that was taken away a minute ago does not count any more."""

    client: Client
    host: GitHubHost

    async def surroundings(self, pull_request: PullRequestKey, head_sha: str | None) -> Surroundings | None:
        """Return what the pull request says about who may sign it; None when it is gone."""
        return await self.host.surroundings(pull_request, head_sha)

    async def standing(self, pull_request: PullRequestKey, account: Account, teams: Iterable[str]) -> Standing:
        """Return what an account may do, and which of `teams` it belongs to."""
        return await read_standing(self._api(pull_request), pull_request, account, teams)

    async def clean_merges(self, pull_request: PullRequestKey, merges: Iterable[CommitPeople]) -> frozenset[str]:
        """Return the merges that hold nothing but what is in one of their parents."""
        return await clean_merges(self._api(pull_request), pull_request, merges)

    async def review_now(self, pull_request: PullRequestKey, review: int) -> ReviewNow | None:
        """Return a review as it is; None when it is gone."""
        return await read_review(self._api(pull_request), pull_request, review)

    async def comment_now(self, pull_request: PullRequestKey, comment: int) -> CommentNow | None:
        """Return a comment as it is; None when it is gone."""
        return await read_comment(self._api(pull_request), pull_request, comment)

    async def answer(
        self, pull_request: PullRequestKey, comment: int, taken: Taken, text: str, before_write: BeforeWrite
    ) -> None:
        """React to a comment, and say `text` in the one reply of the pull request."""
        api = self._api(pull_request)
        await react(api, pull_request, comment, _REACTIONS[taken], before_write)
        await reply(api, pull_request, text, before_write)

    def _api(self, pull_request: PullRequestKey) -> Installation:
        return self.client.installation(pull_request.installation)
