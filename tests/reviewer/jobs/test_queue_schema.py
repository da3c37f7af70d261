"""The queue's tables, brought up from any older version of procrastinate's schema."""

from __future__ import annotations

from importlib.resources import files

import psycopg
import pytest

from reviewer.jobs.schema import prepare_queue
from reviewer.store.engine import QUEUE_SCHEMA, Database

_SCRIPTS = {
    file.name: file.read_text(encoding="utf-8")
    for file in (files("procrastinate.sql") / "migrations").iterdir()
    if file.name.endswith(".sql")
}
# What a database may stand at: procrastinate's first schema, and the last ones before 3.0 and 3.4.
_OLD = ("00.00.00_01_initial.sql", "02.14.01_01_add_indexes_for_fetch_job.sql", "03.03.00_01_pre")


@pytest.mark.parametrize("last", _OLD)
def test_an_older_schema_ends_as_a_new_one(empty_database: Database, database: Database, last: str) -> None:
    _make_old(empty_database, [name for name in sorted(_SCRIPTS) if name <= last])
    prepare_queue(empty_database.url, QUEUE_SCHEMA)
    assert _functions_and_tables(empty_database) == _functions_and_tables(database)


def test_a_change_that_fails_leaves_the_one_before_it(empty_database: Database) -> None:
    names = sorted(_SCRIPTS)
    _make_old(empty_database, names[:-1])
    with psycopg.connect(empty_database.url, autocommit=True) as connection:
        connection.execute(f"SET search_path TO {QUEUE_SCHEMA}")
        connection.execute("DROP TABLE procrastinate_jobs CASCADE")
    with pytest.raises(psycopg.Error):
        prepare_queue(empty_database.url, QUEUE_SCHEMA)
    with psycopg.connect(empty_database.url) as connection:
        connection.execute(f"SET search_path TO {QUEUE_SCHEMA}")
        known = connection.execute("SELECT max(name) FROM queue_change").fetchone()
    assert known == (names[-2],)


def _make_old(database: Database, names: list[str]) -> None:
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {QUEUE_SCHEMA}")
        connection.execute(f"SET search_path TO {QUEUE_SCHEMA}")
        connection.execute(
            "CREATE TABLE queue_change (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())"
        )
        for name in names:
            connection.execute(_SCRIPTS[name].encode())
            connection.execute("INSERT INTO queue_change (name) VALUES (%s)", [name])


def _functions_and_tables(database: Database) -> list[tuple[object, ...]]:
    with psycopg.connect(database.url) as connection:
        return connection.execute(
            "SELECT proname, pg_get_function_arguments(oid) FROM pg_proc"
            " WHERE pronamespace::regnamespace::text = %(schema)s"
            " UNION ALL SELECT table_name || '.' || column_name, udt_name FROM information_schema.columns"
            " WHERE table_schema = %(schema)s ORDER BY 1, 2",
            {"schema": QUEUE_SCHEMA},
        ).fetchall()
