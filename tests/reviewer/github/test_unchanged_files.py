"""Files outside the change: read at the merge base, in one request, remembered, never out of date."""

from __future__ import annotations

from checks.kit import Side
from reviewer.domain.analysis import ALL_FILES, TIP, WantedFile
from reviewer.github.client import Client
from reviewer.github.contents import BATCH
from reviewer.github.host import GitHubHost
from reviewer.github.unchanged_files import UnchangedFiles
from tests.fakes.github import acts
from tests.fakes.github.fast_import import symlink
from tests.reviewer.github.conftest import BASE, HEAD, Shop

LATIN = "ä".encode("latin-1")


def asked(shop: Shop) -> int:
    return shop.calls().count("POST graphql")


async def test_both_sides_are_the_same_file(shop: Shop, host: GitHubHost) -> None:
    material = await host.material(shop.key, shop.pull.head_sha)
    before = asked(shop)
    found = await host.unchanged_files(
        shop.key, material, [(Side.LEFT, "README.md"), (Side.RIGHT, "README.md"), (Side.RIGHT, "nothing.py")]
    )
    assert found == {
        (Side.LEFT, "README.md"): b"# Shop\n",
        (Side.RIGHT, "README.md"): b"# Shop\n",
        (Side.RIGHT, "nothing.py"): None,
    }
    assert asked(shop) == before + 1


async def test_it_is_the_merge_base_that_is_read_and_not_the_tip(shop: Shop, host: GitHubHost) -> None:
    acts.commit(shop.world, shop.repository, "main", {"README.md": b"# Newer\n", "new.py": b"1\n"})
    material = await host.material(shop.key, shop.pull.head_sha)
    wanted = [(Side.RIGHT, "README.md"), (Side.RIGHT, "new.py")]
    assert await host.unchanged_files(shop.key, material, wanted) == {wanted[0]: b"# Shop\n", wanted[1]: None}


async def test_changed_files_are_at_hand(shop: Shop, host: GitHubHost) -> None:
    acts.push(shop.world, shop.pull, {"README.md": None, "new.py": b"1\n"})
    material = await host.material(shop.key, shop.pull.head_sha)
    before = asked(shop)
    path = "orders/views.py"
    wanted = [(Side.LEFT, path), (Side.RIGHT, path), (Side.RIGHT, "README.md"), (Side.LEFT, "new.py")]
    found = await host.unchanged_files(shop.key, material, wanted)
    assert found == {wanted[0]: BASE, wanted[1]: HEAD, wanted[2]: None, wanted[3]: None}
    assert asked(shop) == before


async def test_a_renamed_file_stands_at_each_side_under_its_own_name(shop: Shop, host: GitHubHost) -> None:
    acts.push(shop.world, shop.pull, {"orders/views.py": None, "shop/views.py": BASE})
    material = await host.material(shop.key, shop.pull.head_sha)
    wanted = [(Side.LEFT, "orders/views.py"), (Side.RIGHT, "orders/views.py"), (Side.RIGHT, "shop/views.py")]
    found = await host.unchanged_files(shop.key, material, wanted)
    assert found == {wanted[0]: BASE, wanted[1]: None, wanted[2]: BASE}


async def test_a_later_push_asks_for_nothing_that_is_known(shop: Shop, host: GitHubHost) -> None:
    wanted = [(Side.RIGHT, "README.md"), (Side.RIGHT, "nothing.py")]
    first = await host.unchanged_files(shop.key, await host.material(shop.key, shop.pull.head_sha), wanted)
    acts.push(shop.world, shop.pull, {"b.py": b"1\n"})
    material = await host.material(shop.key, shop.pull.head_sha)
    before = asked(shop)
    assert await host.unchanged_files(shop.key, material, wanted) == first
    assert asked(shop) == before


async def test_another_base_is_another_file(shop: Shop, host: GitHubHost) -> None:
    wanted = (Side.RIGHT, "README.md")
    await host.unchanged_files(shop.key, await host.material(shop.key, shop.pull.head_sha), [wanted])
    tip = acts.commit(shop.world, shop.repository, "main", {"README.md": b"# Newer\n"})
    acts.push(shop.world, shop.pull, {}, message="Merge main", parents=(shop.pull.head_sha, tip))
    acts.push(shop.world, shop.pull, {"README.md": b"# Newer\n"})
    material = await host.material(shop.key, shop.pull.head_sha)
    assert material.revision.base == tip
    assert await host.unchanged_files(shop.key, material, [wanted]) == {wanted: b"# Newer\n"}


async def test_what_cannot_be_read_as_text_is_none(shop: Shop, host: GitHubHost) -> None:
    odd = {"link.py": symlink("README.md"), "big.py": b"x" * 500_001, "bin.py": b"\0", "latin.py": LATIN, "dir/x": b""}
    acts.commit(shop.world, shop.repository, "old", odd, parents=())
    acts.branch(shop.repository, "new", at="old")
    acts.commit(shop.world, shop.repository, "new", {"a.py": b"1\n"})
    shop.pull = acts.open_pull(shop.world, shop.repository, "new", base="old")
    material = await host.material(shop.key, shop.pull.head_sha)
    wanted = [(Side.RIGHT, path) for path in ("link.py", "big.py", "bin.py", "latin.py", "dir", "dir/x", "../x", "")]
    found = await host.unchanged_files(shop.key, material, wanted)
    assert found == {**dict.fromkeys(wanted), (Side.RIGHT, "dir/x"): b""}


async def test_so_many_and_no_more(shop: Shop, host: GitHubHost) -> None:
    material = await host.material(shop.key, shop.pull.head_sha)
    before = asked(shop)
    wanted = [(Side.RIGHT, f"{n}.py") for n in range(BATCH + 50)]
    assert len(await host.unchanged_files(shop.key, material, wanted)) == BATCH
    assert asked(shop) == before + 1


async def test_memory_is_bounded_and_forgets_the_oldest(shop: Shop, client: Client, host: GitHubHost) -> None:
    material = await host.material(shop.key, shop.pull.head_sha)
    api, few = client.installation(shop.installation.id), UnchangedFiles(remembered_bytes=20)
    wanted = (Side.RIGHT, "README.md")  # 16 bytes with its name
    assert await few.read(api, shop.key, material, [wanted]) == {wanted: b"# Shop\n"}
    before = asked(shop)
    await few.read(api, shop.key, material, [wanted])
    assert asked(shop) == before
    await few.read(api, shop.key, material, [(Side.RIGHT, "another.py")])
    await few.read(api, shop.key, material, [wanted])
    assert asked(shop) == before + 2


async def test_nothing_wanted_asks_nothing(shop: Shop, host: GitHubHost) -> None:
    material = await host.material(shop.key, shop.pull.head_sha)
    before = asked(shop)
    assert await host.unchanged_files(shop.key, material, []) == {}
    assert asked(shop) == before


async def test_a_folder_is_the_names_of_its_files(shop: Shop, host: GitHubHost) -> None:
    acts.commit(shop.world, shop.repository, "main", {"later.md": b"1\n"})  # the tip is not the merge base
    material = await host.material(shop.key, shop.pull.head_sha)
    wanted = [(Side.LEFT, "/"), (Side.LEFT, "orders/"), (Side.RIGHT, "nothing/"), (Side.LEFT, "README.md/")]
    found = await host.unchanged_files(shop.key, material, wanted)
    assert found[wanted[0]] is not None
    assert b"README.md" in (found[wanted[0]] or b"").split(b"\0")
    assert b"orders" not in (found[wanted[0]] or b"").split(b"\0")
    assert b"later.md" not in (found[wanted[0]] or b"").split(b"\0")
    assert (found[wanted[1]] or b"").split(b"\0") == [b"views.py"]
    assert found[wanted[2]] is None
    assert found[wanted[3]] is None


async def test_a_folder_is_asked_for_once(shop: Shop, host: GitHubHost) -> None:
    material = await host.material(shop.key, shop.pull.head_sha)
    first = await host.unchanged_files(shop.key, material, [(Side.LEFT, "orders/")])
    before = asked(shop)
    assert await host.unchanged_files(shop.key, material, [(Side.LEFT, "orders/")]) == first
    assert asked(shop) == before


async def test_all_paths_of_the_merge_base_once(shop: Shop, host: GitHubHost) -> None:
    acts.commit(shop.world, shop.repository, "main", {"new.py": b"1\n"})
    material = await host.material(shop.key, shop.pull.head_sha)
    wanted = [(Side.RIGHT, ALL_FILES)]
    found = await host.unchanged_files(shop.key, material, wanted)
    assert found == {wanted[0]: b"README.md\0orders/views.py"}
    before = len(shop.calls())
    assert await host.unchanged_files(shop.key, material, wanted) == found
    assert len(shop.calls()) == before


async def test_the_tip_of_the_base_is_read_beside_the_merge_base_in_one_request(shop: Shop, host: GitHubHost) -> None:
    acts.commit(shop.world, shop.repository, "main", {"README.md": b"# Newer\n", "docs/new.md": b"1\n"})
    material = await host.material(shop.key, shop.pull.head_sha)
    before = len(shop.calls())
    wanted: list[WantedFile] = [
        (Side.LEFT, "README.md"),
        (TIP, "README.md"),
        (TIP, "docs/"),
        (Side.LEFT, "docs/"),
        (TIP, "no.md"),
    ]
    found = await host.unchanged_files(shop.key, material, wanted)
    assert [found[it] for it in wanted] == [b"# Shop\n", b"# Newer\n", b"new.md", None, None]
    assert len(shop.calls()) == before + 1


async def test_a_changed_file_still_stands_at_the_tip_as_it_was(shop: Shop, host: GitHubHost) -> None:
    material = await host.material(shop.key, shop.pull.head_sha)
    wanted: list[WantedFile] = [(TIP, "orders/views.py"), (Side.RIGHT, "orders/views.py")]
    found = await host.unchanged_files(shop.key, material, wanted)
    assert [found[it] for it in wanted] == [BASE, HEAD]
