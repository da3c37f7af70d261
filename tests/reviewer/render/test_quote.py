"""Quoted text cannot format, link, ping, load or end anything: GitHub's parser is the judge."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given

from reviewer.render.foreign import one_line, visible
from reviewer.render.markdown.quote import block, code, prose
from tests.reviewer.render.attacks import ATTACKS, hostile
from tests.reviewer.render.github import Rendered


@given(hostile)
@example("a\\|b")
@example("a@b.c`|")
def test_code_in_a_table_cell_shows_exactly_the_text(text: str) -> None:
    page = Rendered(f"| a | b |\n|---|---|\n| {code(text)} | x |\n")
    assert page.tags.count("td") == 2
    assert set(page.tags) <= {"table", "thead", "tbody", "tr", "th", "td", "code"}
    assert page.text.split() == ["a", "b", *one_line(text).split(), "x"]


@given(hostile)
@example("` @everyone `")
def test_code_in_a_line_shows_exactly_the_text(text: str) -> None:
    page = Rendered(f"x {code(text)} y")
    assert set(page.tags) <= {"p", "code"}
    assert page.text.split() == ["x", *one_line(text).split(), "y"]


@given(hostile)
@example("@everyone")
@example("1. one")
@example("-")
@example("=====")
def test_prose_is_words_and_code_and_nothing_that_github_links(text: str) -> None:
    for page in (Rendered(prose(text)), Rendered(f"| a |\n|---|\n| {prose(text)} |\n")):
        assert set(page.tags) <= {"p", "code", "table", "thead", "tbody", "tr", "th", "td"}
        assert page.tags.count("td") <= 1
        assert not re.search(r"[@#<$]|://|www\.|(?i:\bgh-\d)|\b[0-9a-f]{7,40}\b", page.loose)


@given(hostile)
@example("```\n```\n@everyone")
def test_a_block_holds_the_text_and_nothing_behind_it_is_touched(text: str) -> None:
    page = Rendered(f"x\n\n{block(text, 'python')}\n\ny")
    assert [tag for tag in page.tags if tag != "code"] == ["p", "pre", "p"]
    assert page.text.replace("\n", "").replace(" ", "") == f"x{visible(text)}y".replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    ("text", "markdown"),
    (
        ("tenant filter removed from shop.orders", "tenant filter removed from shop.orders"),
        ("`@login_required` no longer guards `ship`", "`@login_required` no longer guards `ship`"),
        ("guard of OrderView.get_queryset, now gone", "guard of `OrderView.get_queryset`, now gone"),
        ("see #12.", "see `#12`."),
        ("one ` tick", "one `` ` `` tick"),
        ("50 % (of 3): done - really", "50 % (of 3): done - really"),
    ),
)
def test_prose_reads_well(text: str, markdown: str) -> None:
    assert prose(text) == markdown


@pytest.mark.parametrize("text", ATTACKS)
def test_every_pinned_attack_stays_quoted_in_all_three_forms(text: str) -> None:
    page = Rendered(f"{prose(text)}\n\n{block(text)}\n\n| {code(text)} |\n|---|\n| {prose(text)} |")
    assert not set(page.tags) & {"a", "img", "script", "h1", "strong", "em", "del", "ol", "ul", "hr", "input"}
