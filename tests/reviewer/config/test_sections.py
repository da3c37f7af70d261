"""Each mistake knows the section of the guide that speaks of it, and the guide has that section."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reviewer.config import read_config
from reviewer.config.model import ConfigModel
from reviewer.config.model.constraints import CHECKERS as KNOWN_CHECKERS
from reviewer.config.sections import CHECKERS, SECTIONS, TOP_KEYS
from reviewer.domain.links import guide_url
from reviewer.domain.material import ConfigFile

GUIDE = Path(__file__).parents[3] / "docs/configuration.md"
CONSTRAINT = "constraints: [{{id: A-1, says: x, kind: omission, area: auth, {checker}}}]\n"


def sections(text: str, default: str | None = None) -> list[str]:
    below = None if default is None else ConfigFile("default.yml", default.encode())
    _, problems = read_config(ConfigFile("own.yml", text.encode()), (), below)
    return [problem.section for problem in problems]


def test_the_guide_has_every_section() -> None:
    headings = re.findall(r"^#+ (.+)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    there = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert there >= SECTIONS


def test_every_key_and_checker_has_a_section() -> None:
    assert set(TOP_KEYS) == set(ConfigModel.model_fields)
    assert set(CHECKERS) == set(KNOWN_CHECKERS)


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("a: [\n", "the-file"),
        ("- a\n", "the-file"),
        ("unknown: 1\n", "the-file"),
        ("mode: gate\nmode: observe\n", "the-file"),
        ("mode: &a gate\n", "the-file"),
        ("version: 2\n", "the-file"),
        ("mode: gaet\n", "how-loud-it-is"),
        ("exclude: 5\n", "how-loud-it-is"),
        ("inline_limit: 900\n", "how-loud-it-is"),
        ("areas: {atuh: {}}\n", "areas"),
        ("areas: {auth: {sign_off: {count: 0}}}\n", "areas"),
        ("sign_off: {allow_author: 1}\n", "areas"),
        ("checks: {no/where: {action: warn}}\n", "checks"),
        ("guards: {lcok: [a]}\n", "names-of-this-house"),
        ("roles: [a, a]\n", "names-of-this-house"),
        ("state_fields: {a.B.c: {terminl: []}}\n", "names-of-this-house"),
        ("database: {version: x}\n", "the-database-of-the-migrations"),
        ("tables: {a: big}\n", "the-database-of-the-migrations"),
        ("tenant_columns: a\n", "the-database-of-the-migrations"),
        ("agents: {work_log: maybe}\n", "changes-that-agents-wrote"),
        ("suppressions: {longest_days: 0}\n", "suppressions"),
        ("constraints: 5\n", "constraints"),
        ("constraints: [{id: A-1}]\n", "constraints"),
        (CONSTRAINT.format(checker="require_guard: {on: entry-points, any_of: []}"), "a-guard-on-every-entry-point"),
        (CONSTRAINT.format(checker="forbid_import: 5"), "a-forbidden-import"),
        (CONSTRAINT.format(checker="layers: nonsense"), "layers"),
        (CONSTRAINT.format(checker="semgrep: {languages: [cobol], pattern: x}"), "a-semgrep-pattern"),
        (CONSTRAINT.format(checker="protect: 5"), "protected-code"),
        (CONSTRAINT.format(checker="must_not_return: 5"), "what-must-not-return"),
        (CONSTRAINT.format(checker="human_only: 5"), "for-people-only"),
    ],
)
def test_the_section_of_a_mistake(text: str, section: str) -> None:
    found = sections(text)
    assert found
    assert set(found) == {section}


def test_two_files_that_do_not_fit_together() -> None:
    rule = CONSTRAINT.format(checker="forbid_import: [a]")
    assert sections("areas: {auth: {enabled: false}}\n", rule) == ["areas"]


def test_a_file_that_is_right_has_none() -> None:
    assert sections("mode: gate\nroles: [a, b]\n") == []


def test_the_address_of_the_guide_itself() -> None:
    assert guide_url("").endswith("configuration.md")
    assert guide_url("layers").endswith("configuration.md#layers")
