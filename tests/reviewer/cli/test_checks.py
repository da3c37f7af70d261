"""`holdfast checks`: the list and the pages."""

import pytest

from reviewer.analysis.catalogue import catalogue
from tests.reviewer.cli.running import LOST, holdfast


@pytest.mark.parametrize("arguments", [("checks",), ("checks", "list")])
def test_the_list_has_every_check_and_rule_on_a_line(arguments: tuple[str, ...]) -> None:
    done = holdfast(*arguments)
    assert done.status == 0
    assert [line.split()[0] for line in done.out.splitlines()] == list(catalogue())


def test_the_list_as_json() -> None:
    listed = holdfast("checks", "list", "--format", "json").json
    assert [each["id"] for each in listed] == list(catalogue())
    (lost,) = [each for each in listed if each["id"] == LOST]
    assert (lost["area"], lost["source"]) == ("auth", "checks/auth/authentication_removed.py")


def test_every_page_can_be_shown() -> None:
    for check_id, entry in catalogue().items():
        done = holdfast("checks", "show", check_id)
        assert done.status == 0
        assert done.out.startswith(f"# {entry.page.title}")
        assert "](../" not in done.out
        assert "## Why it matters" in done.out


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("auth/authentication-removd", f"did you mean {LOST}?"),
        ("zzz", "`holdfast checks list` shows all"),
        ("", "`holdfast checks list` shows all"),
        ("../../README", "`holdfast checks list` shows all"),
    ],
)
def test_a_check_that_nobody_knows_is_status_2(name: str, hint: str) -> None:
    done = holdfast("checks", "show", name)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"holdfast: no check or rule is called {name!r} ({hint})\n"


@pytest.mark.parametrize("arguments", [("checks", "show"), ("checks", "lst"), ("checks", "list", "--format", "xml")])
def test_bad_usage_is_status_2(arguments: tuple[str, ...]) -> None:
    assert holdfast(*arguments).status == 2
