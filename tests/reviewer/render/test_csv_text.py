"""CSV that no spreadsheet takes for formulas, and that any reader reads back."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewer.render.csv_text import csv_text


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n@x", "\uff1d1", "\uff0b1", '=HYPERLINK("x")']
)
def test_a_formula_is_text(text: str) -> None:
    (_, (cell, after)) = csv.reader(StringIO(csv_text(("a", "b"), [(text, "x")])))
    assert cell.startswith(("'", "\\"))
    assert after == "x"


@pytest.mark.parametrize("text", ["", "shop/views.py", "a=1", "it's", "1-2", "a,b", 'a "b"', "ä"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert list(csv.reader(StringIO(csv_text(("a", "b"), [(text, "x")]))))[1][0] == text


def test_numbers_and_nothing_stay_what_they_are() -> None:
    assert csv_text(("a", "b", "c", "d"), [(-1, 0.5, None, True)]) == "a,b,c,d\r\n-1,0.5,,true\r\n"


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
@example([('"\r\n=1,2', "\x00"), ("\udcff", "\u2028")])
def test_rows_stay_rows(rows: list[tuple[str, str]]) -> None:
    read = list(csv.reader(StringIO(csv_text(("a", "b"), rows), newline="")))
    assert [len(row) for row in read] == [2] * (len(rows) + 1)
    for row in read:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))
