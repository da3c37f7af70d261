"""A boundary signed at the running service: by review, comment and button, through a kill -9, and exported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.end_to_end.conftest import Run
from tests.end_to_end.processes import Process, environment
from tests.fakes.github import acts
from tests.fakes.github.faults import Fault, NeverAnswers
from tests.fakes.github.webhooks import Event, check_run_event, comment_event, pull_request_event, review_event, send
from tests.shops import Shop
from tests.waiting import until_equal

REVOKE = "/holdfast revoke auth"


def _deliver(shop: Shop, event: Event) -> None:
    delivery = send(shop.world, event)
    assert delivery is not None
    assert delivery.status_code == 202


async def _concluded(shop: Shop, *conclusions: str) -> None:
    await until_equal(lambda: [run.conclusion for run in shop.runs()], list(conclusions), 120)


async def _reviewed(service: Process, shop: Shop) -> None:
    """The pull request is reviewed and the review kept, so that there is something to sign."""
    shop.repository.roles.update({"bo": "write", "cy": "write"})
    _deliver(shop, pull_request_event(shop.world, shop.pull, "opened"))
    await _concluded(shop, "action_required")
    service.wait_for(lambda line: line["event"] == "job done", "the end of the review")


def _exported(shop: Shop, data_dir: Path) -> str:
    """What the command prints, whether the service runs or is gone."""
    done = subprocess.run(
        [sys.executable, "-m", "reviewer", "signoffs", "export"],
        env={**environment(shop, data_dir), "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=data_dir,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


async def test_signed_withdrawn_and_signed_again_through_a_kill(serve: Run, shop: Shop, data_dir: Path) -> None:
    service = serve()
    await _reviewed(service, shop)
    review = acts.review(shop.world, shop.pull, "bo", "APPROVE", "The gateway checks it.")
    _deliver(shop, review_event(shop.world, shop.pull, review, "submitted"))
    await _concluded(shop, "success")
    acts.dismiss(review)
    _deliver(shop, review_event(shop.world, shop.pull, review, "dismissed", "cy"))
    await _concluded(shop, "action_required")
    _deliver(shop, check_run_event(shop.world, shop.pull, shop.only_run(), "requested_action", "cy", "sign-off"))
    await _concluded(shop, "success")
    records = json.loads(_exported(shop, data_dir))  # beside the running service
    assert [(record["way"], record["withdrawn"] is None) for record in records] == [("review", False), ("button", True)]

    _deliver(shop, comment_event(shop.world, shop.pull, acts.comment(shop.world, shop.pull, "cy", REVOKE), "created"))
    await _concluded(shop, "action_required")
    fault = Fault(NeverAnswers(), method="PATCH", path="check-runs")
    shop.world.faults.append(fault)
    made = acts.comment(shop.world, shop.pull, "bo", "/holdfast sign-off auth the gateway checks it")
    _deliver(shop, comment_event(shop.world, shop.pull, made, "created"))
    await until_equal(lambda: fault.times <= 0, wanted=True)
    service.kill()
    service = serve()
    await _concluded(shop, "success")
    await until_equal(lambda: made.reactions, [("holdfast[bot]", "+1")], 120)
    assert len([one for one in shop.pull.talk if one.by_app is shop.app]) == 1
    assert service.terminate() == 0
    *_, record = json.loads(_exported(shop, data_dir))  # where the service is gone
    assert (record["signer"]["login"], record["area"], record["reason"]) == ("bo", "auth", "the gateway checks it")
