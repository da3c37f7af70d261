"""GitHub as the job of a review knows it: the adapter behind `reviewer.ports.Host`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from reviewer.domain.analysis import WantedFile
from reviewer.domain.conversations import Thread
from reviewer.domain.decay.merging import MergeSeen
from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.errors import Superseded
from reviewer.domain.links import details_url
from reviewer.domain.material import Material
from reviewer.domain.publication import Publication, Shown, ShownRun
from reviewer.domain.report import Report
from reviewer.domain.signoff.shown import ShownReview
from reviewer.domain.signoff.state import Signing
from reviewer.domain.signoff.surroundings import Surroundings
from reviewer.github.answers import NotVisible
from reviewer.github.changed_files import list_changes
from reviewer.github.checks import CheckRuns, FoundRun
from reviewer.github.client import Client, Installation
from reviewer.github.comments import Patches
from reviewer.github.merged import read_merge
from reviewer.github.overview import Overview, all_threads, read_overview
from reviewer.github.publishing import (
    Publisher,
    desired_publication,
    outcome_of,
    outdated_publication,
    unfinished_publication,
)
from reviewer.github.pulls import read_material, surroundings_of
from reviewer.github.unchanged_files import UnchangedFiles
from reviewer.ports import UNSIGNED, BeforeWrite, CheckRunId, Moment

REMEMBERED_LOOKS: Final = 256
_COMPLETED: Final = "completed"


class _Look(Struct):
    """What this process last saw of a pull request, so that the next stage need not ask again."""

    overview: Overview
    shown: Shown | None = None
    patches: Patches | None = None


class GitHubHost:
    """Reads pull requests and publishes reviews, within one installation at a time.

    A job calls in the order of the port. What one call saw is remembered for the next: a review of a
    hundred files takes two requests of its own, and no state is relied on that GitHub itself does not
    have: after a restart every call finds its way again.
    """

    def __init__(self, client: Client, base_url: str | None = None) -> None:
        """Keeps the client; whoever made it closes it. `base_url` is where our own pages stand."""
        self.client = client
        self._base_url = base_url
        self._unchanged = UnchangedFiles()
        self._looks: OrderedDict[tuple[int, int], _Look] = OrderedDict()

    async def head_of(self, pull_request: PullRequestKey) -> str | None:
        """Return the SHA of the head as it is now; None when the pull request is closed or gone."""
        try:
            look = await self._look_again(pull_request)
        except NotVisible:
            return None
        return look.overview.head_sha if look.overview.is_open else None

    async def start_check(self, pull_request: PullRequestKey, head_sha: str, before_write: BeforeWrite) -> CheckRunId:
        """Return the check run of this head, in progress: the one found by its external id, else a new one."""
        look = await self._look(pull_request, head_sha)
        runs = self._runs(pull_request, head_sha)
        found = await runs.find() if look.overview.has_run else ()
        look.shown = await _shown(runs, found, look.overview)
        run = look.shown.run
        if run is None:
            run = ShownRun(await runs.create(before_write))
        else:
            await runs.reopen(run.id, before_write)
        look.shown = replace(look.shown, run=run)
        return CheckRunId(run.id)

    async def material(self, pull_request: PullRequestKey, head_sha: str) -> Material:
        """Read the change; raises `Superseded` when the head has moved away from `head_sha`."""
        api = self._api(pull_request)
        look = await self._look(pull_request, head_sha)
        listing = await list_changes(api, pull_request, look.overview)
        look.patches = Patches(listing.files)
        return await read_material(api, pull_request, look.overview, listing)

    async def unchanged_files(
        self, pull_request: PullRequestKey, material: Material, wanted: Iterable[WantedFile]
    ) -> Mapping[WantedFile, bytes | None]:
        """Read files outside the change; None for one that does not exist or cannot be read as a file."""
        return await self._unchanged.read(self._api(pull_request), pull_request, material, wanted)

    async def publish(
        self,
        pull_request: PullRequestKey,
        run: CheckRunId,
        material: Material,
        report: Report,
        before_write: BeforeWrite,
        signing: Signing = UNSIGNED,
    ) -> Moment:
        """Bring check run and comments to what the report says; since when the run says so, as the port has it."""
        head_sha = material.revision.head
        api = self._api(pull_request)
        look = await self._look(pull_request, head_sha)
        if look.patches is None:
            look.patches = Patches((await list_changes(api, pull_request, look.overview)).files)
        runs = self._runs(pull_request, head_sha)
        if look.shown is None or look.shown.run is None or look.shown.run.id != run:
            look.shown = await _shown(runs, await runs.find(), look.overview)
        desired = desired_publication(report, look.patches, signing)
        if look.overview.more_threads is not None:
            look.shown = _with_threads(look.shown, await all_threads(api, pull_request, look.overview))
        # Once a write has begun only its answer tells what is shown: without one, the next call looks again.
        self._looks.pop(_place(pull_request), None)
        publisher = Publisher(runs, look.shown, before_write, look.overview.id)
        await publisher.reach(desired)
        look.shown = publisher.shown
        self._remember(pull_request, look)
        return publisher.shown_since()

    async def is_shown(
        self, pull_request: PullRequestKey, shown: ShownReview, report: Report, signing: Signing
    ) -> bool:
        """Whether the check run of a kept review says already what it would say of this report."""
        outcome = outcome_of(report, signing)
        return await self._runs(pull_request, shown.head_sha).says(shown.check_run, outcome)

    async def publish_settled(
        self,
        pull_request: PullRequestKey,
        shown: ShownReview,
        report: Report,
        signing: Signing,
        before_write: BeforeWrite,
    ) -> None:
        """Complete the check run of a kept review anew, as sign-offs have changed what it says."""
        runs = self._runs(pull_request, shown.head_sha)
        await runs.complete(shown.check_run, outcome_of(report, signing), (), before_write)

    async def surroundings(self, pull_request: PullRequestKey, head_sha: str | None) -> Surroundings | None:
        """Return what the pull request says about who may sign it; None when it is gone.

        What was seen of this very head is said again; without a head, GitHub is asked anew.
        """
        try:
            seen = await (self._look_again(pull_request) if head_sha is None else self._look(pull_request, head_sha))
        except NotVisible:
            return None
        return await surroundings_of(self._api(pull_request), pull_request, seen.overview)

    async def publish_unfinished(
        self, pull_request: PullRequestKey, head_sha: str, reason: str, before_write: BeforeWrite
    ) -> None:
        """Complete the check run of this head, made if need be, with "could not finish" and the reason."""
        runs = self._runs(pull_request, head_sha)
        found = await runs.find()
        shown = Shown(ShownRun(found[0].id) if found else None, tuple(run.id for run in found[1:]))
        await _reach(runs, unfinished_publication(reason), shown, before_write)

    async def publish_outdated(self, pull_request: PullRequestKey, head_sha: str, before_write: BeforeWrite) -> None:
        """Complete the check run of a head that is no longer the newest, if there is one in progress."""
        runs = self._runs(pull_request, head_sha)
        for run in await runs.find():
            if run.status != _COMPLETED:
                await _reach(runs, outdated_publication(), Shown(ShownRun(run.id)), before_write)

    async def merge_of(self, pull_request: PullRequestKey) -> MergeSeen | None:
        """Return the merge of a closed pull request; None when it is gone or did not reach the default branch."""
        return await read_merge(self._api(pull_request), pull_request)

    def _api(self, pull_request: PullRequestKey) -> Installation:
        return self.client.installation(pull_request.installation)

    def _runs(self, pull_request: PullRequestKey, head_sha: str) -> CheckRuns:
        page = details_url(self._base_url, pull_request.repository, pull_request.number) if self._base_url else ""
        return CheckRuns(self._api(pull_request), pull_request, head_sha, page)

    async def _look(self, pull_request: PullRequestKey, head_sha: str) -> _Look:
        """Return what was last seen, if it was of this head; else look again.

        Raises:
            Superseded: the head is another one now.
        """
        look = self._looks.get(_place(pull_request))
        if look is None or look.overview.head_sha != head_sha:
            look = await self._look_again(pull_request)
        if look.overview.head_sha != head_sha:
            raise Superseded(f"The head of {pull_request.repository}#{pull_request.number} is no longer {head_sha}.")
        return look

    async def _look_again(self, pull_request: PullRequestKey) -> _Look:
        look = _Look(await read_overview(self._api(pull_request), pull_request))
        self._remember(pull_request, look)
        return look

    def _remember(self, pull_request: PullRequestKey, look: _Look) -> None:
        self._looks[_place(pull_request)] = look
        self._looks.move_to_end(_place(pull_request))
        while len(self._looks) > REMEMBERED_LOOKS:
            self._looks.popitem(last=False)


def _place(pull_request: PullRequestKey) -> tuple[int, int]:
    return pull_request.repository_id, pull_request.number


async def _shown(runs: CheckRuns, found: tuple[FoundRun, ...], seen: Overview) -> Shown:
    """What GitHub shows at a head, its runs listed newest first."""
    if not found:
        return _with_threads(Shown(None), seen.threads)
    newest, *older = found
    there = await runs.annotations(newest.id) if newest.output.annotations_count else ()
    return _with_threads(Shown(ShownRun(newest.id, None, there), tuple(run.id for run in older)), seen.threads)


def _with_threads(shown: Shown, threads: tuple[Thread, ...]) -> Shown:
    return replace(
        shown,
        commented=shown.commented | {thread.fingerprint for thread in threads},
        reviewed=shown.reviewed | {thread.begun_at for thread in threads},
        threads=threads,
    )


async def _reach(runs: CheckRuns, desired: Publication, shown: Shown, before_write: BeforeWrite) -> None:
    await Publisher(runs, shown, before_write).reach(desired)
