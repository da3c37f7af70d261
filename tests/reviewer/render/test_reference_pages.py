"""The pages of the configuration, the report and the commands: all of what they speak of, and links that lead."""

import re
from typing import cast

import pytest

from reviewer.analysis import rule_table
from reviewer.cli.printed import pages_of_the_code
from reviewer.config.schema import config_schema
from reviewer.render.pages.commands_page import commands_page
from reviewer.render.pages.schema_page import Schema, schema_page
from reviewer.render.report_schema import report_schema

SCHEMAS = {"configuration": config_schema(rule_table().keys()), "report": report_schema()}


@pytest.fixture(scope="module")
def commands() -> str:
    return pages_of_the_code()["docs/reference/commands.md"]


def keys_of(value: object) -> set[str]:
    """The names of every property, however deep."""
    if isinstance(value, dict):
        block = cast("dict[str, object]", value)
        own = set(cast("dict[str, object]", block.get("properties", {})))
        return own.union(*map(keys_of, block.values()))
    if isinstance(value, list):
        return set[str]().union(*map(keys_of, cast("list[object]", value)))
    return set()


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_stands_in_its_page_and_every_link_leads_to_one_heading(name: str) -> None:
    page = schema_page(SCHEMAS[name], "T", "About.", "x.py")
    told = set(re.findall(r"^\| `([^`]+)`", page, re.MULTILINE))
    assert told >= keys_of(SCHEMAS[name])
    headings = [heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.*)$", page, re.MULTILINE)]
    assert len(headings) == len(set(headings))
    assert set(re.findall(r"\]\(#([^)]*)\)", page)) <= set(headings)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_row_has_the_cells_of_its_table(name: str) -> None:
    page = schema_page(SCHEMAS[name], "T", "About.", "x.py")
    for table in re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE):
        counts = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(counts) == 1, table


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 9, "default": 3}, "| `k` | 1 to 9 | `3` | |"),
        ({"type": "boolean", "default": False}, "| `k` | `true` or `false` | `false` | |"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}], "default": None}, "| `k` | text | | |"),
        ({"enum": ["a", "b"], "description": "one|two", "default": "a"}, "| `k` | `a` or `b` | `a` | One\\|two |"),
        ({"type": "array", "items": {"type": "number", "minimum": 0}, "default": []}, "| list of number from 0 |"),
        ({"type": "object", "patternProperties": {"^x": {"$ref": "#/$defs/InnerBlock"}}, "default": {}}, "(#inner)"),
    ],
)
def test_a_value_is_said_in_words(key: Schema, said: str) -> None:
    inner = {"type": "object", "properties": {"z": {"type": "string"}}}
    page = schema_page({"properties": {"k": key}, "$defs": {"InnerBlock": inner}}, "T", "About.", "x.py")
    assert said in re.sub(r" +", " ", page)


def test_every_command_is_told_with_its_options(commands: str) -> None:
    headings = re.findall(r"^## (.*)$", commands, re.MULTILINE)
    assert {"holdfast", "holdfast review", "holdfast config check", "holdfast signoffs export"} <= set(headings)
    assert "--staged" in commands
    assert "..." not in re.sub(r"\[ARGS\]\.\.\.|\[PATHS\]\.\.\.|HOLDFAST_\.\.\.", "", commands)


def test_a_line_without_an_end_is_closed() -> None:
    assert commands_page([("holdfast x", "\nUsage: x   \n\n")]).endswith("## holdfast x\n\n```text\nUsage: x\n```\n")
