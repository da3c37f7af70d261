"""What comes to no end is ended from within, and costs as little as can be."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from checks.auth.authentication_removed import check as real
from checks.kit import Change, ChangeSet, Check, Hit, Options, Status
from checks.kit.change import FileVersions
from reviewer.analysis import analyse
from reviewer.analysis.pool import analysis_pool
from reviewer.analysis.watch import TimeUsedUp, at_most, watched
from reviewer.domain.analysis import AnalysisRequest
from tests.analysers import misbehaves

BASE = (
    b"from django.contrib.auth.decorators import login_required\n\n\n@login_required\ndef pay(r):\n    return go(r)\n"
)
HEAD = BASE.replace(b"@login_required\n", b"")
FILES = tuple(FileVersions(path, Status.MODIFIED, BASE, HEAD, None) for path in ("a.py", "b.py"))


def spin() -> None:
    while True:
        pass


def test_what_spins_is_ended() -> None:
    with pytest.raises(TimeUsedUp), watched(0.01):
        spin()


def test_the_inner_limit_ends_the_inner_work_only() -> None:
    with watched(3600):
        for _ in range(2):
            with pytest.raises(TimeUsedUp), at_most(0.01):
                spin()


def test_the_outer_limit_counts_within_the_inner_one() -> None:
    with pytest.raises(TimeUsedUp), watched(0.01), at_most(3600):
        spin()


def test_where_nobody_watches_everything_takes_its_time() -> None:
    with at_most(-1):
        assert sum(range(1000)) == 499_500


def test_a_watch_leaves_nothing_behind() -> None:
    with pytest.raises(TimeUsedUp), watched(0.01):
        spin()
    with watched(3600):
        assert sum(range(1000)) == 499_500


async def test_an_analysis_without_end_looked_at_nothing_and_its_process_stays() -> None:
    request = AnalysisRequest(files=FILES, disabled=frozenset({"burn"}), deadline_seconds=0.01)
    async with analysis_pool(misbehaves, 1) as pool:
        before = (await pool(AnalysisRequest(files=()))).stages["pid"]
        answer = await pool(request)
        assert (await pool(AnalysisRequest(files=()))).stages["pid"] == before
    assert [(skip.path, skip.hides_boundary) for skip in answer.skips] == [("a.py", True), ("b.py", True)]
    assert {skip.reason for skip in answer.skips} == {"the time for this review was used up"}
    assert answer.hits == ()


def test_a_check_without_end_costs_its_own_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    def stuck(change: Change, options: Options) -> Iterable[Hit]:
        if change.path == "a.py":
            raise TimeUsedUp
        return real.find(change, options)

    slow = [replace(real, find=stuck), real, replace(real, find=stuck), real]

    def concerned(changes: ChangeSet) -> list[Check]:
        assert len(changes.changes) == len(FILES)
        return slow

    monkeypatch.setattr(sys.modules[analyse.__module__], "checks_concerned", concerned)
    found = analyse(AnalysisRequest(files=FILES))
    own = [hit.hit.span.path for hit in found.hits if hit.check == real.id]
    assert (own.count("a.py"), own.count("b.py")) == (1, 4)  # after the second one in a row the file is left
    assert [skip.reason for skip in found.skips if skip.path == "a.py"] == [
        f"the check {real.id} took too long on it",
        "what was left of the checks was not run on it",
    ]
    assert not [skip for skip in found.skips if skip.path == "b.py"]
