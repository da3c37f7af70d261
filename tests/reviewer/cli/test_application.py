"""What stands under the one name, and what does not."""

import pytest

from tests.reviewer.cli.running import holdfast


def test_the_version() -> None:
    done = holdfast("--version")
    assert done.status == 0
    assert done.out.startswith("holdfast 0.")


def test_the_commands() -> None:
    listed = holdfast("--help").out
    for name in (
        "review",
        "serve",
        "worker",
        "new-check",
        "docs",
        "checks",
        "config",
        "constraints",
        "init",
        "incidents",
        "mcp",
        "signoffs",
        "work-log",
        "replay",
        "doctor",
    ):
        assert f"\n  {name} " in listed


@pytest.mark.parametrize("name", ["dashboard", "nowhere", "reviews", ""])
def test_what_is_not_there_is_not_pretended(name: str) -> None:
    done = holdfast(name)
    assert (done.status, done.out) == (2, "")
    assert "No such command" in done.err


def test_without_a_command_there_is_help_and_status_2() -> None:
    done = holdfast()
    assert done.status == 2
    assert "Usage: " in done.out + done.err


@pytest.mark.parametrize("name", ["nowhere/at-all", "money", "money/one", "money/../../x-y", "money/Round-Up", ""])
def test_a_name_that_is_no_check_makes_no_file(name: str) -> None:
    done = holdfast("new-check", name)
    assert (done.status, done.out) == (2, "")
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "arguments", [("serve", "--port", "65536"), ("serve", "--port", "x"), ("worker", "--port", "1")]
)
def test_bad_usage_of_the_service_is_status_2(arguments: tuple[str, ...]) -> None:
    assert holdfast(*arguments).status == 2
