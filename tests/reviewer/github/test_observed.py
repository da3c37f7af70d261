"""What is told of requests to GitHub: their shape and their numbers, no name of anybody's."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from reviewer.app.counting import FOLDER
from reviewer.github.metrics import GAUGES, LivingLimits, note_limit
from reviewer.github.observed import path_template

PREFIX = "holdfast_github_rate_limit"
HEADERS = {
    "x-ratelimit-limit": "5000",
    "x-ratelimit-remaining": "4321",
    "x-ratelimit-reset": "1800003600",
    "x-ratelimit-resource": "core",
}


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/repos/acme/shop/pulls/7/files?per_page=100&page=2", "/repos/{}/{}/pulls/{}/files"),
        ("/repos/acme/shop/contents/src/secret-plan.py?ref=x", "/repos/{}/{}/contents/{}/{}"),
        ("/repos/acme/shop/compare/a...b", "/repos/{}/{}/compare/{}"),
        ("/app/installations/7/access_tokens", "/app/installations/{}/access_tokens"),
        ("/graphql", "/graphql"),
        ("/app-manifests/c0de/conversions", "/{}/{}/{}"),
        ("", ""),
    ],
)
def test_a_path_is_told_without_names(path: str, template: str) -> None:
    assert path_template(path) == template


@pytest.fixture
def limits() -> Iterator[Callable[[float], dict[tuple[str, str, str], float]]]:
    """What the page of metrics has of the limits at a moment; what other tests asked in this process is left out."""
    for gauge in GAUGES:
        gauge.clear()

    def at(now: float) -> dict[tuple[str, str, str], float]:
        return {
            (family.name.removeprefix(PREFIX), sample.labels["installation"], sample.labels["resource"]): sample.value
            for family in LivingLimits(REGISTRY, lambda: now).collect()
            if family.name.startswith(PREFIX)
            for sample in family.samples
        }

    yield at
    for gauge in GAUGES:
        gauge.clear()


Limits = Callable[[float], dict[tuple[str, str, str], float]]


def test_what_is_left_is_told_per_installation_until_it_is_reset(limits: Limits) -> None:
    note_limit(7, HEADERS)
    note_limit(
        8, {**HEADERS, "x-ratelimit-remaining": "0", "x-ratelimit-resource": "graphql", "x-ratelimit-reset": "9"}
    )
    found = limits(8.0)
    assert (found["_remaining", "7", "core"], found["_remaining", "8", "graphql"]) == (4321, 0)
    assert (found["", "7", "core"], len(found)) == (5000, 6)
    assert {key[1] for key in limits(9.0)} == {"7"}
    assert limits(1_800_003_600.0) == {}


@pytest.mark.parametrize(
    "changed",
    [
        {"x-ratelimit-remaining": ""},
        {"x-ratelimit-limit": "many"},
        {"x-ratelimit-reset": "-1"},
        {"x-ratelimit-reset": "1e9"},
        {"x-ratelimit-reset": "٣"},
        {"x-ratelimit-remaining": "9" * 400},
    ],
)
def test_headers_that_are_no_numbers_say_nothing(limits: Limits, changed: dict[str, str]) -> None:
    note_limit(7, {**HEADERS, **changed})
    assert limits(0.0) == {}


def test_a_resource_that_nobody_knows_makes_no_series_of_its_own(limits: Limits) -> None:
    for resource in ("a", "b", "<b>"):
        note_limit(7, {**HEADERS, "x-ratelimit-resource": resource})
    assert {key[2] for key in limits(0.0)} == {"other"}


def test_counting_goes_on_when_the_folder_of_the_processes_is_cleaned_away(tmp_path: Path) -> None:
    script = (
        "import shutil, sys; from reviewer.github.metrics import note_limit; shutil.rmtree(sys.argv[1]);"
        " note_limit(7, {f'x-ratelimit-{name}': '1' for name in ('remaining', 'limit', 'reset')})"
    )
    folder = tmp_path / "numbers"
    folder.mkdir()
    environment = {**os.environ, FOLDER: str(folder)}
    done = subprocess.run([sys.executable, "-c", script, folder], env=environment, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
