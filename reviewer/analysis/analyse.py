"""The analysis of one change: every check and rule over every readable file, nothing decided."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager

from checks.classification import areas_of
from checks.kit import Change, ChangeSet, Check, Options, Side, Tree
from checks.kit.discovery import checks_concerned
from reviewer.analysis.constraints import Registry, judged_by
from reviewer.analysis.semgrep import semgrep_search
from reviewer.analysis.touched import touched_units
from reviewer.analysis.trees import SnapshotTree
from reviewer.domain.analysis import (
    TIP,
    Analysis,
    AnalysisRequest,
    FoundArea,
    FoundHit,
    WantedFile,
)

_log = logging.getLogger(__name__)


class _Stages:
    """Milliseconds per stage, and the one deadline of the review."""

    def __init__(self, deadline_seconds: float) -> None:
        self.milliseconds: dict[str, float] = {}
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
            areas = tuple(_areas(changes))
        with stages.measure("semgrep"):
            more_hits, more_skips = search.finish(request.disabled)
        with stages.measure("constraints"):
            own = judging.finish()
    hits = (*hits, *more_hits)
    with stages.measure("hash"):
        touched = touched_units(changes, hits, areas)
    return Analysis(
        hits=(*hits, *own.hits),
        skips=tuple(dict.fromkeys((*changes.skips, *more_skips, *own.skips))),
        areas=areas,
        touched=(*touched, *own.touched),
        wanted=tuple(wanted),
        stages=stages.milliseconds,
        registry=own,
    )


def _run_checks(changes: ChangeSet, request: AnalysisRequest, stages: _Stages) -> Iterator[FoundHit]:
    wanted = [check for check in checks_concerned(changes) if _is_on(check, request)]
    options: dict[str, Options] = {}
    for change in changes:
        if stages.seconds_left <= 0:
            changes.set_aside(change, "the time for this review was used up")
            continue
        for check in wanted:
            name = check.id
            with _door(changes, change, f"the check {name}"):
                if name not in options:
                    options[name] = check.options.model_validate(request.options.get(name, {}))
                yield from [FoundHit(name, hit) for hit in check.find(change, options[name])]


def _is_on(check: Check, request: AnalysisRequest) -> bool:
    if check.id in request.disabled or check.area in request.disabled_areas:
        return False
    return check.enabled or check.id in request.switched_on


def _areas(changes: ChangeSet) -> Iterator[FoundArea]:
    for change in changes:
        with _door(changes, change, "the classification"):
            for area in areas_of(change):
                yield FoundArea(change.path, area.area, area.reason, area.confidence)


@contextmanager
def _door(changes: ChangeSet, change: Change, who: str) -> Generator[None]:
    """The one door for bugs: what fails on a file costs its own findings there, never the review."""
    try:
        yield
    except Exception:  # noqa: BLE001  (the door itself)
        _log.exception("%s failed", who)
        changes.set_aside(change, f"{who} failed on it")
