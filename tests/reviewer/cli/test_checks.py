"""`holdfast checks`: the list and the pages."""

import pytest

from reviewer.analysis.catalogue import catalogue
from reviewer.render.pages.check_page import check_text
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
    for entry in catalogue().values():
        page = check_text(entry)
        assert page.startswith(f"# {entry.page.title}")
        assert "](../" not in page
        assert "## Why it matters" in page


@pytest.mark.parametrize("name", [LOST, "transactions/go-rollback-removed"])
def test_the_page_of_a_check_and_of_a_rule(name: str) -> None:
    done = holdfast("checks", "show", name)
    assert (done.status, done.err) == (0, "")
    assert done.out == check_text(catalogue()[name])


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
