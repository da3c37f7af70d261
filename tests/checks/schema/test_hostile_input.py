"""Large, deep, cyclic and broken input ends with a clear answer, never with a crash."""

from __future__ import annotations

import pytest

from checks.kit import ChangeSet, Database, Source, Status
from checks.kit.change import FileVersions
from checks.schema.migration import MAX_COLUMNS, MAX_OPERATIONS
from checks.schema.operations import CreateTable, DropTable, Operation, Refused, Unreadable, Why
from checks.schema.reading import read_migration
from checks.schema.sql.flavour import Engine
from checks.schema.state.ancestors import in_order
from checks.schema.state.steps import runs

SQL, DJANGO, ALEMBIC = "migrations/0001_a.sql", "shop/migrations/0001_a.py", "alembic/versions/a1.py"


def read(path: str, data: bytes) -> tuple[Operation, ...]:
    migration = read_migration(Source(path, data), Database())
    return () if migration is None else migration.up.operations


@pytest.mark.parametrize(
    "text",
    [
        "SELECT " + "1+" * 60_000 + "1",
        "SELECT " + "(" * 20_000 + "1" + ")" * 20_000,
        "SELECT 1" + " UNION SELECT 1" * 20_000,
        "SELECT " + "NOT " * 50_000 + "true",
        "SELECT " + "CASE WHEN true THEN " * 5_000 + "1" + " END" * 5_000,
        "SELECT 1" + "::int" * 40_000,
    ],
    ids=["plus", "parentheses", "union", "not", "case", "casts"],
)
@pytest.mark.parametrize("engine", ["postgresql", "mysql", "sqlite"])
def test_deep_nesting_is_unreadable_and_the_rest_is_read(text: str, engine: str) -> None:
    database = Database(engine="postgresql" if engine == "postgresql" else "mysql" if engine == "mysql" else "sqlite")
    migration = read_migration(Source(SQL, f"{text};\nCREATE TABLE a (x int);".encode()), database)
    assert migration is not None
    assert any(isinstance(item, CreateTable) for item in migration.up.operations)
    assert any(isinstance(item, Unreadable) for item in migration.up.operations)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 'never ends;\nDROP TABLE a;",
        "SELECT $a$ never ends",
        "/* never ends",
        '"never',
        "\0",
        "\x1b[31m;",
        ";;;;",
        "-- only a comment",
    ],
)
def test_broken_text_gives_operations_or_nothing(text: str) -> None:
    assert all(isinstance(item, Unreadable) for item in read(SQL, text.encode()))


def test_more_statements_than_are_read() -> None:
    found = read(SQL, b"DROP TABLE a;" * (MAX_OPERATIONS + 500))
    last = found[-1]
    assert len(found) == MAX_OPERATIONS + 1
    assert isinstance(last, Unreadable)
    assert last.why is Why.LIMIT


@pytest.mark.parametrize("engine", ["postgresql", "mysql", "sqlite"])
def test_a_table_with_more_columns_than_any_database_takes(engine: Engine) -> None:
    columns = ", ".join(f"c{number} int REFERENCES t{number} (id)" for number in range(MAX_COLUMNS + 1))
    text = f"CREATE TABLE a ({columns});\nDROP TABLE b;\n"
    migration = read_migration(Source(SQL, text.encode()), Database(engine=engine))
    assert migration is not None
    made, dropped = migration.up.operations
    assert isinstance(made, Unreadable)
    assert made.why is Why.LIMIT
    assert isinstance(dropped, DropTable)


def test_many_columns_that_a_database_takes_are_read() -> None:
    columns = ", ".join(f"c{number} int" for number in range(1_600))
    (made,) = read(SQL, f"CREATE TABLE a ({columns});".encode())
    assert isinstance(made, CreateTable)
    assert len(made.columns) == 1_600


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        ("UPDATE t SET a = 1, b = 2, a = 3;", "a"),
        ("UPDATE t SET a.x = 1, a = 2;", "a"),
        ("UPDATE t SET a = 1, a.x = 2;", "a.x"),
        ("CREATE TABLE t (a int, b int, a int);", "a"),
    ],
)
def test_a_column_that_is_said_twice(text: str, twice: str) -> None:
    assert any(isinstance(item, Refused) and f'"{twice}"' in item.reason for item in read(SQL, text.encode()))


@pytest.mark.parametrize("text", ["UPDATE t SET a.x = 1, a.y = 2, ab = 3;", "UPDATE t SET a[1] = 1, a[2] = 2;"])
def test_parts_of_one_column_are_not_twice(text: str) -> None:
    assert not any(isinstance(item, Refused) for item in read(SQL, text.encode()))


def test_more_operations_than_are_read() -> None:
    calls = "migrations.DeleteModel('A'), " * (MAX_OPERATIONS + 500)
    text = f"from django.db import migrations\nclass Migration(migrations.Migration):\n    operations = [{calls}]\n"
    last = read(DJANGO, text.encode())[-1]
    assert isinstance(last, Unreadable)
    assert last.why is Why.LIMIT


def test_separate_database_and_state_within_itself() -> None:
    inner = "migrations.DeleteModel('A')"
    for _ in range(60):
        inner = f"migrations.SeparateDatabaseAndState([{inner}])"
    text = f"from django.db import migrations\nclass Migration(migrations.Migration):\n    operations = [{inner}]\n"
    assert all(isinstance(item, Unreadable) for item in read(DJANGO, text.encode()))


@pytest.mark.parametrize(
    "body", ["a = b\n    b = a\n    op.execute(a)", "a = a + a\n    op.execute(a)", "f()\n\n\ndef f():\n    f()"]
)
def test_names_that_stand_for_themselves(body: str) -> None:
    text = f'from alembic import op\nrevision = "a"\ndown_revision = None\n\n\ndef upgrade():\n    {body}\n'
    assert all(not isinstance(item, CreateTable) for item in read(ALEMBIC, text.encode()))


@pytest.mark.parametrize("path", [SQL, DJANGO, ALEMBIC])
@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"", b"\x00" * 50, b"class Migration(" + b"(" * 400])
def test_bytes_that_are_no_text_or_no_python(path: str, data: bytes) -> None:
    assert all(isinstance(item, Unreadable) for item in read(path, data))


def test_migrations_that_need_each_other_in_a_circle() -> None:
    def text(needs: str) -> bytes:
        body = f'dependencies = [("shop", "{needs}")]\n    operations = []'
        return f"from django.db import migrations\nclass Migration(migrations.Migration):\n    {body}\n".encode()

    names = {"0001_a": "0003_c", "0002_b": "0001_a", "0003_c": "0002_b"}
    files = [
        FileVersions(f"shop/migrations/{name}.py", Status.ADDED, None, text(needs)) for name, needs in names.items()
    ]
    found = runs(ChangeSet(files))
    assert len(found) == 3
    assert len(in_order(run.migration for run in found.values())) == 3
