"""Conditions are compared by what they say, not by how they are written."""

import ast

import pytest

from checks.ledger.canon import Names, clauses

NOTHING = Names(frozenset(), {})


def said(text: str, *, holds: bool = True) -> set[str]:
    return {clause.key for clause in clauses(ast.parse(text, mode="eval").body, NOTHING, holds=holds)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("not (a and b)", "not a or not b"),
        ("not (a or b)", "not a and not b"),
        ("a != b", "not b == a"),
        ("a not in b", "not a in b"),
        ("a > b", "b < a"),
        ("a >= b", "not a < b"),
        ("a <= b", "not b < a"),
        ("x is not None", "x"),
        ("x is None", "not x"),
        ("bool(a and b)", "a and b"),
        ("a and (b and c)", "(a and b) and c"),
        ("a or b", "b or a"),
        ("Row.open.is_(True)", "Row.open"),
        ("Row.open.is_(False)", "not Row.open"),
        ("~Row.open", "not Row.open"),
    ],
)
def test_equal_conditions_have_equal_clauses(one: str, other: str) -> None:
    assert said(one) == said(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a and b", "a or b"),
        ("a", "not a"),
        ("a < b", "a > b"),
        ("a.owner == user", "b.owner == user"),
        ("a in b", "b in a"),
        ("user.is_staff", "user.is_active"),
        ("Row.open.is_(True)", "Row.open.is_(False)"),
        ("Row.open.is_(True)", "~Row.open"),
        ("Row.kind.is_(other)", "Row.kind"),
    ],
)
def test_different_conditions_have_different_clauses(one: str, other: str) -> None:
    assert said(one) != said(other)


def test_a_refusal_is_the_negation_of_what_is_allowed() -> None:
    assert said("not user.can_edit", holds=False) == said("user.can_edit")
    assert said("a or b", holds=False) == {"!a", "!b"}


def test_a_named_condition_is_read_through_its_name() -> None:
    names = Names(frozenset({"closed"}), {"closed": ast.parse("order.status == 'closed'", mode="eval").body})
    (clause,) = clauses(ast.parse("closed", mode="eval").body, names, holds=True)
    assert clause.literals == frozenset(said("order.status == 'closed'"))


def test_a_name_that_stands_for_itself_ends() -> None:
    names = Names(frozenset({"a"}), {"a": ast.parse("a and b", mode="eval").body})
    assert {clause.key for clause in clauses(ast.parse("a", mode="eval").body, names, holds=True)} == {"a", "b"}


def test_local_names_are_blank_in_the_fact_and_not_in_the_key() -> None:
    names = Names(frozenset({"order"}), {})
    (clause,) = clauses(ast.parse("order.paid", mode="eval").body, names, holds=True)
    assert (clause.key, clause.fact) == ("order.paid", "_.paid")
