"""Check runs: one per head, found again after anything, completed once."""

from __future__ import annotations

import json

import pytest

from reviewer.domain.errors import HostDown, MissingPermission, Superseded
from reviewer.github.client import Client
from reviewer.github.host import GitHubHost
from tests.fakes.github import acts
from tests.fakes.github.faults import CutAfterEffect, Fault
from tests.reviewer.github.conftest import Shop, go_ahead


async def start(shop: Shop, host: GitHubHost) -> int:
    """As a job does: look at the head, then begin its check run."""
    head = await host.head_of(shop.key)
    assert head is not None
    return await host.start_check(shop.key, head, go_ahead)


async def test_a_run_is_in_progress_at_once(shop: Shop, host: GitHubHost) -> None:
    run = await start(shop, host)
    (shown,) = shop.runs
    assert (shown.id, shown.name, shown.status, shown.conclusion) == (run, "Holdfast", "in_progress", None)
    assert (shown.head_sha, shown.external_id) == (shop.pull.head_sha, f"1:{shop.pull.head_sha}")
    assert shop.calls() == ["POST access_tokens", "POST graphql", "POST check-runs"]


async def test_a_draft_gets_a_run_too(shop: Shop, host: GitHubHost) -> None:
    shop.pull.draft = True
    await start(shop, host)
    assert len(shop.runs) == 1


async def test_a_second_job_finds_the_run(shop: Shop, client: Client) -> None:
    first = await start(shop, GitHubHost(client))
    second = await start(shop, GitHubHost(client))
    assert first == second
    assert len(shop.runs) == 1


async def test_a_completed_run_is_opened_again(shop: Shop, client: Client) -> None:
    run = await start(shop, GitHubHost(client))
    await GitHubHost(client).publish_unfinished(shop.key, shop.pull.head_sha, "x", go_ahead)
    assert await start(shop, GitHubHost(client)) == run
    assert (shop.runs[0].status, shop.runs[0].conclusion) == ("in_progress", None)


async def test_a_run_whose_creation_was_not_answered_is_found(shop: Shop, client: Client) -> None:
    shop.world.faults.append(Fault(CutAfterEffect(), method="POST", path="/check-runs"))
    with pytest.raises(HostDown):
        await start(shop, GitHubHost(client))
    assert len(shop.runs) == 1
    assert await start(shop, GitHubHost(client)) == shop.runs[0].id
    assert len(shop.runs) == 1


async def test_another_head_has_another_run(shop: Shop, host: GitHubHost) -> None:
    await start(shop, host)
    acts.push(shop.world, shop.pull, {"b.py": b"1\n"})
    await start(shop, host)
    assert [run.head_sha for run in shop.runs] == shop.pull.heads


async def test_two_pull_requests_of_one_head_have_a_run_each(shop: Shop, host: GitHubHost) -> None:
    await start(shop, host)
    acts.branch(shop.repository, "release")
    shop.pull = acts.open_pull(shop.world, shop.repository, "feature", base="release")
    await start(shop, host)
    assert [run.external_id for run in shop.runs] == [f"1:{shop.pull.head_sha}", f"2:{shop.pull.head_sha}"]


async def test_a_run_of_the_same_name_by_another_app_is_not_ours(shop: Shop, host: GitHubHost, client: Client) -> None:
    await start(shop, host)
    theirs = shop.runs[0]
    theirs.app = shop.world.app("other")
    again = await start(shop, GitHubHost(client))
    assert again != theirs.id


async def test_a_head_that_moved_gets_no_run(shop: Shop, host: GitHubHost) -> None:
    old = shop.pull.head_sha
    acts.push(shop.world, shop.pull, {"b.py": b"1\n"})
    with pytest.raises(Superseded):
        await host.start_check(shop.key, old, go_ahead)
    assert shop.runs == []


async def test_an_overtaken_job_begins_no_run(shop: Shop, host: GitHubHost) -> None:
    async def overtaken() -> None:
        raise Superseded("newer")

    with pytest.raises(Superseded):
        await host.start_check(shop.key, shop.pull.head_sha, overtaken)
    assert shop.runs == []


@pytest.mark.parametrize("gone", ["closed", "deleted", "uninstalled", "unseen"])
async def test_there_is_no_head_where_nothing_waits(shop: Shop, host: GitHubHost, gone: str) -> None:
    match gone:
        case "closed":
            shop.pull.state = "closed"
        case "deleted":
            del shop.repository.pulls[1]
        case "uninstalled":
            shop.installation.removed = True
        case _:
            shop.repository.owner = shop.world.account("elsewhere", "Organization")
    assert await host.head_of(shop.key) is None


async def test_without_the_permission_it_is_said_which(shop: Shop, host: GitHubHost) -> None:
    shop.installation.permissions = {**shop.installation.permissions, "checks": "read"}
    with pytest.raises(MissingPermission) as caught:
        await start(shop, host)
    assert caught.value.hint == "the App needs checks=write"


async def test_unfinished_completes_the_run_and_is_never_green(shop: Shop, host: GitHubHost) -> None:
    run = await start(shop, host)
    await host.publish_unfinished(shop.key, shop.pull.head_sha, "Incident 7f3a: `x` | <b>", go_ahead)
    (shown,) = shop.runs
    assert (shown.id, shown.status, shown.conclusion) == (run, "completed", "action_required")
    assert shown.title == "Could not finish"
    assert shown.summary is not None
    assert "Incident 7f3a" in shown.summary
    assert "<b>" not in shown.summary.replace("`<b>`", "")


async def test_unfinished_makes_a_run_where_there_is_none(shop: Shop, host: GitHubHost) -> None:
    await host.publish_unfinished(shop.key, shop.pull.head_sha, "x", go_ahead)
    assert [(run.status, run.conclusion) for run in shop.runs] == [("completed", "action_required")]


async def test_an_endless_reason_is_cut(shop: Shop, host: GitHubHost) -> None:
    await host.publish_unfinished(shop.key, shop.pull.head_sha, "ä" * 100_000, go_ahead)
    assert shop.runs[0].status == "completed"


async def test_outdated_completes_what_is_in_progress_only(shop: Shop, host: GitHubHost) -> None:
    old = shop.pull.head_sha
    await start(shop, host)
    acts.push(shop.world, shop.pull, {"b.py": b"1\n"})
    await host.publish_outdated(shop.key, old, go_ahead)
    assert [(run.status, run.conclusion) for run in shop.runs] == [("completed", "cancelled")]
    written = len(shop.runs[0].requests)
    await host.publish_outdated(shop.key, old, go_ahead)
    await host.publish_outdated(shop.key, shop.pull.head_sha, go_ahead)
    await host.publish_outdated(shop.key, "0" * 40, go_ahead)
    assert len(shop.runs[0].requests) == written
    assert len(shop.runs) == 1


async def test_a_broken_list_of_runs_begins_no_second_one(shop: Shop, client: Client) -> None:
    await start(shop, GitHubHost(client))
    shop.world.faults.append(Fault(CutAfterEffect(), method="GET", path="check-runs"))
    with pytest.raises(HostDown):
        await start(shop, GitHubHost(client))
    assert len(shop.runs) == 1


async def test_only_the_latest_look_is_needed_and_any_can_be_lost(shop: Shop, client: Client) -> None:
    """Each call finds its way alone, as after a restart between two stages."""
    head = shop.pull.head_sha
    await GitHubHost(client).start_check(shop.key, head, go_ahead)
    material = await GitHubHost(client).material(shop.key, head)
    assert [file.path for file in material.files] == ["orders/views.py"]
    assert json.loads(shop.world.exchanges[-1].body)["variables"]["p0_0"] == "orders/views.py"


async def test_details_lead_to_our_page_where_there_is_one(shop: Shop, client: Client) -> None:
    await start(shop, GitHubHost(client, "https://holdfast.example.com"))
    (shown,) = shop.runs
    assert shown.details_url == "https://holdfast.example.com/repos/acme/shop/pulls/1"
    await start(shop, GitHubHost(client, "https://moved.example.com/holdfast"))
    assert shown.details_url == "https://moved.example.com/holdfast/repos/acme/shop/pulls/1"


async def test_without_an_address_of_ours_details_are_githubs(shop: Shop, host: GitHubHost) -> None:
    await start(shop, host)
    (shown,) = shop.runs
    assert shown.details_url is None
