"""Check runs of the fake GitHub have the documented limits."""

from __future__ import annotations

import httpx
import pytest

from tests.fakes.conftest import REPO, run_body
from tests.fakes.github.state import PullRequest
from tests.fakes.github.world import World


def output(**more: object) -> dict[str, object]:
    return {"output": {"title": "t", "summary": "s", **more}}


def annotation(**more: object) -> dict[str, object]:
    place = {"path": "a.py", "start_line": 1, "end_line": 1}
    return {**place, "annotation_level": "notice", "message": "m", **more}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"head_sha": "0" * 40},
        {"conclusion": "good"},
        {"status": "waiting"},
        {"status": "completed"},
        {"unknown": 1},
        {"output": {"summary": "s"}},
        {"output": {"title": "t"}},
        output(summary="x" * 65_536),
        output(text="x" * 65_536),
        output(annotations=[annotation()] * 51),
        output(annotations=[annotation(start_line=0)]),
        output(annotations=[annotation(start_line=2)]),
        output(annotations=[annotation(end_line=2, start_column=1)]),
        output(annotations=[annotation(message="")]),
        output(annotations=[annotation(message="x" * 65_537)]),
        output(annotations=[annotation(title="x" * 256)]),
        output(annotations=[annotation(annotation_level="error")]),
        output(annotations=[annotation(path=None)]),
        {"actions": [{"label": "x" * 21, "description": "d", "identifier": "i"}]},
        {"actions": [{"label": "l", "description": "x" * 41, "identifier": "i"}]},
        {"actions": [{"label": "l", "description": "d", "identifier": "x" * 21}]},
        {"actions": [{"label": "l", "description": "d", "identifier": "i"}] * 4},
    ],
)
def test_a_check_run_has_its_limits(http: httpx.Client, pull: PullRequest, body: dict[str, object]) -> None:
    whole = {**run_body(pull), **body} if body else {}
    answer = http.post(f"{REPO}/check-runs", json=whole)
    assert answer.status_code == 422
    assert pull.repository.check_runs == []


def test_what_just_fits_is_taken(http: httpx.Client, pull: PullRequest) -> None:
    fits = output(summary="x" * 65_535, text="x" * 65_535, annotations=[annotation(title="x" * 255)] * 50)
    assert http.post(f"{REPO}/check-runs", json={**run_body(pull), **fits}).status_code == 201


def test_annotations_are_appended_and_never_replaced(http: httpx.Client, pull: PullRequest) -> None:
    made = http.post(f"{REPO}/check-runs", json={**run_body(pull), **output(annotations=[annotation()])}).json()
    for _ in range(2):
        http.patch(f"{REPO}/check-runs/{made['id']}", json=output(annotations=[annotation()]))
    listed = http.get(f"{REPO}/check-runs/{made['id']}/annotations", params={"per_page": 2})
    assert len(listed.json()) == 2
    assert 'rel="next"' in listed.headers["Link"]
    assert len(pull.repository.check_runs[0].annotations) == 3


def test_only_its_own_app_updates_a_run(http: httpx.Client, world: World, pull: PullRequest) -> None:
    made = http.post(f"{REPO}/check-runs", json=run_body(pull)).json()
    pull.repository.check_runs[0].app = world.app("other")
    assert http.patch(f"{REPO}/check-runs/{made['id']}", json={"status": "queued"}).status_code == 403


def test_runs_are_listed_latest_or_all(http: httpx.Client, pull: PullRequest) -> None:
    for name in ("Holdfast", "Holdfast", "Other"):
        http.post(f"{REPO}/check-runs", json={**run_body(pull), "name": name})
    path = f"{REPO}/commits/{pull.head_sha}/check-runs"
    assert http.get(path).json()["total_count"] == 2
    assert http.get(path, params={"filter": "all", "check_name": "Holdfast"}).json()["total_count"] == 2
    assert http.get(path, params={"filter": "all", "app_id": 7}).json()["total_count"] == 0
