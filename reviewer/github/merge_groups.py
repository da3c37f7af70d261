"""GitHub's merge queue: the adapter behind `reviewer.ports.Groups`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace
from pydantic import TypeAdapter

from reviewer.domain.analysis import WantedFile
from reviewer.domain.announcement import MergeGroup
from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.errors import MissingPermission
from reviewer.domain.material import Commit, Material
from reviewer.domain.merge_group import GroupMember, JudgedMember, MemberMaterial, conclusion_of, entries_between
from reviewer.domain.publication import Outcome
from reviewer.github.answers import NotVisible, read
from reviewer.github.changed_files import ListedCommit, list_changes, person_commit
from reviewer.github.checks import CheckRuns
from reviewer.github.client import Client, Installation
from reviewer.github.graphql import Part, dig
from reviewer.github.lists import listed
from reviewer.github.names import owner_and_name, repository_path
from reviewer.github.overview import read_overview
from reviewer.github.publishing import outdated_publication, unfinished_publication
from reviewer.github.pulls import read_material, surroundings_of
from reviewer.github.survey_queries import queue_query
from reviewer.github.unchanged_files import UnchangedFiles
from reviewer.ports import BeforeWrite, CheckRunId
from reviewer.render.markdown.merge_group import group_text

ENTRIES: Final = 100
"""Entries of a queue that are looked at; GitHub builds groups of far fewer."""
_LAST_NUMBER: Final = re.compile(r"/pr-(?P<number>[1-9]\d{0,9})-[0-9a-f]+\Z")
_COMPLETED: Final = "completed"
_PAGE: Final = 100
_PAGES: Final = 3
"""GitHub lists 250 commits of a pull request."""


class _Oid(Part):
    oid: str


class _Number(Part):
    number: int


class _Entry(Part):
    base_commit: _Oid | None
    head_commit: _Oid | None
    pull_request: _Number | None


class _Entries(Part):
    nodes: list[_Entry | None]


_COMMITS = TypeAdapter(list[ListedCommit])


class GitHubGroups(Struct, frozen=True):
    """Reads merge groups and completes their check runs."""

    client: Client
    unchanged: UnchangedFiles = field(default_factory=UnchangedFiles)

    async def members(self, group: MergeGroup) -> tuple[GroupMember, ...]:
        """Return the pull requests of the group, first to last; none when GitHub does not tell.

        The queue says between which commits each of them lies. Where it cannot be asked, or knows the group no
        longer, the name of the group's branch tells the last one, which most groups are made for.
        """
        found = entries_between(await self._entries(group), group.base_sha, group.head_sha)
        if found:
            return found
        last = _LAST_NUMBER.search(group.head_ref)
        return (GroupMember(int(last["number"]), group.base_sha, group.head_sha),) if last else ()

    async def material(self, group: MergeGroup, member: GroupMember) -> MemberMaterial | None:
        """Read what one member changes in the queue, with the configuration at the tip of its base branch."""
        api, key = self._api(group), group.repository.pull_request(member.number)
        try:
            seen = await read_overview(api, key)
        except NotVisible:
            return None
        in_queue = replace(seen, head_sha=member.head_sha, base_tip=member.base_sha)
        material = await read_material(api, key, in_queue, await list_changes(api, key, in_queue))
        # A squash forgets who wrote the commits, and with them the traces of an agent.
        commits = (*material.commits, *await _commits(api, key))
        return MemberMaterial(replace(material, commits=commits), await surroundings_of(api, key, seen))

    async def unchanged_files(
        self, group: MergeGroup, material: Material, wanted: Iterable[WantedFile]
    ) -> Mapping[WantedFile, bytes | None]:
        """Read files outside the change; None for one that does not exist."""
        return await self.unchanged.read(self._api(group), group.key, material, wanted)

    async def start(self, group: MergeGroup, before_write: BeforeWrite) -> CheckRunId:
        """Return the check run of the group's head, in progress: the one that is there, else a new one."""
        runs = self._runs(group)
        found = await runs.find()
        if not found:
            return CheckRunId(await runs.create(before_write))
        if found[0].status == _COMPLETED:
            await runs.reopen(found[0].id, before_write)
        return CheckRunId(found[0].id)

    async def publish(
        self, group: MergeGroup, run: CheckRunId, members: Sequence[JudgedMember], before_write: BeforeWrite
    ) -> None:
        """Complete the check run with what became of the members."""
        text = group_text(members)
        outcome = Outcome(conclusion_of(members), text.title, text.summary, text.text)
        await self._runs(group).complete(run, outcome, (), before_write)

    async def publish_unfinished(self, group: MergeGroup, reason: str, before_write: BeforeWrite) -> None:
        """Complete the check run, made if need be, with "could not finish" and the reason."""
        runs = self._runs(group)
        found = await runs.find()
        run = found[0].id if found else await runs.create(before_write)
        await runs.complete(run, unfinished_publication(reason).outcome, (), before_write)

    async def publish_destroyed(self, group: MergeGroup) -> None:
        """Complete the check run of a group that the queue let go of, if there is one in progress."""
        runs = self._runs(group)
        for run in await runs.find():
            if run.status != _COMPLETED:
                await runs.complete(run.id, outdated_publication().outcome, (), _at_once)

    async def _entries(self, group: MergeGroup) -> tuple[GroupMember, ...]:
        owner, name = owner_and_name(group.repository.full_name)
        variables = {"owner": owner, "name": name, "branch": group.base_branch}
        try:
            data = await self._api(group).graphql(queue_query(ENTRIES), variables)
        except MissingPermission:
            return ()
        shown = dig(data, "repository", "mergeQueue", "entries")
        nodes = read(_Entries, shown, "POST /graphql (merge queue)").nodes if shown is not None else []
        return tuple(
            GroupMember(one.pull_request.number, one.base_commit.oid, one.head_commit.oid)
            for one in nodes
            if one is not None and one.pull_request and one.base_commit and one.head_commit
        )

    def _api(self, group: MergeGroup) -> Installation:
        return self.client.installation(group.repository.installation)

    def _runs(self, group: MergeGroup) -> CheckRuns:
        return CheckRuns(self._api(group), group.key, group.head_sha)


async def _commits(api: Installation, key: PullRequestKey) -> tuple[Commit, ...]:
    found: list[ListedCommit] = []
    for page in range(1, _PAGES + 1):
        answer = await api.get(f"{repository_path(key)}/pulls/{key.number}/commits?per_page={_PAGE}&page={page}")
        some = listed(_COMMITS, answer)
        found += some
        if len(some) < _PAGE:
            break
    return tuple(map(person_commit, reversed(found)))


async def _at_once() -> None:
    """Nobody works on a group that is gone."""
