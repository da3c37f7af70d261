"""Where the safe way takes several migrations or releases, the finding numbers them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from checks.kit import Check, Database, Example, Hit, Settings
from checks.kit.discovery import all_checks

# The rows of the catalogue whose safe way is a sequence, by the checks that tell them.
IN_STEPS = {
    "check-validated-at-once",
    "column-added-with-rewrite",
    "column-dropped",
    "column-renamed",
    "column-required-without-default",
    "column-type-changed",
    "enum-value-removed",
    "exclusion-constraint-added",
    "foreign-key-validated-at-once",
    "hot-parent-locked",
    "key-from-nullable-index",
    "not-null-set",
    "primary-key-added",
    "rename-as-drop-and-add",
    "schema-renamed",
    "table-dropped",
    "table-renamed",
    "unique-added",
    "validated-in-same-transaction",
}
CHECKS = {check.id.partition("/")[2]: check for check in all_checks() if check.area.value == "migrations"}
NUMBERED = re.compile(r"In (?P<count>\d) steps: (?P<steps>1\. .*)$")


def told(check: Check) -> Iterator[tuple[Example, Hit]]:
    for example in check.examples:
        if example.finds:
            for change in example.changes():
                for hit in check.find(change, check.options()):
                    yield example, hit


def steps_of(message: str) -> list[str]:
    """The steps; fails when their numbers do not run from 1 to the count that is said."""
    found = NUMBERED.search(message)
    assert found is not None, message
    steps = re.split(r"(?:^|(?<=\.) )\d\. ", found["steps"])[1:]
    assert [int(number) for number in re.findall(r"(?:^|(?<=\.) )(\d)\. ", found["steps"])] == [
        *range(1, int(found["count"]) + 1)
    ]
    assert len(steps) == int(found["count"])
    return steps


@pytest.mark.parametrize("name", sorted(IN_STEPS))
def test_every_finding_numbers_the_steps(name: str) -> None:
    hits = [hit for _, hit in told(CHECKS[name])]
    assert hits
    for hit in hits:
        if "was not found" in hit.title:  # nobody knows what changes: there is nothing to advise
            continue
        steps = steps_of(hit.message)
        assert len(steps) >= 2
        assert all(step.strip().endswith(".") for step in steps)
        assert len(set(steps)) == len(steps)


def test_attaching_a_partition_takes_steps_and_detaching_one_does_not() -> None:
    titles = {hit.title: hit.message for _, hit in told(CHECKS["partition-locked"])}
    assert {bool(NUMBERED.search(message)) for title, message in titles.items() if "attached and" in title} == {True}
    assert {bool(NUMBERED.search(message)) for title, message in titles.items() if "detached" in title} == {False}


@pytest.mark.parametrize("name", sorted(CHECKS.keys() - IN_STEPS - {"partition-locked"}))
def test_what_one_edit_repairs_is_no_sequence(name: str) -> None:
    assert not [hit.message for _, hit in told(CHECKS[name]) if NUMBERED.search(hit.message)]


def message(name: str, sql: str, engine: Database) -> str:
    example = Example("", head=sql, path="migrations/0002_a.sql", settings=Settings(database=engine))
    (hit,) = [hit for change in example.changes() for hit in CHECKS[name].find(change, CHECKS[name].options())]
    return hit.message


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("foreign-key-validated-at-once", "ALTER TABLE a ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES c (id);"),
        ("check-validated-at-once", "ALTER TABLE a ADD CONSTRAINT k CHECK (b > 0);"),
        ("primary-key-added", "ALTER TABLE a ADD PRIMARY KEY (b);"),
        ("unique-added", "ALTER TABLE a ADD CONSTRAINT k UNIQUE (b);"),
    ],
)
def test_mysql_is_not_told_what_only_postgresql_knows(name: str, sql: str) -> None:
    only = re.compile("NOT VALID|VALIDATE|CONCURRENTLY|USING INDEX")
    assert only.search(message(name, sql, Database(engine="postgresql")))
    assert not only.search(message(name, sql, Database(engine="mysql")))


def test_the_steps_of_not_null_are_four() -> None:
    text = message("not-null-set", "ALTER TABLE a ALTER COLUMN b SET NOT NULL;", Database(engine="postgresql"))
    backfill, proof, validate, strict = steps_of(text)
    assert "a.b" in backfill
    assert "NOT VALID" in proof
    assert "VALIDATE" in validate
    assert "SET NOT NULL" in strict
