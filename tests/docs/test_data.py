"""YAML, JSON and Python in the pages: each is read by what it is for."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.analysis import rule_table
from reviewer.analysis.constraints import refused_patterns
from reviewer.config import read_config
from reviewer.domain.material import ConfigFile
from tests.docs.blocks import BLOCKS, Block, blocks_in
from tests.docs.commands import SHELLS
from tests.docs.kinds import Kind, kind_of
from tests.house.tracked import ROOT, yaml_of

READ_ELSEWHERE = {"text", "diff"}


def of_kind(kind: Kind) -> list[Block]:
    return [block for block in BLOCKS if kind_of(block) is kind]


@pytest.mark.parametrize("block", of_kind(Kind.HOLDFAST), ids=str)
def test_a_configuration_is_read_without_a_problem(block: Block) -> None:
    policy, problems = read_config(ConfigFile("page.yml", block.text.encode()), rule_table().keys())
    assert problems == ()
    assert refused_patterns(policy.constraints) == ()


@pytest.mark.parametrize("kind", [Kind.WORKFLOW, Kind.PIPELINE, Kind.COMPOSE])
def test_a_file_of_another_program_fits_its_schema(kind: Kind, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.yml" for number, _ in enumerate(of_kind(kind))]
    for file, block in zip(files, of_kind(kind), strict=True):
        file.write_text(block.text)
    command = [Path(sys.executable).parent / "check-jsonschema", "--builtin-schema", kind.value]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False) if files else None
    assert done is None or done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("block", of_kind(Kind.HOOKS), ids=str)
def test_hooks_that_are_named_exist(block: Block) -> None:
    have = {hook["id"] for hook in yaml_of((ROOT / ".pre-commit-hooks.yaml").read_text())}
    assert {hook["id"] for repository in yaml_of(block.text)["repos"] for hook in repository["hooks"]} <= have


def test_json_and_python_can_be_read() -> None:
    for block in blocks_in("json"):
        json.loads(block.text)
    for block in blocks_in("python"):
        ast.parse(block.text)


def test_every_block_says_what_it_is_in() -> None:
    known = {*SHELLS, *READ_ELSEWHERE, "yaml", "json", "python"}
    assert [str(block) for block in BLOCKS if block.language not in known] == []
