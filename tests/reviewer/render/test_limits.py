"""Texts end at a word or a whole block, within the limit, and say what is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.render.limits import cut, fit, head_lines, size


def test_a_text_that_fits_is_not_touched() -> None:
    assert cut("one two", 7) == "one two"
    assert cut("", 0) == ""


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    (("one two three", 12, "one two…"), ("unbrokenword", 8, "unbro…"), ("käse käse käse", 13, "käse…")),
)
def test_a_long_text_ends_at_a_word_where_it_can(text: str, limit: int, kept: str) -> None:
    assert cut(text, limit) == kept


@given(st.text(), st.integers(min_value=3, max_value=60))
def test_a_cut_text_is_never_longer_than_the_limit(text: str, limit: int) -> None:
    assert size(cut(text, limit)) <= limit


@given(st.lists(st.text(max_size=20), max_size=20), st.integers(min_value=0, max_value=200))
def test_blocks_are_kept_whole_in_order_and_the_rest_is_counted(blocks: list[str], limit: int) -> None:
    kept, more = fit(blocks, limit)
    assert list(kept) == blocks[: len(kept)]
    assert len(kept) + more == len(blocks)
    assert sum(size(block) + 1 for block in kept) <= limit


def test_the_first_lines_of_a_snippet_and_how_many_more() -> None:
    assert head_lines("a\nb\nc", 2) == (["a", "b"], 1)
    assert head_lines("a", 2) == (["a"], 0)
