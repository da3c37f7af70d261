"""The page of an installation, and the way to it: only repositories that the visitor may read are counted."""

from __future__ import annotations

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.decays import live_through
from tests.fakes.github.faults import Fault, server_error
from tests.shops import Shop
from tests.visits import Visits, read_html


async def test_only_what_the_visitor_may_read_is_counted(visits: Visits, shop: Shop, engine: AsyncEngine) -> None:
    secret = shop.world.repository("acme/secret")
    secret.roles["dee"] = "admin"
    await live_through(engine, shop.key)
    await live_through(engine, replace(shop.key, repository_id=secret.id, repository="acme/secret"))
    path = f"/installations/{shop.installation.id}"
    eve = read_html((await (await visits.signed_in("eve")).get(path)).text)
    dee = read_html((await (await visits.signed_in("dee")).get(path)).text)
    assert "pull requests 6 of" in eve.words
    assert "pull requests 12 of" in dee.words
    assert "secret" not in eve.words
    assert {"/repos/acme/shop", "/repos/acme/secret"} <= set(dee.links())


async def test_the_start_page_leads_to_it(visits: Visits, shop: Shop) -> None:
    page = read_html((await (await visits.signed_in("eve")).get("/")).text)
    assert f"/installations/{shop.installation.id}" in page.links()


async def test_who_sees_no_repository_sees_no_installation(visits: Visits, shop: Shop) -> None:
    mallory = await visits.signed_in("mallory")
    assert "installed nowhere that you may see" in (await mallory.get("/")).text
    for number in (shop.installation.id, shop.installation.id + 999, 0, 2**63, int("9" * 300)):
        assert (await mallory.get(f"/installations/{number}")).status_code == 404


async def test_a_stranger_signs_in_first(visits: Visits, shop: Shop) -> None:
    answer = await (await visits.visitor()).get(f"/installations/{shop.installation.id}")
    assert answer.status_code == 303


async def test_repositories_without_a_push_are_only_counted(visits: Visits, shop: Shop) -> None:
    page = read_html((await (await visits.signed_in("eve")).get(f"/installations/{shop.installation.id}")).text)
    assert "No push to a pull request was reviewed" in page.words
    assert "1 more without a reviewed push" in page.words


async def test_without_github_the_start_page_still_stands_and_the_other_does_not(visits: Visits, shop: Shop) -> None:
    eve = await visits.signed_in("eve")
    shop.world.faults += [Fault(server_error(), path="/user/installations", times=9)]
    assert "GitHub does not say" in (await eve.get("/")).text
    shop.world.faults += [Fault(server_error(), path=f"/user/installations/{shop.installation.id}/repositories")]
    assert (await eve.get(f"/installations/{shop.installation.id}")).status_code == 503


async def test_more_repositories_than_one_answer_holds(visits: Visits, shop: Shop) -> None:
    for number in range(120):
        shop.world.repository(f"acme/r{number}").roles["eve"] = "read"
    page = read_html((await (await visits.signed_in("eve")).get(f"/installations/{shop.installation.id}")).text)
    assert "121 more without a reviewed push" in page.words
