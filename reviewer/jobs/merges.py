"""What is kept of a pull request once it is merged."""

from __future__ import annotations

from collections.abc import Collection

from reviewer.config import read_config
from reviewer.domain.delivery import PullRequestKey
from reviewer.ports import Host, People, Records


async def note_merge(
    pull_request: PullRequestKey, host: Host, people: People, records: Records, rule_ids: Collection[str]
) -> None:
    """Ask GitHub what became of a closed pull request, and keep it if it was merged; a second time changes nothing.

    GitHub is asked, and not the delivery believed: whichever job comes last, the labels are those of now.

    Raises:
        TryAgain, MissingPermission: as every request.
    """
    merge = await host.merge_of(pull_request)
    if merge is None:
        return
    around = await people.surroundings(pull_request, merge.head_sha)
    if around is not None:
        policy, _ = read_config(around.config, rule_ids, around.default_config)
        await records.add_merge(pull_request, merge, policy.incidents)
