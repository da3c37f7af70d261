"""A push to the organisation's configuration: every reviewed pull request of the installation is looked at again."""

from __future__ import annotations

import pytest

from reviewer.jobs import announced_job
from tests.desk import Desk
from tests.fakes.github import acts
from tests.fakes.github.announcing import push_event
from tests.fakes.github.state import Repository

CONFIG = ".github/holdfast.yml"


@pytest.fixture
def organisation(desk: Desk) -> Repository:
    """The organisation's own repository, without a configuration."""
    made = desk.shop.world.repository("acme/.github")
    acts.commit(desk.shop.world, made, "main", {"profile/README.md": b"Acme\n"})
    return made


async def pushed(desk: Desk, repository: Repository, path: str, content: bytes, branch: str = "main") -> list[str]:
    """Push to a repository; the tasks that follow."""
    acts.commit(desk.shop.world, repository, branch, {path: content})
    await desk.handle(push_event(desk.shop.world, repository, [path], branch))
    return [name for name, _ in await desk.jobs()]


async def test_a_default_that_comes_is_obeyed_by_open_pull_requests(desk: Desk, organisation: Repository) -> None:
    assert (await desk.review("opened")).conclusion == "action_required"
    assert await pushed(desk, organisation, CONFIG, b"mode: observe\n") == ["announcement", "recheck"]
    assert desk.run.conclusion == "neutral"
    assert len(desk.shop.pull.comments) == 1


async def test_a_default_that_changes_nothing_writes_nothing(desk: Desk, organisation: Repository) -> None:
    await desk.review("opened")
    made = len(desk.run.requests)
    assert "recheck" in await pushed(desk, organisation, CONFIG, b"inline_limit: 9\n")
    assert (desk.run.conclusion, len(desk.run.requests)) == ("action_required", made)


async def test_a_repository_that_says_otherwise_keeps_its_word(desk: Desk, organisation: Repository) -> None:
    acts.commit(desk.shop.world, desk.shop.repository, "main", {CONFIG: b"mode: gate\n"})
    await desk.review("opened")
    await pushed(desk, organisation, CONFIG, b"mode: observe\n")
    assert desk.run.conclusion == "action_required"


@pytest.mark.parametrize("path", ["profile/README.md", "holdfast.yml", ".github/workflows/ci.yml", "CODEOWNERS.md"])
async def test_other_files_of_it_concern_nobody(desk: Desk, organisation: Repository, path: str) -> None:
    await desk.review("opened")
    before = len(desk.shop.world.exchanges)
    assert "recheck" not in await pushed(desk, organisation, path, b"x\n")
    assert len(desk.shop.world.exchanges) == before


async def test_a_draft_of_it_on_another_branch_concerns_nobody(desk: Desk, organisation: Repository) -> None:
    await desk.review("opened")
    acts.branch(organisation, "draft")
    assert "recheck" not in await pushed(desk, organisation, CONFIG, b"mode: observe\n", "draft")
    assert desk.run.conclusion == "action_required"


async def test_pull_requests_that_nobody_reviewed_or_that_are_closed_are_left(
    desk: Desk, organisation: Repository
) -> None:
    assert "recheck" not in await pushed(desk, organisation, CONFIG, b"mode: observe\n")
    await desk.review("opened")
    desk.shop.pull.state = "closed"
    assert "recheck" not in await pushed(desk, organisation, CONFIG, b"mode: gate\n")


async def test_one_push_rechecks_a_bounded_number(
    desk: Desk, organisation: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announced_job, "MOST_RECHECKS_OF_ALL", 1)
    await desk.review("opened")
    first = desk.shop.pull
    desk.shop.pull = acts.open_pull(desk.shop.world, desk.shop.repository, "feature")
    await desk.review("opened")
    desk.shop.pull = first
    assert await pushed(desk, organisation, CONFIG, b"inline_limit: 9\n") == ["announcement", "recheck"]
