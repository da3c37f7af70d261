"""docs/install.md names settings, files, commands and numbers that there are."""

from __future__ import annotations

import re

import pytest

from reviewer.cli.application import application
from reviewer.settings import PREFIX, STORED, Settings
from reviewer.web.setup.pages import SETUP
from tests.house.tracked import ROOT

GUIDE = (ROOT / "docs/install.md").read_text()
BLOCKS = re.findall(r"^```\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
COMMANDS = sorted(
    {*re.findall(r"`holdfast ([a-z-]+)", GUIDE), *re.findall(r"^holdfast ([a-z-]+)", GUIDE, re.MULTILINE)}
)


def test_every_variable_is_a_setting() -> None:
    named = set(re.findall(rf"{PREFIX}([A-Z_]+)", GUIDE))
    assert named - {name.upper() for name in Settings.model_fields} - {"HOST"} == set()
    assert f"`{STORED}`" in GUIDE
    assert f"`{SETUP}`" in GUIDE


@pytest.mark.parametrize("path", re.findall(r"\]\(([^)#:]+\.md)\)", GUIDE))
def test_every_link_leads_somewhere(path: str) -> None:
    assert (ROOT / "docs" / path).is_file()


@pytest.mark.parametrize("path", sorted(set(re.findall(r"(?:deploy|requirements)/[\w./-]+\w|app\.yml", GUIDE))))
def test_every_file_is_there(path: str) -> None:
    assert (ROOT / path).is_file()


def test_every_command_is_one() -> None:
    known = {it.name for it in (*application.registered_commands, *application.registered_groups)}
    assert {"serve", "init", "replay", "doctor"} <= set(COMMANDS) <= known


def test_the_containers_are_started_as_their_files_say() -> None:
    usage = (ROOT / "Dockerfile").read_text()
    (alone,) = [block for block in BLOCKS if "docker run" in block]
    assert all(f"#   {line.removesuffix(' holdfast')}" in usage for line in alone.splitlines())
    compose = (ROOT / "compose.yaml").read_text()
    (together,) = [block for block in BLOCKS if "docker compose up" in block]
    assert all(line in compose for line in together.splitlines()[:3])
