"""The processes of the analysis: whatever one of them does, the service and the others go on."""

from __future__ import annotations

import asyncio
import multiprocessing

import psutil
import pytest

from reviewer.analysis import pool as pool_module
from reviewer.analysis.child import answer_requests
from reviewer.analysis.pool import AnalysisBroken, AnalysisPool, analysis_pool
from reviewer.domain.analysis import AnalysisRequest
from reviewer.domain.errors import AnalyserDied
from tests.analysers import misbehaves, reports_itself
from tests.waiting import until

_PLAIN = AnalysisRequest(files=())


def _asking(deed: str, seconds: float = 60.0) -> AnalysisRequest:
    return AnalysisRequest(files=(), disabled=frozenset({deed}), deadline_seconds=seconds)


async def _pid(pool: AnalysisPool) -> int:
    return int((await pool(_PLAIN)).stages["pid"])


async def test_requests_are_answered_in_other_processes_that_stay() -> None:
    async with analysis_pool(reports_itself, 2) as pool:
        pids = {await _pid(pool) for _ in range(6)}
        at_once = set(await asyncio.gather(*(_pid(pool) for _ in range(6))))
    assert len(pids | at_once) <= 2
    assert psutil.Process().pid not in pids


async def test_no_secret_of_the_service_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLDFAST_WEBHOOK_SECRET", "secret")
    async with analysis_pool(reports_itself, 1) as pool:
        assert (await pool(_PLAIN)).stages["secrets"] == 0


@pytest.mark.parametrize("deed", ["kill", "exit"])
async def test_a_process_that_dies_costs_its_own_request_only(deed: str) -> None:
    async with analysis_pool(misbehaves, 1) as pool:
        with pytest.raises(AnalyserDied):
            await pool(_asking(deed))
        assert await _pid(pool) > 0


async def test_a_bug_comes_back_with_its_traceback_and_the_process_stays() -> None:
    async with analysis_pool(misbehaves, 1) as pool:
        before = await _pid(pool)
        with pytest.raises(AnalysisBroken, match="ValueError: as asked"):
            await pool(_asking("raise"))
        assert await _pid(pool) == before


async def test_memory_is_limited() -> None:
    async with analysis_pool(misbehaves, 1) as pool:
        with pytest.raises(AnalysisBroken, match="MemoryError"):
            await pool(_asking("eat"))


async def test_a_request_past_its_deadline_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "_GRACE_SECONDS", 0.2)
    async with analysis_pool(misbehaves, 1) as pool:
        with pytest.raises(AnalyserDied):
            await pool(_asking("sleep", seconds=0.1))
        assert await _pid(pool) > 0


async def test_a_cancelled_request_ends_its_process_and_frees_the_seat() -> None:
    async with analysis_pool(misbehaves, 1) as pool:
        before = await _pid(pool)
        asking = asyncio.create_task(pool(_asking("burn")))
        used = psutil.Process(before).cpu_times().user

        async def burns() -> bool:
            return psutil.Process(before).cpu_times().user > used

        await until(burns, "the process to burn")
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert await _pid(pool) != before
        assert not psutil.pid_exists(before)


async def test_a_process_retires_after_its_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "REQUESTS_PER_PROCESS", 3)
    async with analysis_pool(reports_itself, 1) as pool:
        pids = [await _pid(pool) for _ in range(7)]
    assert pids[0] == pids[2] != pids[3] == pids[5] != pids[6]


async def test_the_end_of_the_pool_is_the_end_of_its_processes() -> None:
    async with analysis_pool(reports_itself, 2) as pool:
        pids = set(await asyncio.gather(*(_pid(pool) for _ in range(4))))
    assert not [pid for pid in pids if psutil.pid_exists(pid)]


def test_an_answer_that_nobody_waits_for_any_more_ends_the_process_quietly() -> None:
    """As after a kill -9 of the service."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=answer_requests, args=(theirs, reports_itself))
    process.start()
    theirs.close()
    ours.send(_PLAIN)
    ours.close()
    process.join()
    assert process.exitcode == 0
