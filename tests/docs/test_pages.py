"""The pages read alike on GitHub and on the site, stand in its menu, and their links lead somewhere."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.blocks import PAGES
from tests.house.tracked import ROOT, text_of, tracked_files

SITE = tomllib.loads((ROOT / "zensical.toml").read_text())["project"]
_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.) ")
_CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
Entry = dict[str, "str | list[Entry]"]


def unlike(text: str) -> list[str]:
    """Lines that Python-Markdown, which builds the site, reads otherwise than GitHub."""
    found: list[str] = []
    begins = ""  # the first line since the last empty line or heading
    for line in _CODE.sub("", text).splitlines():
        begins = "" if not line.strip() or line.startswith("#") else begins or line
        is_item, is_row = bool(_ITEM.match(line)), line.startswith("|")
        if (is_item and not _ITEM.match(begins)) or (is_row and not begins.startswith("|")):
            found.append(f"no empty line before: {line}")
        if is_item and re.match(r" {1,3}\S", line):
            found.append(f"an inner list is indented by four: {line}")
    return found


def menu(entries: list[Entry]) -> Iterator[str]:
    for entry in entries:
        for below in entry.values():
            if isinstance(below, str):
                yield below
            else:
                yield from menu(below)


@pytest.mark.parametrize(
    ("text", "offences"),
    [
        ("Words:\n\n- a\n- b\n", 0),
        ("## A heading\n- a\n", 0),
        ("- a\n    b\n- c\n", 0),
        ("1. a\n   b\n2. c\n", 0),
        ("1. a\n2. b\n", 0),
        ("```\nx\n- a\n```\n", 0),
        ("It is 1. That\n", 0),
        ("Words:\n- a\n", 1),
        ("Words\n| a | b |\n", 1),
        ("Words\n1. a\n", 1),
        ("- a\n  - b\n", 1),
    ],
)
def test_what_is_read_otherwise_is_seen(text: str, offences: int) -> None:
    assert len(unlike(text)) == offences


@pytest.mark.parametrize("page", [page for page in PAGES if page.parts[0] == "docs"], ids=str)
def test_a_page_is_read_alike(page: Path) -> None:
    assert unlike(text_of(page)) == []


def test_the_printed_pages_are_read_alike() -> None:
    assert {str(page): found for page in tracked_files("docs/*.md") if (found := unlike(text_of(page)))} == {}


def test_the_menu_leads_to_pages_that_exist_once() -> None:
    pages = list(menu(SITE["nav"]))
    assert [page for page in pages if not (ROOT / "docs" / page).is_file()] == []
    assert len(pages) == len(set(pages))


def test_every_page_that_people_wrote_stands_in_the_menu() -> None:
    written = {page.name for page in PAGES if page.parts[0] == "docs"}
    assert written - set(menu(SITE["nav"])) == set(), "give it a place in zensical.toml"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_link_to_a_file_leads_somewhere(page: Path) -> None:
    linked = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", _CODE.sub("", text_of(page)))
    assert [link for link in linked if not (ROOT / page.parent / link).exists()] == []
    if page.parts[0] == "docs":  # the site holds nothing else
        assert [
            link for link in linked if not (ROOT / page.parent / link).resolve().is_relative_to(ROOT / "docs")
        ] == []
