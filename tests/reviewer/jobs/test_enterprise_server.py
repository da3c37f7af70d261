"""A whole review at a GitHub Enterprise Server, whose API has other paths."""

from __future__ import annotations

from msgspec.structs import replace
from procrastinate import App

from reviewer.github.client import Client
from reviewer.github.host import GitHubHost
from reviewer.github.who import GitHubPeople
from reviewer.jobs.accept import accept
from reviewer.jobs.deliveries import load
from reviewer.jobs.review_job import Tools, review_pull_request
from tests.shops import ImpatientClock, Shop


async def test_a_review_stays_on_the_servers_own_paths(shop: Shop, tools: Tools, queue: App) -> None:
    client = Client(replace(shop.identity, api_url=f"{shop.world.root}/api/v3"), clock=ImpatientClock())
    host = GitHubHost(client)
    await accept(delivery := shop.delivery(), queue)
    kept = await load(tools.engine, delivery.id)
    assert kept is not None
    await review_pull_request(kept, replace(tools, host=host, people=GitHubPeople(client, host)))
    await client.aclose()
    assert (shop.only_run().status, shop.only_run().conclusion) == ("completed", "action_required")
    assert len(shop.pull.comments) == 1
    asked = {one.path for one in shop.world.exchanges}
    assert "/api/graphql" in asked
    assert not [path for path in asked if not path.startswith("/api/v3/") and path != "/api/graphql"]
