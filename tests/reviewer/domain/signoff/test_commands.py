"""Commands in comments: what is one, what is none, and what to write instead."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checks.kit import Area
from reviewer.domain.signoff.commands import (
    MOST_COMMANDS,
    BypassCommand,
    Command,
    ExplainCommand,
    HelpCommand,
    Mistake,
    RecheckCommand,
    RevokeCommand,
    SignOffCommand,
    StatusCommand,
    has_command,
    read_commands,
)

AUTH, MIGRATIONS = Area.AUTH, Area.MIGRATIONS


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/holdfast sign-off auth", SignOffCommand((AUTH,), "")),
        ("/holdfast sign-off auth the gateway checks it", SignOffCommand((AUTH,), "the gateway checks it")),
        ("/holdfast sign-off auth, migrations because of X", SignOffCommand((AUTH, MIGRATIONS), "of X")),
        (
            "/holdfast sign-off auth migrations — tried on staging",
            SignOffCommand((AUTH, MIGRATIONS), "tried on staging"),
        ),
        ("/holdfast sign-off AUTH auth: fine", SignOffCommand((AUTH,), "fine")),
        ("/holdfast sign-off all reviewed line by line", SignOffCommand((), "reviewed line by line")),
        ("  /holdfast   sign-off\tauth\r", SignOffCommand((AUTH,), "")),
        ("/holdfast revoke auth", RevokeCommand((AUTH,))),
        ("/holdfast revoke all", RevokeCommand(())),
        ("/holdfast revoke", RevokeCommand(())),
        ("/holdfast bypass incident 4711", BypassCommand("incident 4711")),
        ("/holdfast recheck", RecheckCommand()),
        ("/holdfast status", StatusCommand()),
        ("/holdfast explain auth/role-weakened", ExplainCommand("auth/role-weakened")),
        ("/holdfast help", HelpCommand()),
        ("/holdfast", HelpCommand()),
    ],
)
def test_a_command(line: str, command: Command) -> None:
    assert read_commands(line) == (command,)
    assert read_commands(f"Looks good to me.\n\n{line}\nThanks!") == (command,)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/holdfast sign-off", "name an area"),
        ("/holdfast sign-off looks good", "'looks' is no area"),
        ("/holdfast sign-off migration", "did you mean `migrations`"),
        ("/holdfast sign-off auth migratoins both fine", "did you mean `migrations`"),
        ("/holdfast revoke everything", "'everything' is no area"),
        ("/holdfast bypass", "needs a reason"),
        ("/holdfast bypass because: ", "needs a reason"),
        ("/holdfast explain", "name a check"),
        ("/holdfast sing-off auth", "did you mean `sign-off`"),
        ("/holdfast rm -rf /", "no command 'rm'"),
    ],
)
def test_a_mistake_says_what_to_write(line: str, words: str) -> None:
    (mistake,) = read_commands(line)
    assert isinstance(mistake, Mistake)
    assert words in mistake.message


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Looks good",
        "holdfast sign-off auth",
        "> /holdfast sign-off auth",
        "Write /holdfast sign-off auth to sign.",
        "`/holdfast sign-off auth`",
        "```\n/holdfast sign-off auth\n```",
        "~~~text\n/holdfast sign-off auth",
        "<!-- \n/holdfast sign-off auth\n-->",
        "    /holdfast sign-off auth",
        "/holdfasten sign-off auth",
        "/Holdfast sign-off auth",
        "- /holdfast sign-off auth",
    ],
)
def test_what_is_no_command(body: str) -> None:
    assert read_commands(body) == ()
    assert not has_command(body)


def test_several_commands_in_their_order_and_not_without_end() -> None:
    assert read_commands("/holdfast revoke auth\n/holdfast status") == (RevokeCommand((AUTH,)), StatusCommand())
    assert len(read_commands("/holdfast status\n" * 50)) == MOST_COMMANDS


@given(st.text(max_size=200).map(lambda text: f"/holdfast {text}"))
@example("/holdfast sign-off auth " + "x" * 5_000)
@example("/holdfast sign-off auth \x00\u202e")
@example("/holdfast " + "a" * 60_000)
def test_any_text_is_read(body: str) -> None:
    for command in read_commands(body):
        if isinstance(command, SignOffCommand | BypassCommand):
            assert len(command.reason) <= 1_000
            assert "\n" not in command.reason
