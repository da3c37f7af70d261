"""Holdfast is held to its own configuration, and that configuration hides none of its code."""

import pytest
from pathspec import GitIgnoreSpec

from reviewer.config import PATHS, read_config
from reviewer.domain.material import ConfigFile
from reviewer.domain.policy import Policy
from tests.house.tracked import ROOT, tracked_files


@pytest.fixture
def policy() -> Policy:
    policy, problems = read_config(ConfigFile(PATHS[0], (ROOT / PATHS[0]).read_bytes()))
    assert problems == ()
    return policy


def test_every_exclusion_meets_a_file(policy: Policy) -> None:
    files = [str(path) for path in tracked_files()]
    assert [glob for glob in policy.exclude if not any(GitIgnoreSpec.from_lines([glob]).match_files(files))] == []


@pytest.mark.parametrize("folder", ["reviewer", "checks", ".ci", ".github", "requirements", "tests/house"])
def test_nothing_of_the_product_is_excluded(policy: Policy, folder: str) -> None:
    excluded = GitIgnoreSpec.from_lines(policy.exclude)
    assert [str(path) for path in tracked_files(folder) if excluded.match_file(path)] == []
