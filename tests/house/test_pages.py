"""The committed pages are those that the code prints: `./dev docs` prints them again."""

from __future__ import annotations

from pathlib import Path

from reviewer.analysis.catalogue import catalogue
from reviewer.render.pages.printed import CHECKS, printed_pages

ROOT = Path(__file__).parents[2]


def test_the_committed_pages_are_fresh() -> None:
    pages = printed_pages(catalogue().values())
    stale = [path for path, text in pages.items() if not (ROOT / path).is_file() or (ROOT / path).read_text() != text]
    assert not stale, "run ./dev docs"


def test_no_page_is_left_of_a_check_that_is_gone() -> None:
    pages = printed_pages(catalogue().values())
    kept = {file.relative_to(ROOT).as_posix() for file in (ROOT / CHECKS).rglob("*.md")}
    assert not kept - set(pages), "run ./dev docs"
