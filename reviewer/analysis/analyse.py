"""The analysis of one change: every check and rule over every readable file, nothing decided."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager

from checks.classification.areas_of import areas_of
from checks.kit import Change, ChangeSet, Check, Options, Side, Tree
from checks.kit.discovery import checks_concerned
from reviewer.analysis.constraints import Registry, judged_by
from reviewer.analysis.files_read import files_read
from reviewer.analysis.semgrep import semgrep_search
from reviewer.analysis.touched import touched_units
from reviewer.analysis.trees import SnapshotTree
from reviewer.analysis.watch import TimeUsedUp, at_most
from reviewer.domain.analysis import (
    TIP,
    Analysis,
    AnalysisRequest,
    FoundArea,
    FoundHit,
    WantedFile,
)

_LONGEST_SECONDS = 15.0  # of the processor; a check that asks first waits for what all of them ask, of the whole change
_SHORTEST_SECONDS = 1.0
_STALLS = 2  # after so many, the other checks would most likely wait for the same
_log = logging.getLogger(__name__)


class _Stages:
    """Milliseconds per stage, the one deadline of the review, and how often a path took too long."""

    def __init__(self, deadline_seconds: float) -> None:
        self.milliseconds: dict[str, float] = {}
        self.stalled: Counter[str] = Counter()
        self._end = time.monotonic() + deadline_seconds

    @contextmanager
    def measure(self, stage: str) -> Generator[None]:
        start = time.perf_counter()
        yield
        self.milliseconds[stage] = round((time.perf_counter() - start) * 1000, 3)

    @property
    def seconds_left(self) -> float:
        return self._end - time.monotonic()


def analyse(
    request: AnalysisRequest, base: Tree | None = None, head: Tree | None = None, tip: Tree | None = None
) -> Analysis:
    """Looks at every readable file of `request`.

    Args:
        request: the files and what the checks may know.
        base: tree to read unchanged files of the base from; without one, `request.context` answers
            and what is lacking there comes back in `wanted`.
        head: likewise for the head.
        tip: likewise for the base branch as it stands now.
    """
    stages = _Stages(request.deadline_seconds)
    wanted: list[WantedFile] = []
    with stages.measure("parse"):
        changes = ChangeSet(
            request.files,
            base=base or SnapshotTree(Side.LEFT, request.context, wanted),
            head=head or SnapshotTree(Side.RIGHT, request.context, wanted),
            tip=tip or SnapshotTree(TIP, request.context, wanted),
            settings=request.settings,
        )
    registry = Registry(request.constraints, (*request.unread, *(skip.path for skip in changes.skips)))
    with (  # in programs of their own, beside the checks
        semgrep_search(changes, stages.seconds_left) as search,
        judged_by(registry, changes, stages.seconds_left) as judging,
    ):
        with stages.measure("checks"):
            hits = tuple(_run_checks(changes, request, stages))
        with stages.measure("classify"):
            areas = tuple(_areas(changes, stages))
        with stages.measure("semgrep"):
            more_hits, more_skips = search.finish(request.disabled)
        with stages.measure("constraints"):
            own = judging.finish()
    hits = (*hits, *more_hits)
    with stages.measure("hash"):
        touched = touched_units(changes, hits, areas)
        read = files_read(changes)
    return Analysis(
        hits=(*hits, *own.hits),
        skips=tuple(dict.fromkeys((*changes.skips, *more_skips, *own.skips))),
        areas=areas,
        touched=(*touched, *own.touched),
        wanted=tuple(wanted),
        stages=stages.milliseconds,
        registry=own,
        read=read,
    )


def _run_checks(changes: ChangeSet, request: AnalysisRequest, stages: _Stages) -> Iterator[FoundHit]:
    wanted = [check for check in checks_concerned(changes) if _is_on(check, request)]
    options: dict[str, Options] = {}
    for change in changes:
        if stages.seconds_left <= 0:
            changes.set_aside(change, "the time for this review was used up")
            continue
        for check in wanted:
            if stages.stalled[change.path] >= _STALLS:
                changes.set_aside(change, "what was left of the checks was not run on it")
                break
            name = check.id
            with _door(changes, change, f"the check {name}", stages):
                if name not in options:
                    options[name] = check.options.model_validate(request.options.get(name, {}))
                yield from [FoundHit(name, hit) for hit in check.find(change, options[name])]


def _is_on(check: Check, request: AnalysisRequest) -> bool:
    if check.id in request.disabled or check.area in request.disabled_areas:
        return False
    return check.enabled or check.id in request.switched_on


def _areas(changes: ChangeSet, stages: _Stages) -> Iterator[FoundArea]:
    for change in changes:
        with _door(changes, change, "the classification", stages):
            for area in areas_of(change):
                yield FoundArea(change.path, area.area, area.reason, area.confidence)


@contextmanager
def _door(changes: ChangeSet, change: Change, who: str, stages: _Stages) -> Generator[None]:
    """The one door for bugs: what fails on a file costs its own findings there, never the review.

    Nor does what comes to no end: it gets a third of the time that is left, so that the others have some, too.
    """
    try:
        with at_most(min(_LONGEST_SECONDS, max(_SHORTEST_SECONDS, stages.seconds_left / 3))):
            yield
    except TimeUsedUp:
        stages.stalled[change.path] += 1
        changes.set_aside(change, f"{who} took too long on it")
    except Exception:  # noqa: BLE001  (the door itself)
        _log.exception("%s failed", who)
        changes.set_aside(change, f"{who} failed on it")
