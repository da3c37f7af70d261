"""What a change of type costs, as PostgreSQL 15 did it when each was run, and as MySQL documents it."""

from __future__ import annotations

import pytest

from checks.schema.sql.flavour import Engine
from checks.schema.type_change import cost_of
from checks.schema.types import ColumnType, type_named


def type_written(text: str) -> ColumnType:
    name, _, rest = text.removesuffix("[]").partition("(")
    args = tuple(int(part) for part in rest.strip(")").split(",") if part)
    return type_named(name, args, array=text.endswith("[]"))


FREE = [
    ("varchar(10)", "varchar(20)"),
    ("varchar(10)", "varchar"),
    ("varchar(10)", "text"),
    ("text", "varchar"),
    ("text", "citext"),
    ("citext", "text"),
    ("numeric(8, 2)", "numeric(10, 2)"),
    ("numeric(8, 2)", "numeric"),
    ("timestamp(3)", "timestamp(6)"),
    ("timestamptz(3)", "timestamptz"),
    ("cidr", "inet"),
    ("integer", "int4"),
    ("character varying(5)", "varchar(5)"),
]
REWRITES = [
    ("varchar(20)", "varchar(10)"),
    ("text", "varchar(10)"),
    ("citext", "varchar(10)"),
    ("numeric(10, 2)", "numeric(8, 2)"),
    ("numeric(10, 2)", "numeric(10, 4)"),
    ("numeric", "numeric(10, 2)"),
    ("timestamp(6)", "timestamp(3)"),
    ("inet", "cidr"),
    ("timestamp", "timestamptz"),
    ("integer", "bigint"),
    ("integer", "text"),
    ("text", "text[]"),
    ("varchar(10)[]", "varchar(20)[]"),
    ("varchar(10)[]", "text[]"),
]


@pytest.mark.parametrize(("before", "after"), FREE)
def test_changes_that_postgresql_does_without_a_rewrite(before: str, after: str) -> None:
    cost = cost_of(type_written(before), type_written(after), "postgresql")
    assert (cost.rewrites, cost.loses, cost.weakens) == (False, False, False)


@pytest.mark.parametrize(("before", "after"), REWRITES)
def test_changes_that_rewrite_or_check_the_table(before: str, after: str) -> None:
    assert cost_of(type_written(before), type_written(after), "postgresql").rewrites


@pytest.mark.parametrize(
    ("before", "after", "loses"),
    [
        ("varchar(20)", "varchar(10)", True),
        ("bigint", "integer", True),
        ("numeric(10, 2)", "integer", True),
        ("numeric(10, 2)", "numeric(12, 1)", True),
        ("timestamptz", "date", True),
        ("integer", "bigint", False),
        ("integer", "text", False),
        ("date", "timestamptz", False),
        ("numeric(10, 2)", "numeric(14, 4)", False),
        ("uuid", "text", False),
    ],
)
def test_whether_values_may_be_lost(before: str, after: str, *, loses: bool) -> None:
    assert cost_of(type_written(before), type_written(after), "postgresql").loses == loses


@pytest.mark.parametrize(
    ("before", "after", "weakens"),
    [
        ("numeric(10, 2)", "double precision", True),
        ("timestamptz", "timestamp", True),
        ("uuid", "text", True),
        ("jsonb", "text", True),
        ("varchar(5)", "text", False),
        ("integer", "bigint", False),
        ("text", "uuid", False),
    ],
)
def test_whether_meaning_is_lost(before: str, after: str, *, weakens: bool) -> None:
    assert cost_of(type_written(before), type_written(after), "postgresql").weakens == weakens


@pytest.mark.parametrize(
    ("before", "after", "engine", "rewrites"),
    [
        ("varchar(20)", "varchar(40)", "mysql", False),
        ("varchar(20)", "varchar(255)", "mysql", True),
        ("varchar(100)", "varchar(255)", "mysql", False),
        ("integer", "bigint", "mysql", True),
        ("integer", "text", "sqlite", False),
    ],
)
def test_other_engines(before: str, after: str, engine: Engine, *, rewrites: bool) -> None:
    assert cost_of(type_written(before), type_written(after), engine).rewrites == rewrites


@pytest.mark.parametrize(("before", "after"), [(None, "text"), ("", "text"), ("text", "")])
def test_unknown_types_are_the_worst_case_and_say_so(before: str | None, after: str) -> None:
    old = None if before is None else ColumnType("") if not before else type_written(before)
    cost = cost_of(old, ColumnType("") if not after else type_written(after), "postgresql")
    assert (cost.rewrites, cost.known) == (True, False)
