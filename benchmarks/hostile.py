"""Hostile inputs at every door: deliveries, configurations, comments and files that were made to crash or stall.

Counted are crashes (also of a single check, and of the process that analyses), inputs that took longer than the
60 seconds of an analysis, and answers that show a secret or a file of this machine. None of them may happen: the
exit status is 1 if one does. `tests/security/test_hostile_inputs.py` runs a part of the same with every change.

    ./dev bench hostile [--every N] [--door NAME] [--name WORDS]
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks import hostile_doors as doors
from benchmarks.hostile_contents import hostile_files
from benchmarks.hostile_texts import hostile_comments, hostile_configurations
from benchmarks.hostile_webhooks import hostile_deliveries
from reviewer.analysis import analyse, rule_table
from reviewer.analysis.catalogue import catalogue
from reviewer.analysis.pool import analysis_pool
from reviewer.app.database import service_database
from reviewer.jobs.queue import open_queue
from reviewer.settings import Settings
from reviewer.store.engine import Database, is_hung_up
from tests.sites import doors_of, open_site
from tests.webhooks import SECRET

LIMIT_SECONDS: Final = 60.0
DOORS: Final = ("webhook", "configuration", "comments", "files")
Case = tuple[str, Callable[[], Awaitable[str]]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one input did; `problem` is "" for nothing."""

    name: str
    seconds: float
    problem: str


def main() -> None:
    """Run them and print one row for each door, and a line for each problem."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--every", type=int, default=1, help="take only every so many")
    parser.add_argument("--door", choices=DOORS, action="append", help="only this one; may be repeated")
    parser.add_argument("--name", default="", help="only inputs whose name holds this")
    chosen = parser.parse_args()
    doors.plant()
    print(
        f"{'door':<14} {'inputs':>6} {'crash':>6} {'> 60 s':>6} {'leak':>6} {'slowest':>8}  seconds; the slowest input"
    )
    worst = asyncio.run(_run(chosen.door or DOORS, chosen.every, chosen.name))
    raise SystemExit(1 if worst else 0)


async def _run(wanted: Sequence[str], every: int, part: str) -> int:
    async with AsyncExitStack() as stack:
        problems: list[str] = []
        for name in wanted:
            cases = await stack.enter_async_context(_CASES[name]())
            outcomes = [await _outcome(case) for case in cases[::every] if part in case[0]]
            if outcomes:
                print(_row(name, outcomes), flush=True)
            problems += [f"{name}: {it.name}: {it.problem or f'{it.seconds:.0f} s'}" for it in outcomes if _is_bad(it)]
    print("\n".join(problems))
    return len(problems)


async def _outcome(case: Case) -> Outcome:
    name, work = case
    began = time.perf_counter()
    problem = await doors.whole(work)
    return Outcome(name, time.perf_counter() - began, problem)


def _is_bad(it: Outcome) -> bool:
    return bool(it.problem) or it.seconds > LIMIT_SECONDS


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    leaks = sum(it.problem.startswith("leak") for it in outcomes)
    crashes = sum(bool(it.problem) for it in outcomes) - leaks
    slow = sum(it.seconds > LIMIT_SECONDS for it in outcomes)
    slowest = max(outcomes, key=lambda it: it.seconds)
    return f"{name:<14} {len(outcomes):>6} {crashes:>6} {slow:>6} {leaks:>6} {slowest.seconds:>8.2f}  {slowest.name}"


@asynccontextmanager
async def _webhook() -> AsyncGenerator[list[Case]]:
    """Over HTTP, against the door as the service has it, over a database of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="holdfast-bench-", ignore_cleanup_errors=True) as folder,
        service_database(Settings(data_dir=Path(folder))) as home,
    ):
        async with AsyncExitStack() as stack:
            client = await stack.enter_async_context(_door(home.database))
            yield [(it.name, partial(doors.deliver, client, it, SECRET)) for it in hostile_deliveries()]


@asynccontextmanager
async def _door(database: Database) -> AsyncGenerator[doors.Client]:
    engine = database.engine()
    async with (
        open_queue(database.url, database.options(), is_hung_up) as queue,
        open_site(doors_of(engine, queue)) as client,
    ):
        yield client
    await engine.dispose()


@asynccontextmanager
async def _configuration() -> AsyncGenerator[list[Case]]:
    rules = rule_table()
    yield [(name, partial(doors.configure, text, rules)) for name, text in hostile_configurations()]


@asynccontextmanager
async def _comments() -> AsyncGenerator[list[Case]]:
    yield [(name, partial(doors.comment, body)) for name, body in hostile_comments()]


@asynccontextmanager
async def _files() -> AsyncGenerator[list[Case]]:
    async with analysis_pool(analyse, 1) as pool:
        own = doors.Reviewer(pool, rule_table(), catalogue())
        yield [(it.name, partial(doors.review, it, own)) for it in hostile_files()]


_CASES: Final = {"webhook": _webhook, "configuration": _configuration, "comments": _comments, "files": _files}


if __name__ == "__main__":
    main()
