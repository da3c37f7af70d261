"""Which SQL files are migrations, and which part of them goes up."""

from __future__ import annotations

import pytest

from checks.kit import Database, Source
from checks.schema.operations import CreateTable, DropTable
from checks.schema.reading import read_migration

UP, DOWN = "CREATE TABLE a (x int);", "DROP TABLE a;"


def read(path: str, text: str) -> tuple[str, list[type], list[type], bool | None] | None:
    found = read_migration(Source(path, text.encode()), Database())
    if found is None:
        return None
    down = [] if found.down is None else [type(item) for item in found.down.operations]
    return found.tool, [type(item) for item in found.up.operations], down, found.atomic


@pytest.mark.parametrize(
    ("path", "text", "tool", "wraps"),
    [
        ("db/1_a.sql", f"-- migrate:up\n{UP}\n-- migrate:down\n{DOWN}", "dbmate", True),
        ("db/1_a.sql", f"-- migrate:up transaction:false\n{UP}\n-- migrate:down\n{DOWN}", "dbmate", False),
        ("sql/1_a.sql", f"-- +goose Up\n{UP}\n-- +goose Down\n{DOWN}", "goose", True),
        ("sql/1_a.sql", f"-- +goose NO TRANSACTION\n-- +goose Up\n{UP}\n-- +goose Down\n{DOWN}", "goose", False),
        ("sql/1_a.sql", f"-- +migrate Up\n{UP}\n-- +migrate Down\n{DOWN}", "sql-migrate", True),
        ("sql/001_a.sql", f"{UP}\n---- create above / drop below ----\n{DOWN}", "tern", True),
    ],
)
def test_files_that_hold_both_directions(path: str, text: str, tool: str, *, wraps: bool) -> None:
    assert read(path, text) == (tool, [CreateTable], [DropTable], wraps)


@pytest.mark.parametrize(
    ("path", "tool"),
    [
        ("db/migration/V1_2__make_a.sql", "Flyway"),
        ("db/migration/R__views.sql", "Flyway"),
        ("migrations/000001_make_a.up.sql", "golang-migrate"),
        ("prisma/migrations/20240101000000_make_a/migration.sql", "Prisma"),
        ("supabase/migrations/20240101000000_make_a.sql", "Supabase"),
        ("migrations/0001_make_a.sql", "SQL"),
        ("db/20240101_make_a.sql", "SQL"),
        ("app/migrations/add_a.sql", "SQL"),
    ],
)
def test_names_that_tools_give(path: str, tool: str) -> None:
    assert read(path, UP) == (tool, [CreateTable], [], None if tool != "Prisma" else False)


@pytest.mark.parametrize("said", ["atlas:txmode none", "no-transaction", "squawk-disable-assume-in-transaction"])
@pytest.mark.parametrize("path", ["migrations/0001_make_a.sql", "migrations/000001_make_a.up.sql"])
def test_a_file_that_says_it_runs_without_a_transaction(path: str, said: str) -> None:
    found = read(path, f"-- {said}\n{UP}")
    assert found is not None
    assert found[3] is False


@pytest.mark.parametrize(
    "text",
    [
        f"-- runs with no-transaction tools\n{UP}",
        f"-- atlas:txmode all\n{UP}",
        f"{UP} COMMENT ON TABLE a IS 'no-transaction';",
    ],
)
def test_other_words_about_transactions_say_nothing(text: str) -> None:
    found = read("migrations/0001_make_a.sql", text)
    assert found is not None
    assert found[3] is None


@pytest.mark.parametrize("path", ["migrations/000001_make_a.down.sql", "db/migration/U1_2__make_a.sql"])
def test_files_that_only_go_down(path: str) -> None:
    found = read(path, DOWN)
    assert found is not None
    assert found[1:3] == ([], [DropTable])


@pytest.mark.parametrize(
    "path",
    [
        "schema.sql",
        "db/structure.sql",
        "queries/orders.sql",
        "migrations/schema_dump.sql",
        "reports/q3.sql",
        "migrations/seed.sql",
        "src/V.sql",
        "docs/example.txt",
    ],
)
def test_other_sql_is_no_migration(path: str) -> None:
    assert read(path, UP) is None
