"""After the merge: what is kept of it, of its labels and of what takes it back, and what that is linked to."""

from __future__ import annotations

import pytest

from reviewer.domain.announcement import Announcement
from reviewer.domain.decay.incidents import Aftermath
from reviewer.domain.errors import TryAgain
from reviewer.store.incidents import IncidentRecords
from tests.desk import Desk
from tests.fakes.github import acts
from tests.fakes.github.announcing import push_event
from tests.fakes.github.faults import Fault, server_error
from tests.fakes.github.state import Json, PullRequest
from tests.fakes.github.webhooks import pull_request_event
from tests.shops import BASE, HEAD

CONFIG = b"incidents: {cause_labels: [caused-incident], fix_labels: [Hotfix]}\n"


async def after(desk: Desk) -> Aftermath:
    return await IncidentRecords(desk.tools.engine).aftermath(desk.shop.key.repository_id, 30)


async def links(desk: Desk) -> list[tuple[str, int, str]]:
    """Source of the incident, number of the change, how sure."""
    return [(it.source, it.number, it.certainty) for it in (await after(desk)).links]


async def close(desk: Desk, pull: PullRequest, action: str = "closed") -> str:
    return await desk.work(pull_request_event(desk.shop.world, pull, action))


async def merged(desk: Desk) -> PullRequest:
    """The shop's pull request, reviewed and merged."""
    await desk.review("opened")
    acts.merge(desk.shop.world, desk.shop.pull)
    assert await close(desk, desk.shop.pull) == "closed"
    return desk.shop.pull


async def another(desk: Desk, content: bytes, body: str = "", message: str = "again") -> PullRequest:
    """One more pull request, reviewed."""
    shop = desk.shop
    branch = f"next-{len(shop.repository.pulls)}"
    acts.branch(shop.repository, branch)
    acts.commit(shop.world, shop.repository, branch, {"shop/views.py": content}, message=message)
    pull = acts.open_pull(shop.world, shop.repository, branch, body=body)
    await desk.work(pull_request_event(shop.world, pull, "opened"))
    return pull


def configure(desk: Desk, content: bytes = CONFIG) -> None:
    acts.commit(desk.shop.world, desk.shop.repository, "main", {".github/holdfast.yml": content})


async def test_a_merge_is_kept_as_it_was_reviewed(desk: Desk) -> None:
    pull = await merged(desk)
    (change,) = (await after(desk)).merges
    assert (change.number, change.agent, change.backend, change.frontend) == (1, None, True, False)
    assert change.commits == {pull.merge_sha, pull.head_sha}
    assert change.signed == "unsigned"
    assert [(it.path, it.symbols) for it in change.edited] == [("shop/views.py", ("pay",))]
    assert (await after(desk)).incidents == ()


async def test_a_second_telling_changes_nothing(desk: Desk) -> None:
    await merged(desk)
    await close(desk, desk.shop.pull)
    assert len((await after(desk)).merges) == 1


async def test_what_was_signed_is_signed(desk: Desk) -> None:
    await desk.review("opened")
    await desk.approve("bo")
    acts.merge(desk.shop.world, desk.shop.pull)
    await close(desk, desk.shop.pull)
    assert [it.signed for it in (await after(desk)).merges] == ["signed"]


async def test_what_asked_for_nothing_is_neither(desk: Desk) -> None:
    pull = await another(desk, b"# a remark\n" + BASE)
    acts.merge(desk.shop.world, pull)
    await close(desk, pull)
    assert [it.signed for it in (await after(desk)).merges] == ["not-asked"]


async def test_closed_without_a_merge_is_nothing(desk: Desk) -> None:
    await desk.review("opened")
    desk.shop.pull.state = "closed"
    await close(desk, desk.shop.pull)
    assert (await after(desk)).merges == ()


async def test_a_merge_into_another_branch_is_nothing(desk: Desk) -> None:
    acts.branch(desk.shop.repository, "release")
    desk.shop.pull.base_ref = "release"
    await merged(desk)
    assert (await after(desk)).merges == ()


async def test_a_change_that_was_never_reviewed_is_not_counted(desk: Desk) -> None:
    acts.merge(desk.shop.world, desk.shop.pull)
    await close(desk, desk.shop.pull)
    assert (await after(desk)).merges == ()


@pytest.mark.parametrize("way", ["commit", "number"])
async def test_a_pull_request_that_reverts_it_is_linked(desk: Desk, way: str) -> None:
    first = await merged(desk)
    message = f"Revert it\n\nThis reverts commit {first.merge_sha}." if way == "commit" else "Revert it"
    body = "" if way == "commit" else "Reverts acme/shop#1"
    second = await another(desk, BASE + b"# back\n", body, message)
    acts.merge(desk.shop.world, second)
    await close(desk, second)
    assert await links(desk) == [("revert", 1, "named")]
    assert [it.title for it in (await after(desk)).incidents] == ["reverted by #2"]


async def test_an_open_revert_is_no_incident_yet(desk: Desk) -> None:
    await merged(desk)
    await another(desk, BASE + b"# back\n", "Reverts #1")
    assert (await after(desk)).incidents == ()


async def test_a_pushed_revert_is_linked_and_told_once(desk: Desk) -> None:
    first = await merged(desk)
    message = f'Revert "Simplify pay"\n\nThis reverts commit {first.merge_sha[:10]}.'
    commit: Json = {"id": "c" * 40, "message": message, "added": [], "modified": ["shop/views.py"], "removed": []}
    event = push_event(desk.shop.world, desk.shop.repository, ["shop/views.py"], changes={"commits": [commit]})
    for _ in range(2):
        taken = desk.read(event)
        assert isinstance(taken, Announcement)
        assert await desk.announce(taken) == "queued"
    assert await links(desk) == [("revert", 1, "named")]


async def test_a_push_that_takes_nothing_back_is_still_no_news(desk: Desk) -> None:
    event = push_event(desk.shop.world, desk.shop.repository, ["README.md"])
    assert desk.read(event) is None


async def test_a_label_says_that_it_caused_an_incident_until_it_is_taken_away(desk: Desk) -> None:
    configure(desk)
    pull = await merged(desk)
    assert await links(desk) == []
    pull.labels.append("Caused-Incident")
    assert await close(desk, pull, "labeled") == "closed"
    assert await links(desk) == [("label", 1, "named")]
    pull.labels.clear()
    await close(desk, pull, "unlabeled")
    assert await links(desk) == []


async def test_a_hotfix_is_linked_to_the_change_of_the_same_symbol(desk: Desk) -> None:
    configure(desk)
    await merged(desk)
    second = await another(desk, HEAD.replace(b"charge(order_id)", b"charge(int(order_id))"))
    second.labels.append("hotfix")
    acts.merge(desk.shop.world, second)
    await close(desk, second)
    assert await links(desk) == [("hotfix", 1, "symbol")]


async def test_labels_that_nobody_configured_say_nothing(desk: Desk) -> None:
    desk.shop.pull.labels += ["hotfix", "caused-incident"]
    await merged(desk)
    assert await links(desk) == []


async def test_labels_of_an_open_pull_request_ask_for_nothing(desk: Desk) -> None:
    assert await close(desk, desk.shop.pull, "labeled") == "ignored"


async def test_a_merge_that_github_does_not_tell_is_asked_for_again(desk: Desk) -> None:
    await desk.review("opened")
    acts.merge(desk.shop.world, desk.shop.pull)
    delivery = await desk.take(pull_request_event(desk.shop.world, desk.shop.pull, "closed"))
    assert delivery is not None
    kept = await desk.keep(delivery)
    desk.shop.world.faults.append(Fault(server_error(), path="/graphql", skip=1))
    with pytest.raises(TryAgain):
        await desk.again(kept)
    assert (await after(desk)).merges == ()
    assert await desk.again(kept) == "closed"
    assert len((await after(desk)).merges) == 1
