"""Hostile inputs at every door: no crash, no leak. All but the files; of those one in twenty-four.

`./dev bench hostile` runs all of them, and says how long each took.
"""

from __future__ import annotations

import pytest
from procrastinate import App
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks import hostile_doors as doors
from benchmarks.hostile_contents import hostile_files
from benchmarks.hostile_texts import hostile_comments, hostile_configurations
from benchmarks.hostile_webhooks import hostile_deliveries
from reviewer.analysis import analyse, rule_table
from reviewer.analysis.catalogue import catalogue
from reviewer.analysis.pool import analysis_pool
from tests.sites import doors_of, open_site
from tests.webhooks import SECRET, encoded, headers, payload

_EVERY = 24


@pytest.fixture(autouse=True)
def canary(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in doors.ENVIRONMENT:
        monkeypatch.setenv(name, doors.CANARY)


def test_there_are_at_least_four_hundred() -> None:
    kinds = (hostile_deliveries(), hostile_configurations(), hostile_comments(), hostile_files())
    counts = [len(list(kind)) for kind in kinds]
    assert min(counts) > 80
    assert sum(counts) >= 400


async def test_deliveries(engine: AsyncEngine, queue: App) -> None:
    async with open_site(doors_of(engine, queue)) as client:
        problems = [(it.name, await doors.deliver(client, it, SECRET)) for it in hostile_deliveries()]
        body = encoded(payload())
        assert (await client.post("/webhooks/github", content=body, headers=headers(body))).status_code == 202
    assert [it for it in problems if it[1]] == []


async def test_configurations() -> None:
    rules = rule_table()
    problems = [(name, await doors.configure(text, rules)) for name, text in hostile_configurations()]
    assert [it for it in problems if it[1]] == []


async def test_comments() -> None:
    problems = [(name, await doors.comment(body)) for name, body in hostile_comments()]
    assert [it for it in problems if it[1]] == []


async def test_files() -> None:
    async with analysis_pool(analyse, 1) as pool:
        own = doors.Reviewer(pool, rule_table(), catalogue())
        problems = [(it.name, await doors.review(it, own)) for it in list(hostile_files())[::_EVERY]]
    assert [it for it in problems if it[1]] == []


async def test_a_leak_would_be_seen() -> None:
    assert doors.leaked(f"x{doors.CANARY}") == "leak: the canary"
    assert doors.leaked("root:x:0:0:root") != ""
    assert doors.leaked("nothing of this machine") == ""
