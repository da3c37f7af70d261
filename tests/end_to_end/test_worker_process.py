"""The worker of `serve` is a process of its own: begun again when it dies, and gone with the service."""

from __future__ import annotations

import json
import os
import signal

import httpx
import psutil

from tests.end_to_end.conftest import Run
from tests.end_to_end.processes import Process
from tests.fakes.github.webhooks import pull_request_event, send
from tests.plain_http import NO_CERTIFICATES
from tests.shops import Shop
from tests.waiting import until_equal


def _begun(service: Process) -> int:
    """Wait for the next worker; its process id."""
    return int(str(service.wait_for(lambda line: line["event"] == "the worker begins", "the worker")["pid"]))


async def test_a_killed_worker_is_begun_again_and_a_killed_service_takes_its_worker_along(
    serve: Run, run: Run, shop: Shop
) -> None:
    service = serve()
    assert shop.world.webhook is not None
    address = httpx.URL(shop.world.webhook[0])

    def page(path: str) -> str:
        return httpx.get(address.copy_with(path=path), verify=NO_CERTIFICATES).text

    def status(path: str) -> int:
        return httpx.get(address.copy_with(path=path), verify=NO_CERTIFICATES).status_code

    def unsigned() -> int:
        return httpx.post(address, content=b"{}").status_code

    assert [unsigned(), status("/healthz")] == [401, 200]
    second = run("worker")  # the data directory is the service's own
    assert second.wait() == 2
    assert str(service.popen.pid) in "".join(second.raw)

    os.kill(_begun(service), signal.SIGKILL)
    delivery = send(shop.world, pull_request_event(shop.world, shop.pull, "opened"))
    assert delivery is not None
    assert delivery.status_code == 202  # kept, whoever works it off
    _begun(service)
    await until_equal(lambda: [run.status for run in shop.runs()], ["completed"], 120)
    # What either process counts is on the one page.
    reviewed = 'holdfast_jobs_total{outcome="reviewed",task="review"} 1.0'
    await until_equal(lambda: reviewed in page("/metrics").splitlines(), wanted=True)
    assert 'holdfast_deliveries_total{event="pull_request",result="queued"} 1.0' in page("/metrics").splitlines()
    assert json.loads(page("/readyz")) == {"status": "ok", "database": "ok", "worker": "ok"}

    children = psutil.Process(service.popen.pid).children(recursive=True)
    ours = [one for one in children if one.name() != "postgres"]  # the next start ends that one
    service.kill()
    await until_equal(lambda: [one.pid for one in ours if one.is_running()], [])


async def test_a_signal_to_all_processes_of_the_service_is_an_orderly_end(serve: Run, shop: Shop) -> None:
    """What is under way is finished, once however often it was delivered."""
    service = serve()
    worker = psutil.Process(_begun(service))
    guid = "72d3162e-cc78-11e3-81ab-4c9367dc0958"
    for _ in range(3):
        delivery = send(shop.world, pull_request_event(shop.world, shop.pull, "opened"), guid)
        assert delivery is not None
        assert delivery.status_code == 202
    await until_equal(lambda: len(shop.runs()), 1)
    worker.send_signal(signal.SIGTERM)  # service managers and terminals send to each
    worker.send_signal(signal.SIGINT)
    assert service.terminate() == 0
    assert shop.only_run().status == "completed"
    assert service.lines[-1]["event"] == "stopped"
    assert [line["delivery"] for line in service.lines if line["event"] == "job done"].count(guid) == 1
    assert not [line for line in service.lines if line["event"] == "the worker ended and begins again"]
    assert not [line for line in service.lines if "plain" in line]  # nor a traceback
