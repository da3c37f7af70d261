"""The page of a repository and its exports: what they say, and to whom."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.config import read_config
from reviewer.domain.material import ConfigFile
from tests.decays import AUTH, PAY, live_on, live_through
from tests.fakes.github.faults import Fault, server_error
from tests.kept import SEEN, keep
from tests.shops import Shop
from tests.visits import Visits, read_html

HERE = "/repos/acme/shop"
ALL = (HERE, f"{HERE}/cycles.csv", f"{HERE}/incidents.csv", f"{HERE}/decay.json")


@pytest.fixture
async def lived(shop: Shop, engine: AsyncEngine) -> None:
    await live_through(engine, shop.key)


@pytest.mark.usefixtures("lived")
async def test_it_says_what_was_kept_lost_and_restored(visits: Visits) -> None:
    page = read_html((await (await visits.signed_in("eve")).get(HERE)).text)
    for said in (
        "pull requests 6 of them by agents 3 pushes 17 rules kept 116 lost 7 restored 5",
        "C-07 (tenancy) omission 5 of 6",
        "copilot 2 of 7 8 to 64 %",
        "no agent's traces 4 of 5",
        "left out (omission)",
        "3 times in #2 , #3 , #5",
    ):
        assert said in page.words, said
    assert f"{HERE}/pulls/3" in page.links()
    assert f"{visits.shop.world.root}/acme/shop" in page.links()


@pytest.mark.usefixtures("lived")
async def test_the_constraint_that_it_offers_is_read_as_it_stands(visits: Visits) -> None:
    page = read_html((await (await visits.signed_in("eve")).get(HERE)).text)
    (text,) = [it for it in page.codes if "again-authentication-removed" in it]
    policy, problems = read_config(ConfigFile(".github/holdfast.yml", text.encode()), (), None)
    assert problems == ()
    assert [it.paths for it in policy.constraints] == [("shop/views.py",)]


@pytest.mark.usefixtures("lived")
async def test_every_chart_has_a_name_and_its_numbers_in_a_table(visits: Visits) -> None:
    page = read_html((await (await visits.signed_in("eve")).get(HERE)).text)
    charts = [attrs for tag, attrs in page.tags if tag == "svg" and attrs.get("role") == "img"]
    ids = {attrs.get("id") for _, attrs in page.tags}
    assert charts
    assert {part for attrs in charts for part in (attrs["aria-labelledby"] or "").split()} <= ids
    assert not [tag for tag, attrs in page.tags if "style" in attrs or tag == "script"]
    assert "Still kept 1 6 1 83 % (27 to 97 %)" in page.words


@pytest.mark.usefixtures("lived")
async def test_nobody_else_learns_anything(visits: Visits) -> None:
    visitor, mallory = await visits.visitor(), await visits.signed_in("mallory")
    for path in ALL:
        stranger = await visitor.get(path)
        assert stranger.status_code == 303
        assert stranger.headers["location"].startswith("/login?to=")
        hidden, unknown = await mallory.get(path), await mallory.get(path.replace("shop", "nothing"))
        assert (hidden.status_code, unknown.status_code) == (404, 404)
        assert hidden.text == unknown.text
        assert "copilot" not in hidden.text


async def test_of_a_repository_without_a_push_nothing_is_made_up(visits: Visits) -> None:
    eve = await visits.signed_in("eve")
    page, cycles, incidents, document = [await eve.get(path) for path in ALL]
    assert page.status_code == 404
    assert "has reviewed no push" in page.text
    assert [len(it.text.splitlines()) for it in (cycles, incidents)] == [1, 1]
    assert (document.json()["cycles"], document.json()["rules"], document.json()["incidents"]) == ([], [], [])


@pytest.mark.usefixtures("lived")
async def test_exports_are_files_with_every_push(visits: Visits) -> None:
    eve = await visits.signed_in("eve")
    table, document = await eve.get(f"{HERE}/cycles.csv"), await eve.get(f"{HERE}/decay.json?days=30")
    assert table.headers["content-disposition"] == 'attachment; filename="shop-cycles.csv"'
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(table.text)))
    assert {(it["pull_request"], it["push"]) for it in rows} == {
        (str(it["pull_request"]), str(it["push"])) for it in document.json()["cycles"]
    }
    assert sum(int(it["lost"]) for it in rows) == 7
    (own,) = [it for it in document.json()["rules"] if it["constraint"] == "C-07"]
    assert own["broken_in_pull_requests"] == {"count": 1, "of": 6, "interval": [0.0301, 0.5635]}


async def test_foreign_text_stays_text_everywhere(visits: Visits, shop: Shop, engine: AsyncEngine) -> None:
    nasty = replace(PAY, path="=cmd|' /C calc'!A0<script>.py", symbol="<img src=x onerror=1>", title="<b>& `x\u202e")
    rule = replace(AUTH, framework="=1+1")
    broken = replace(nasty, rule=rule)
    for number in (1, 2):
        seen = replace(SEEN, agent='=HYPERLINK("x")<i>', kept={rule: 1}, breaches=(broken,))
        await keep(engine, f"{number}", seen, replace(shop.key, number=number))
    eve = await visits.signed_in("eve")
    text = (await eve.get(HERE)).text
    for mark in ("<script", "<img src=x", "<b>&", "<i>", "\u202e"):
        assert mark not in text
    (first, *_) = csv.DictReader(StringIO((await eve.get(f"{HERE}/cycles.csv")).text))
    assert (first["agent"], first["framework"]) == ('\'=HYPERLINK("x")<i>', "'=1+1")
    answer = await eve.get(f"{HERE}/decay.json")
    assert json.loads(answer.text)["cycles"][0]["outcomes"][0]["path"] == nasty.path
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.usefixtures("lived")
async def test_an_odd_period_is_the_usual_one(visits: Visits) -> None:
    eve = await visits.signed_in("eve")
    for days in ("", "0", "-1", "1e9", "9" * 5000, "%00", "30;DROP"):
        page = read_html((await eve.get(f"{HERE}?days={days}")).text)
        (current,) = [attrs for tag, attrs in page.tags if tag == "a" and "aria-current" in attrs]
        assert current["href"] == f"{HERE}?days=365", days


@pytest.mark.usefixtures("lived")
async def test_while_github_does_not_say_nothing_is_shown(visits: Visits, shop: Shop) -> None:
    eve = await visits.signed_in("eve")
    shop.world.faults.append(Fault(server_error(), path="/repos/acme/shop"))
    answer = await eve.get(HERE)
    assert answer.status_code == 503
    assert "copilot" not in answer.text


@pytest.mark.usefixtures("lived")
async def test_a_pull_request_says_which_push_lost_what(visits: Visits, shop: Shop, engine: AsyncEngine) -> None:
    await keep(engine, "f", SEEN, replace(shop.key, number=5))
    page = read_html((await (await visits.signed_in("eve")).get(f"{HERE}/pulls/5")).text)
    for what, said in (("is gone guards of transactions", "push 3 of 6"), ("guards pay guards of auth", "push 4 of 6")):
        row = page.words.partition(what)[2]
        assert row.index(said) < row.index("restored at push 5") < 150
    assert HERE in page.links()


async def test_incidents_stand_beside_the_changes_they_are_linked_to(
    visits: Visits, shop: Shop, engine: AsyncEngine
) -> None:
    await live_through(engine, shop.key)
    await live_on(engine, shop.key)
    eve = await visits.signed_in("eve")
    page = read_html((await eve.get(HERE)).text)
    for said in (
        "of the 4 that were reviewed and merged",
        "all 2 of 4 15 to 85 % 1",
        "agent author 2 of 2",
        "human author 0 of 2 0 to 66 % 0",
        "Payments failed INC-7",
        "#2 named by it",
        "#3 edited the file last",
        "no merged change",
        "reverted by a push",
    ):
        assert said in page.words, said
    assert "https://status.example.com/7" in page.links()
    rows = list(csv.DictReader(StringIO((await eve.get(f"{HERE}/incidents.csv")).text)))
    assert [(it["incident"], it["pull_request"]) for it in rows if it["source"] == "posted"] == [
        ("INC-9", ""),
        ("INC-8", "3"),
        ("INC-7", "2"),
    ]
    document = (await eve.get(f"{HERE}/decay.json")).json()
    (every,) = [it for it in document["incident_rates"] if it["group"] == "all"]
    assert every["linked"] == {"count": 2, "of": 4, "interval": [0.15, 0.85]}
    assert len(document["incidents"]) == 4
