"""What came to the base branch since the pull request began: seen by the checks, at no request of its own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from checks.kit import Side
from reviewer.analysis.analyse import analyse
from reviewer.domain.analysis import TIP, Analysis
from reviewer.domain.material import Material
from reviewer.github.host import GitHubHost
from reviewer.review import prepare
from tests.fakes.github import acts
from tests.reviewer.github.conftest import Shop

FOLDER = "shop/migrations"
TEXT = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "{needs}")]
    operations = [migrations.AddField("order", "{field}", models.IntegerField(null=True))]
"""


def migration(needs: str, field: str) -> bytes:
    return TEXT.format(needs=needs, field=field).encode()


@dataclass(frozen=True, slots=True)
class Seen:
    """What one review found and asked for."""

    checks: frozenset[str]
    requests: int
    material: Material


async def review(shop: Shop, host: GitHubHost, rounds: int = 2) -> Seen:
    """Read and analyse as the job does."""
    before = len(shop.world.exchanges)
    material = await host.material(shop.key, shop.pull.head_sha)
    request = prepare(material, {}).request
    found: Analysis = analyse(request)
    for _ in range(rounds):
        if found.wanted:
            more = await host.unchanged_files(shop.key, material, found.wanted)
            request = replace(request, context={**request.context, **more})
            found = analyse(request)
    return Seen(frozenset(hit.check for hit in found.hits), len(shop.world.exchanges) - before, material)


@pytest.fixture
async def pull(shop: Shop, host: GitHubHost) -> Shop:
    """A pull request that adds 0003 after 0002; GitHub has been looked at already."""
    base = {
        "manage.py": b"import django\n",
        "shop/__init__.py": b"",
        f"{FOLDER}/__init__.py": b"",
        f"{FOLDER}/0001_initial.py": b"from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
        b"    dependencies = []\n    operations = []\n",
        f"{FOLDER}/0002_a.py": migration("0001_initial", "a"),
    }
    acts.commit(shop.world, shop.repository, "old", base, parents=())
    acts.branch(shop.repository, "new", at="old")
    acts.commit(shop.world, shop.repository, "new", {f"{FOLDER}/0003_b.py": migration("0002_a", "b")})
    shop.pull = acts.open_pull(shop.world, shop.repository, "new", base="old")
    await host.head_of(shop.key)
    return shop


async def test_a_base_that_stands_still_has_one_head(pull: Shop, host: GitHubHost) -> None:
    seen = await review(pull, host)
    assert "migrations/several-heads" not in seen.checks
    assert "migrations/version-taken" not in seen.checks


async def test_a_migration_that_came_to_the_base_meanwhile_is_a_second_head(pull: Shop, host: GitHubHost) -> None:
    before = await review(pull, host)
    acts.commit(pull.world, pull.repository, "old", {f"{FOLDER}/0003_c.py": migration("0002_a", "c")})
    await host.head_of(pull.key)
    after = await review(pull, host)
    assert after.material.revision.base == before.material.revision.base  # the merge base has not moved
    assert "migrations/several-heads" not in before.checks
    assert "migrations/several-heads" in after.checks


async def test_other_files_that_came_to_the_base_change_nothing(pull: Shop, host: GitHubHost) -> None:
    before = await review(pull, host)
    acts.commit(pull.world, pull.repository, "old", {"blog/migrations/0003_c.py": migration("0002_a", "c")})
    await host.head_of(pull.key)
    assert (await review(pull, host)).checks == before.checks


async def test_a_migration_of_the_base_that_was_merged_into_the_head_is_no_rival(pull: Shop, host: GitHubHost) -> None:
    arrived = {f"{FOLDER}/0003_c.py": migration("0002_a", "c")}
    tip = acts.commit(pull.world, pull.repository, "old", arrived)
    acts.push(pull.world, pull.pull, arrived, message="Merge old", parents=(pull.pull.head_sha, tip))
    moved = {f"{FOLDER}/0003_b.py": None, f"{FOLDER}/0004_b.py": migration("0003_c", "b")}
    acts.push(pull.world, pull.pull, moved)
    await host.head_of(pull.key)
    assert "migrations/several-heads" not in (await review(pull, host)).checks


async def test_a_migration_takes_one_request_more_than_its_files_at_first_and_none_later(
    pull: Shop, host: GitHubHost
) -> None:
    """The comparison, the files with their folders, and then the older migrations."""
    assert (await review(pull, host)).requests == 3
    acts.push(pull.world, pull.pull, {f"{FOLDER}/0003_b.py": migration("0002_a", "bb")})
    await host.head_of(pull.key)
    assert (await review(pull, host)).requests == 2


async def test_the_folders_of_changed_files_are_read_along_at_base_and_tip(pull: Shop, host: GitHubHost) -> None:
    acts.commit(pull.world, pull.repository, "old", {f"{FOLDER}/0003_c.py": b""})
    await host.head_of(pull.key)
    around = (await host.material(pull.key, pull.pull.head_sha)).around
    names = b"0001_initial.py\x000002_a.py\x00__init__.py"
    assert around[Side.LEFT, f"{FOLDER}/"] == around[Side.RIGHT, f"{FOLDER}/"] == names
    assert around[TIP, f"{FOLDER}/"] == b"0001_initial.py\x000002_a.py\x000003_c.py\x00__init__.py"


async def test_a_folder_that_the_change_makes_is_not_there_yet(pull: Shop, host: GitHubHost) -> None:
    acts.push(pull.world, pull.pull, {"blog/views.py": b"x = 1\n", "top.py": b"y = 1\n"})
    await host.head_of(pull.key)
    around = (await host.material(pull.key, pull.pull.head_sha)).around
    assert around[Side.LEFT, "blog/"] is None
    assert around[Side.RIGHT, "/"] == b"manage.py"
