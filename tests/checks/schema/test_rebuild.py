"""SQLite's rebuild of a table, as the changes that it stands for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checks.kit import Action, Database, Example, Settings
from checks.kit.discovery import all_checks
from checks.schema.operations import (
    AddColumn,
    AddConstraint,
    ChangeType,
    DropColumn,
    DropConstraint,
    DropNotNull,
    Operation,
    RenameColumn,
    SetNotNull,
)
from checks.schema.state.steps import runs

BASE = "CREATE TABLE orders (id integer PRIMARY KEY, note text, total integer NOT NULL, ref text UNIQUE);\n"
PATH = "migrations/0002_change.sql"
SETTINGS = Settings(database=Database(engine="sqlite"))
SAME = "id integer PRIMARY KEY, note text, total integer NOT NULL, ref text UNIQUE"


_REBUILD = """
CREATE TABLE new_orders ({columns});
INSERT INTO new_orders ({into}) SELECT {out} FROM orders;
DROP TABLE orders;
ALTER TABLE new_orders RENAME TO orders;
"""
_ASIDE = """
ALTER TABLE orders RENAME TO orders_old;
CREATE TABLE orders ({columns});
INSERT INTO orders ({into}) SELECT {out} FROM orders_old;
DROP TABLE orders_old;
"""


def rebuild(columns: str, into: str = "id, note, total", out: str = "") -> str:
    return _REBUILD.format(columns=columns, into=into, out=out or into)


def aside(columns: str, into: str = "id, note, total", out: str = "") -> str:
    return _ASIDE.format(columns=columns, into=into, out=out or into)


def example(text: str, base: str = BASE) -> Example:
    return Example("", head=text, path=PATH, settings=SETTINGS, context={"migrations/0001_a.sql": base} if base else {})


def altered(text: str, base: str = BASE) -> list[Operation]:
    found = runs(example(text, base).changes())[PATH].up
    return [step.operation for step in found if step.operation.said.startswith("the rebuild")]


@pytest.mark.parametrize(
    ("columns", "kinds"),
    [
        (SAME, []),
        (f"{SAME}, paid boolean", [AddColumn]),
        ("id integer PRIMARY KEY, total integer NOT NULL, ref text UNIQUE", [DropColumn]),
        (SAME.replace("note text", "note text NOT NULL"), [SetNotNull]),
        (SAME.replace("total integer NOT NULL", "total integer"), [DropNotNull]),
        (SAME.replace("total integer", "total text"), [ChangeType]),
        (SAME.replace(" UNIQUE", ""), [DropConstraint]),
        (SAME.replace("note text", "note text UNIQUE"), [AddConstraint]),
        ("id integer PRIMARY KEY, note text, total integer NOT NULL", [DropColumn]),
    ],
)
@pytest.mark.parametrize("way", [rebuild, aside])
def test_the_difference_of_the_declarations_is_what_changes(
    way: Callable[[str], str], columns: str, kinds: list[type[Operation]]
) -> None:
    assert [type(item) for item in altered(way(columns))] == kinds


def test_a_column_that_is_copied_under_another_name_is_renamed() -> None:
    columns = SAME.replace("note", "remark")
    (found,) = altered(rebuild(columns, "id, remark, total, ref", "id, note, total, ref"))
    assert isinstance(found, RenameColumn)
    assert (found.name, found.new) == ("note", "remark")


def test_without_the_base_the_copy_tells_which_columns_are_new() -> None:
    text = rebuild("id integer PRIMARY KEY, a text, b integer NOT NULL", "id, a, b", "id, a, 1")
    (found,) = altered(text, base="")
    assert isinstance(found, AddColumn)
    assert found.column.name == "b"


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE new_orders (id integer);\nDROP TABLE orders;\n",
        "DROP TABLE orders;\nALTER TABLE other RENAME TO orders;\n",
        "CREATE TABLE parcels (id integer);\nALTER TABLE parcels RENAME TO boxes;\n",
        "DROP TABLE orders;\nCREATE TABLE orders (id integer);\n",
    ],
)
def test_other_sequences_are_no_rebuild(text: str) -> None:
    assert altered(text) == []


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (SAME, set[str]()),
        (f"{SAME}, paid boolean", set[str]()),
        ("id integer PRIMARY KEY, total integer NOT NULL, ref text UNIQUE", {"column-dropped"}),
        (f"{SAME}, paid boolean NOT NULL", {"column-required-without-default"}),
        (SAME.replace(" UNIQUE", ""), {"uniqueness-removed"}),
    ],
)
def test_what_is_asked_about_a_rebuild(columns: str, expected: set[str]) -> None:
    changes = example(rebuild(columns)).changes()
    found = {
        check.id.partition("/")[2]
        for change in changes
        for check in all_checks()
        if check.area.value == "migrations" and check.enabled
        for hit in check.find(change, check.options())
        if (hit.action or check.action) is not Action.NOTE
    }
    assert found == expected
