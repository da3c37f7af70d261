"""Rules are made when they are asked for, once, and a repository's own stand on top."""

import pytest

from checks.kit import Action, Area, Severity
from reviewer.domain.findings import Rule
from reviewer.domain.rule_table import RuleTable


def rule(rule_id: str, severity: Severity = Severity.LOW) -> Rule:
    return Rule(rule_id, Area.AUTH, (), severity, Action.NOTE)


def test_a_rule_is_made_when_it_is_asked_for_and_once() -> None:
    made: list[str] = []

    def make(rule_id: str) -> Rule:
        made.append(rule_id)
        return rule(rule_id)

    table = RuleTable({"auth/b", "auth/a"}, make)
    assert list(table) == ["auth/a", "auth/b"]
    assert "auth/a" in table
    assert len(table) == 2
    assert made == []
    assert table["auth/a"] is table["auth/a"]
    assert made == ["auth/a"]


@pytest.mark.parametrize("rule_id", ["auth/c", "", "auth"])
def test_an_id_that_no_rule_has_is_not_made(rule_id: str) -> None:
    table = RuleTable({"auth/a"}, rule)
    assert rule_id not in table
    assert table.get(rule_id) is None
    with pytest.raises(KeyError):
        table[rule_id]


def test_own_rules_stand_on_top_and_the_table_below_stays() -> None:
    below = RuleTable({"auth/a", "auth/b"}, rule)
    table = below.over({"auth/b": rule("auth/b", Severity.HIGH), "auth/c": rule("auth/c")})
    assert list(table) == ["auth/a", "auth/b", "auth/c"]
    assert table["auth/b"].severity is Severity.HIGH
    assert table["auth/a"] is below["auth/a"]
    assert "auth/c" not in below
    assert below["auth/b"].severity is Severity.LOW
