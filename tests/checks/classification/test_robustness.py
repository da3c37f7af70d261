import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.classification.file_area import quoted
from checks.kit.areas import Area
from tests.checks.classification.changing import areas, classified


@pytest.mark.parametrize("text", ["", "\n", "x", "def f(:\n", "\x0c\n", "# -*- coding: latin-1 -*-\nx = 'é'\n"])
def test_small_odd_files_are_read_or_left_alone(text: str) -> None:
    assert areas(text, text + "\n\nx = 1\n") == set()
    assert areas(None, text) == set()
    assert areas(text, None) == set()


def test_entries_stand_in_the_order_of_the_contract_once_each() -> None:
    base = "@login_required\ndef f(o):\n    with transaction.atomic():\n        o.status = 'paid'\n"
    found = list(classified(base, "def f(o):\n    pass\n"))
    assert found == [area.value for area in Area if area.value in found]
    assert found == ["auth", "transactions", "state-machines"]


def test_a_file_of_twenty_thousand_lines_says_where_it_changed() -> None:
    body = "".join(f"def f{number}(a):\n    return g{number}(a)\n\n\n" for number in range(5_000))
    base = body.replace("def f4000(a)", "@login_required\ndef f4000(a)")
    assert classified(base, body)["auth"].reason == "guard `@login_required` of `f4000` was removed"


def test_a_wholly_new_large_file_is_read_once() -> None:
    head = "".join(f"def f{number}(a):\n    return g(a, timeout={number % 90})\n\n\n" for number in range(2_000))
    assert areas(None, head) == {"external-calls"}


def test_long_chains_and_deep_conditions_do_not_break_it() -> None:
    chain = "x = a" + ".b()" * 300 + "\n"
    deep = "y = " + " or ".join(f"c{number}" for number in range(3_000)) + "\n"
    assert areas("x = 1\n", chain + deep) == set()


def test_foreign_words_cannot_leave_their_backticks() -> None:
    base = "def f():\n    if user.role == '`]|[x](http://a)\\n`admin':\n        raise PermissionDenied\n"
    reason = classified(base, "def f():\n    pass\n")["auth"].reason
    assert reason.count("`") % 2 == 0
    assert "\n" not in reason


@given(st.text())
def test_a_quotation_is_one_short_line_between_two_backticks(text: str) -> None:
    shown = quoted(text)
    assert shown[0] == shown[-1] == "`"
    assert "`" not in shown[1:-1]
    assert len(shown) <= 62
    assert shown.isprintable()


@given(st.text(alphabet="ab=(): \n@#if", max_size=60), st.text(alphabet="ab=(): \n@#if", max_size=60))
def test_any_two_texts_give_an_answer_and_equal_ones_none(base: str, head: str) -> None:
    assert classified(base, head).keys() <= {area.value for area in Area}
    assert areas(base, base) == set()
