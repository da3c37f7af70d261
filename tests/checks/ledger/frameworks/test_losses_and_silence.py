"""For every framework that we read: a loss is seen, a harmless rewriting is not."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tests.checks.ledger.frameworks.cases import Case

FRAMEWORKS = sorted(path.stem for path in Path(__file__).parent.glob("with_*.py"))


def cases_of(framework: str) -> list[Case]:
    module = importlib.import_module(f"tests.checks.ledger.frameworks.{framework}")
    return list(module.CASES)


CASES = [(framework, case) for framework in FRAMEWORKS for case in cases_of(framework)]


@pytest.mark.parametrize(("framework", "case"), CASES, ids=[f"{name[5:]}: {case.name}" for name, case in CASES])
def test_the_ledger_says_what_was_lost(framework: str, case: Case) -> None:
    assert framework in FRAMEWORKS
    assert case.losses() == case.lost, [(e.verdict, e.guard.label, e.confidence) for e in case.entries()]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_silent_cases_are_no_fewer_than_losses(framework: str) -> None:
    cases = cases_of(framework)
    assert sum(not case.lost for case in cases) > sum(bool(case.lost) for case in cases) > 0
