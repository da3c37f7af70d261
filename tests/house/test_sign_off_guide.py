"""The guide to sign-offs says what holds: its configuration is right, its commands are commands, its fields exist."""

from __future__ import annotations

import re

import pytest

from reviewer.config import read_config
from reviewer.domain.material import ConfigFile
from reviewer.domain.sign_off_rule import AllOf
from reviewer.domain.signoff.commands import Mistake, read_commands
from reviewer.render.markdown.answers import usage
from tests.house.tracked import ROOT

GUIDE = (ROOT / "docs/sign-off.md").read_text(encoding="utf-8")
_FILLED = {"AREA…": "auth", "REASON": "tried on staging", "CHECK": "auth/authentication-removed"}


def test_its_configuration_is_right_and_does_what_it_says() -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    policy, problems = read_config(ConfigFile(".github/holdfast.yml", text.encode()), ())
    assert problems == ()
    assert any(isinstance(area.sign_off, AllOf) for area in policy.areas.values())
    assert policy.sign_off.codeowners
    assert policy.agents.sign_offs == 2


@pytest.mark.parametrize("line", sorted(set(re.findall(r"`(/holdfast [^`]+)`", GUIDE))))
def test_every_command_in_it_is_one(line: str) -> None:
    for word, value in _FILLED.items():
        line = line.replace(word, value)
    (command,) = read_commands(line)
    assert not isinstance(command, Mistake)


def test_the_reply_names_the_same_commands() -> None:
    named = set(re.findall(r"^\| `(/holdfast [a-z-]+)", GUIDE, re.MULTILINE))
    told = set(re.findall(r"`(/holdfast [a-z-]+)", usage()))
    assert told == named - {"/holdfast help"}
