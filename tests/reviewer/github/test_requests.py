"""Few requests are a feature: GitHub's limit per installation is what does not grow."""

from __future__ import annotations

from checks.kit import Side
from reviewer.domain.report import Finding
from reviewer.github.client import Client
from reviewer.github.host import GitHubHost
from tests.fakes.github import acts
from tests.reviewer.github.conftest import Shop, go_ahead
from tests.reviewer.github.findings import lost, report

WANTED = [(Side.RIGHT, "README.md"), (Side.LEFT, "nothing.py")]


def comment(number: int) -> Finding:
    return lost(number, path="000.py", side=Side.RIGHT, start_line=1, end_line=1, evidence=())


async def review(shop: Shop, host: GitHubHost, *findings: Finding) -> int:
    """One whole job; how many requests it took, all of them counted."""
    before = len(shop.world.exchanges)
    head = await host.head_of(shop.key)
    assert head is not None
    run = await host.start_check(shop.key, head, go_ahead)
    material = await host.material(shop.key, head)
    assert len(material.files) == 100
    await host.unchanged_files(shop.key, material, WANTED)
    await host.publish(shop.key, run, material, report(material, *findings), go_ahead)
    assert shop.runs[-1].conclusion is not None
    return len(shop.world.exchanges) - before


async def test_a_hundred_files_take_eight_requests_at_first_and_six_from_then_on(shop: Shop, client: Client) -> None:
    base = {f"{n:03}.py": b"%d\n" % n for n in range(100)}
    acts.commit(shop.world, shop.repository, "old", {**base, "README.md": b"x\n"}, parents=())
    acts.branch(shop.repository, "new", at="old")
    changed = {name: data + b"more\n" for name, data in base.items()}
    acts.commit(shop.world, shop.repository, "new", changed)
    shop.pull = acts.open_pull(shop.world, shop.repository, "new", base="old")
    host = GitHubHost(client)

    first = await review(shop, host, comment(1))
    acts.push(shop.world, shop.pull, {"000.py": b"0\nother\n"})
    later = await review(shop, host, comment(1), comment(2))
    acts.push(shop.world, shop.pull, {"000.py": b"0\nanother\n"})
    quiet = await review(shop, host, comment(1), comment(2))

    acts.push(shop.world, shop.pull, {"000.py": b"0\nlast\n"})
    settled = await review(shop, host, comment(2))

    acts.push(shop.world, shop.pull, {"000.py": b"0\nthe very last\n"})
    both = await review(shop, host, comment(3))

    assert (first, later, quiet, settled, both) == (8, 6, 5, 6, 6)
    assert len([one for one in shop.pull.comments if one.reply_to is None]) == 3
    assert len([one for one in shop.pull.comments if one.reply_to is not None]) == 2
