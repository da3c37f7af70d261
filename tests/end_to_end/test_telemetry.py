"""One delivery seen from outside: one trace, one thread through the log, and its numbers."""

from __future__ import annotations

import re

import httpx

from reviewer.app.tracing import COLLECTORS
from tests.collectors import Collected, collecting
from tests.end_to_end.conftest import Run
from tests.fakes.github.webhooks import pull_request_event, send
from tests.shops import Shop
from tests.webhooks import PATH

FOREIGN = ("acme", "shop", "views.py", "feature", "pay", "Simplify")
"""Names of the repository under review, of its files, branches and functions."""


async def test_a_review_is_one_trace_one_thread_of_the_log_and_numbers(serve: Run, shop: Shop) -> None:
    with collecting() as collector:
        service = serve(**{COLLECTORS[1]: collector.address})
        delivery = send(shop.world, pull_request_event(shop.world, shop.pull, "opened"))
        assert delivery is not None
        service.wait_for(lambda line: line["event"] == "job done" and line["delivery"] == delivery.guid, "the review")
        assert shop.world.webhook is not None
        async with httpx.AsyncClient() as client:
            page = (await client.get(shop.world.webhook[0].removesuffix(PATH) + "/metrics")).text
        assert service.terminate() == 0

    _has_one_trace(collector.spans, delivery.guid)
    assert collector.services == {"holdfast"}
    told = " ".join(f"{span.name} {span.attributes}" for span in collector.spans)
    assert [word for word in (*FOREIGN, *shop.world.tokens) if word in told] == []

    mine = [str(line["event"]) for line in service.lines if line.get("delivery") == delivery.guid]
    assert mine[0] == "delivery accepted"
    assert mine[-1] == "job done"
    assert mine.count("github answered") > 4
    _has_numbers(page, shop)


def _has_one_trace(spans: list[Collected], guid: str) -> None:
    """From the door over the job and its stages to GitHub."""
    by_id = {span.id: span for span in spans}
    (door,) = [span for span in spans if span.name == f"POST {PATH}"]
    (job,) = [span for span in spans if span.attributes.get("holdfast.delivery") == guid and span is not door]
    assert (door.parent, job.name, job.parent) == ("", "job review", door.id)
    stages = {span.name for span in spans if span.parent == job.id}
    assert stages == {"start", "material", "prepare", "analysis", "conclude", "sign-offs", "publish", "record"}
    asked = [span for span in spans if span.trace == door.trace and "url.template" in span.attributes]
    assert {by_id[span.parent].name for span in asked} >= {"start", "material", "publish"}
    assert {"POST /repos/{}/{}/check-runs", "POST /graphql"} <= {span.name for span in asked}
    assert all(span.attributes["http.response.status_code"].startswith("2") for span in asked)


def _has_numbers(page: str, shop: Shop) -> None:
    installation = shop.installation.id
    for line in (
        r'holdfast_deliveries_total\{event="pull_request",result="queued"\} 1\.0',
        r'holdfast_jobs_total\{outcome="reviewed",task="review"\} 1\.0',
        r'holdfast_review_stage_seconds_count\{stage="material"\} 1\.0',
        r'holdfast_review_stage_seconds_count\{stage="analysis"\} 1\.0',
        r'holdfast_findings_total\{action="sign-off",check="auth/authentication-removed"\} 1\.0',
        rf'holdfast_github_rate_limit_remaining\{{installation="{installation}",resource="core"\}} 4\d+\.0',
        rf'holdfast_github_rate_limit\{{installation="{installation}",resource="graphql"\}} 5000\.0',
        r'holdfast_github_requests_total\{method="POST",status="201"\} \d+\.0',
        r'holdfast_build_info\{python="3\.\d+\.\d+",version="[\d.]+"\} 1\.0',
        r"holdfast_jobs_dead 0\.0",
        r"holdfast_jobs_waiting 0\.0",
        r"holdfast_oldest_waiting_seconds 0\.0",
    ):
        assert re.search(rf"^{line}$", page, re.MULTILINE), line
