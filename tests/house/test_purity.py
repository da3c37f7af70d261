"""Invariant: a check does no I/O."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from checks.kit.discovery import all_checks
from tests.house.purity_probe import PLANTS

PROBE = Path(__file__).with_name("purity_probe.py")


def probe(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, PROBE, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=PROBE.parents[2],
    )


def test_no_check_does_io_over_all_examples_of_all_checks() -> None:
    done = probe()
    assert done.returncode == 0, done.stderr
    ran = json.loads(done.stdout)
    assert ran["checks"] == len(all_checks()) > 0
    assert ran["examples"] == sum(len(check.examples) for check in all_checks())
    assert ran["hits"] >= ran["checks"]


@pytest.mark.parametrize("plant", sorted(PLANTS))
def test_the_hook_stops(plant: str) -> None:
    done = probe(plant)
    assert done.returncode != 0
    assert "ImpureError" in done.stderr
