"""A push to the base: open pull requests are looked at again, and told about only what is new."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reviewer.jobs import announced_job
from tests.desk import Desk
from tests.fakes.github import acts
from tests.fakes.github.announcing import push_event
from tests.fakes.github.state import CheckRun
from tests.fakes.github.webhooks import pull_request_event
from tests.shops import HEAD

CONFIG = ".github/holdfast.yml"
MIGRATION = b"""from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.AddField("order", "note", models.TextField(null=True))]
"""

INITIAL = b"""from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    operations = [migrations.CreateModel("order", [("id", models.BigAutoField(primary_key=True))])]
"""


async def pushed(desk: Desk, files: dict[str, bytes]) -> list[str]:
    """Push to the base; the requests to GitHub that follow, by method and last word of the path."""
    world, repository = desk.shop.world, desk.shop.repository
    acts.commit(world, repository, "main", files)
    before = len(world.exchanges)
    await desk.handle(push_event(world, repository, sorted(files)))
    return [f"{one.method} {one.path.rsplit('/', 1)[-1]}" for one in world.exchanges[before:]]


def writes(requests: Sequence[str]) -> list[str]:
    return [one for one in requests if not one.startswith("GET") and "graphql" not in one and "tokens" not in one]


async def test_a_configuration_that_comes_to_the_base_is_obeyed(desk: Desk) -> None:
    run = await desk.review("opened")
    assert run.conclusion == "action_required"
    await pushed(desk, {CONFIG: b"mode: observe\n"})
    assert desk.shop.only_run() is run
    assert (run.status, run.conclusion) == ("completed", "neutral")
    assert len(desk.shop.pull.comments) == 1


async def test_a_push_that_changes_nothing_for_a_pull_request_writes_nothing(desk: Desk) -> None:
    run = await desk.review("opened")
    made = len(run.requests)
    requests = await pushed(desk, {CONFIG: b"inline_limit: 9\n"})
    assert writes(requests) == []
    assert len(requests) <= 6
    assert len(run.requests) == made
    assert run.conclusion == "action_required"


async def test_a_signed_pull_request_stays_signed_and_silent(desk: Desk) -> None:
    await desk.review("opened")
    await desk.approve("bo")
    made = len(desk.run.requests)
    assert writes(await pushed(desk, {CONFIG: b"inline_limit: 9\n"})) == []
    assert (desk.run.conclusion, len(desk.run.requests)) == ("success", made)


async def test_a_configuration_that_asks_for_more_takes_the_green_away(desk: Desk) -> None:
    await desk.review("opened")
    await desk.approve("bo")
    assert desk.run.conclusion == "success"
    await pushed(desk, {CONFIG: b"areas: {auth: {sign_off: {permission: admin}}}\n"})
    assert desk.run.conclusion == "action_required"


async def test_owners_who_change_are_asked(desk: Desk) -> None:
    acts.commit(desk.shop.world, desk.shop.repository, "main", {CONFIG: b"sign_off: {codeowners: true}\n"})
    await desk.review("opened")
    await pushed(desk, {".github/CODEOWNERS": b"* @dee\n"})
    assert "`dee`" in desk.says or "@dee" in desk.says


async def _with_migration(desk: Desk, path: str = "shop/migrations/0002_note.py") -> CheckRun:
    acts.push(desk.shop.world, desk.shop.pull, {path: MIGRATION})
    return await desk.review()


async def test_a_migration_of_the_same_folder_is_looked_at_with_the_new_base(desk: Desk) -> None:
    await _with_migration(desk)
    requests = await pushed(desk, {"shop/migrations/0002_other.py": MIGRATION})
    assert [name for name, _ in await desk.jobs()] == ["announcement", "recheck"]
    assert any("compare" in one or "..." in one for one in requests)


async def test_a_migration_that_came_meanwhile_makes_a_second_head_and_the_check_says_so(desk: Desk) -> None:
    acts.commit(desk.shop.world, desk.shop.repository, "main", {"shop/migrations/0001_initial.py": INITIAL})
    await _with_migration(desk)
    assert "0002_other" not in desk.says
    await pushed(desk, {"shop/migrations/0002_other.py": MIGRATION})
    assert "0002_other" in desk.says


@pytest.mark.parametrize(
    "paths",
    [
        ["README.md"],
        ["docs/guide.md", "logo.png"],
        ["shop/views.html"],
    ],
)
async def test_a_push_that_can_concern_nobody_asks_nothing(desk: Desk, paths: list[str]) -> None:
    await desk.review("opened")
    assert await pushed(desk, dict.fromkeys(paths, b"x\n")) == []
    assert await desk.jobs() == []


@pytest.mark.parametrize("path", ["billing/migrations/0002_other.py", "shop/views2.py", "shop/migrations/__init__.py"])
async def test_another_folder_rechecks_nobody(desk: Desk, path: str) -> None:
    await _with_migration(desk)
    await pushed(desk, {path: b"x = 1\n"})
    assert "recheck" not in [name for name, _ in await desk.jobs()]


async def test_code_without_migrations_is_not_rechecked_for_migrations(desk: Desk) -> None:
    await desk.review("opened")
    await pushed(desk, {"shop/other.py": b"x = 1\n"})
    assert [name for name, _ in await desk.jobs()] == ["announcement"]


async def test_a_branch_that_no_pull_request_goes_to_moves_nobody_and_asks_nothing(desk: Desk) -> None:
    await desk.review("opened")
    acts.branch(desk.shop.repository, "release")
    before = len(desk.shop.world.exchanges)
    for branch in ("release", "feature"):  # the second is the pull request's own
        assert await desk.handle(push_event(desk.shop.world, desk.shop.repository, [CONFIG], branch)) == "queued"
    assert {name for name, _ in await desk.jobs()} == {"announcement"}
    assert len(desk.shop.world.exchanges) == before


async def test_a_base_that_is_not_the_default_branch_moves_its_own_pull_requests(desk: Desk) -> None:
    acts.branch(desk.shop.repository, "release")
    desk.shop.pull.base_ref = "release"
    assert (await desk.review("opened")).conclusion == "action_required"
    acts.commit(desk.shop.world, desk.shop.repository, "release", {CONFIG: b"mode: observe\n"})
    await desk.handle(push_event(desk.shop.world, desk.shop.repository, [CONFIG], "main"))
    assert desk.run.conclusion == "action_required"
    await desk.handle(push_event(desk.shop.world, desk.shop.repository, [CONFIG], "release"))
    assert desk.run.conclusion == "neutral"


async def test_a_pull_request_that_was_retargeted_moves_with_its_new_base(desk: Desk) -> None:
    acts.branch(desk.shop.repository, "release")
    await desk.review("opened")
    desk.shop.pull.base_ref = "release"
    event = pull_request_event(desk.shop.world, desk.shop.pull, "edited", changes={"base": {"ref": {"from": "main"}}})
    await desk.work(event)
    await desk.handle(push_event(desk.shop.world, desk.shop.repository, [CONFIG], "main"))
    assert "recheck" not in [name for name, _ in await desk.jobs()]
    await desk.handle(push_event(desk.shop.world, desk.shop.repository, [CONFIG], "release"))
    assert "recheck" in [name for name, _ in await desk.jobs()]


async def test_the_merge_queues_own_branches_are_ignored(desk: Desk) -> None:
    ref = f"refs/heads/gh-readonly-queue/main/pr-1-{'a' * 40}"
    event = push_event(desk.shop.world, desk.shop.repository, [CONFIG], changes={"ref": ref})
    assert await desk.handle(event) == "ignored"


@pytest.mark.parametrize("more", [{"ref": "refs/tags/main"}, {"deleted": True}, {"commits": []}])
async def test_tags_deletions_and_empty_pushes_are_ignored(desk: Desk, more: dict[str, object]) -> None:
    event = push_event(desk.shop.world, desk.shop.repository, [CONFIG], changes=more)
    assert await desk.handle(event) == "ignored"


async def test_a_forced_push_may_have_changed_anything(desk: Desk) -> None:
    await desk.review("opened")
    event = push_event(desk.shop.world, desk.shop.repository, ["README.md"], changes={"forced": True})
    assert await desk.handle(event) == "queued"
    assert [name for name, _ in await desk.jobs()] == ["announcement", "recheck"]


async def test_pull_requests_onto_other_branches_and_closed_ones_are_left_alone(desk: Desk) -> None:
    await desk.review("opened")
    acts.branch(desk.shop.repository, "release")
    desk.shop.pull.base_ref = "release"
    await pushed(desk, {CONFIG: b"mode: observe\n"})
    assert desk.run.conclusion == "action_required"
    desk.shop.pull.base_ref = "main"
    desk.shop.pull.state = "closed"
    await pushed(desk, {CONFIG: b"inline_limit: 9\n"})
    assert desk.run.conclusion == "action_required"


async def test_a_pull_request_that_nobody_reviewed_is_left_to_its_own_delivery(desk: Desk) -> None:
    await pushed(desk, {CONFIG: b"mode: observe\n"})
    assert desk.shop.runs() == []


async def test_a_head_that_nobody_finished_is_reviewed_by_the_recheck(desk: Desk) -> None:
    """A push to the base overtakes the review of a new head that waits: the recheck does its work."""
    await desk.review("opened")
    acts.commit(desk.shop.world, desk.shop.repository, "main", {CONFIG: b"inline_limit: 9\n"})
    await desk.handle(push_event(desk.shop.world, desk.shop.repository, [CONFIG]))
    acts.push(desk.shop.world, desk.shop.pull, {"shop/views.py": HEAD + b"# more\n"})
    await desk.handle(pull_request_event(desk.shop.world, desk.shop.pull, "edited", changes={"body": {"from": "x"}}))
    assert desk.shop.only_run().status == "completed"


async def test_the_same_push_twice_queues_nothing_twice(desk: Desk) -> None:
    await desk.review("opened")
    acts.commit(desk.shop.world, desk.shop.repository, "main", {CONFIG: b"inline_limit: 9\n"})
    taken = desk.announced(push_event(desk.shop.world, desk.shop.repository, [CONFIG]))
    await desk.handle(push_event(desk.shop.world, desk.shop.repository, []))
    for _ in range(2):
        await announced_job.work_announcement(taken, desk.tools, desk.queue)
    assert [name for name, _ in await desk.jobs()] == ["recheck"]


async def test_one_push_rechecks_a_bounded_number(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announced_job, "MOST_RECHECKS", 2)
    world, repository = desk.shop.world, desk.shop.repository
    first = desk.shop.pull
    for _ in range(3):
        desk.shop.pull = acts.open_pull(world, repository, "feature")
        await desk.review("opened")
    desk.shop.pull = first
    await pushed(desk, {CONFIG: b"inline_limit: 9\n"})
    assert [name for name, _ in await desk.jobs()] == ["announcement", "recheck", "recheck"]


async def test_a_description_that_names_an_agent_is_judged_more_strictly(desk: Desk) -> None:
    acts.commit(desk.shop.world, desk.shop.repository, "main", {CONFIG: b"agents: {sign_offs: 2}\n"})
    await desk.review("opened")
    await desk.approve("bo")
    assert desk.run.conclusion == "success"
    desk.shop.pull.body = "Generated with [Claude Code](https://claude.com/claude-code)"
    event = pull_request_event(desk.shop.world, desk.shop.pull, "edited", changes={"body": {"from": ""}})
    await desk.handle(event)
    assert desk.run.conclusion == "action_required"


async def test_a_description_that_says_nothing_new_writes_nothing(desk: Desk) -> None:
    await desk.review("opened")
    made = len(desk.run.requests)
    desk.shop.pull.body = "- [x] tested"
    event = pull_request_event(desk.shop.world, desk.shop.pull, "edited", changes={"body": {"from": "- [ ] tested"}})
    assert await desk.handle(event) == "queued"
    assert len(desk.run.requests) == made


async def test_a_title_asks_for_nothing(desk: Desk) -> None:
    event = pull_request_event(desk.shop.world, desk.shop.pull, "edited", changes={"title": {"from": "x"}})
    assert await desk.handle(event) == "ignored"
