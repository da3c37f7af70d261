"""Migrations: what they make is what the code maps, whoever applies them and however often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine

from reviewer.domain.errors import StoreDown
from reviewer.jobs.schema import prepare_queue
from reviewer.jobs.tables import WorkBase
from reviewer.store.cycle_tables import CycleRow
from reviewer.store.engine import QUEUE_SCHEMA, Database
from reviewer.store.migrate import migrate
from reviewer.store.sign_off_tables import SignOffRow
from reviewer.store.tables import RecordBase


def test_the_tables_are_those_that_the_code_maps(database: Database) -> None:
    assert SignOffRow.metadata is RecordBase.metadata
    assert CycleRow.metadata is RecordBase.metadata
    mapped = MetaData()
    for base in (WorkBase, RecordBase):
        for table in base.metadata.tables.values():
            table.to_metadata(mapped)
    engine = create_engine(database.sqlalchemy_url, connect_args={"options": "-csearch_path=holdfast"})
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "compare_server_default": True},
        )
        differences = compare_metadata(context, mapped)
    engine.dispose()
    assert differences == []


def test_services_that_start_at_once_do_not_disturb_each_other(empty_database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(migrate, empty_database) for _ in range(4)]:
            done.result()
        for done in [pool.submit(prepare_queue, empty_database.url, QUEUE_SCHEMA) for _ in range(4)]:
            done.result()
    with psycopg.connect(empty_database.url) as connection:
        assert connection.execute("SELECT count(*) FROM holdfast.alembic_version").fetchone() == (1,)


@pytest.mark.parametrize("database", ["own"], indirect=True)
def test_a_second_run_changes_nothing(database: Database) -> None:
    before = _catalogue(database)
    migrate(database)
    prepare_queue(database.url, QUEUE_SCHEMA)
    assert _catalogue(database) == before


def test_other_schemas_are_not_touched(empty_database: Database) -> None:
    with psycopg.connect(empty_database.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE public.delivery (kept int)")
        connection.execute("INSERT INTO public.delivery VALUES (1)")
    migrate(empty_database)
    prepare_queue(empty_database.url, QUEUE_SCHEMA)
    with psycopg.connect(empty_database.url) as connection:
        assert connection.execute("SELECT kept FROM public.delivery").fetchall() == [(1,)]
        others = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        ).fetchall()
    assert others == [("delivery",)]


@pytest.mark.parametrize(
    "table",
    ["review", "finding", "boundary", "sign_off", "sign_off_withdrawal", "sign_off_refusal", "bypass"],
)
@pytest.mark.parametrize("change", ["UPDATE {} SET id = DEFAULT", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_records_cannot_be_changed(database: Database, table: str, change: str) -> None:
    with (
        psycopg.connect(database.url, options=database.options()) as connection,
        pytest.raises(psycopg.errors.RaiseException, match="only ever added"),
    ):
        connection.execute(change.format(table).encode())


def test_a_server_that_is_not_there_is_an_outage_and_its_password_stays_ours() -> None:
    away = Database("postgresql://someone:hunter22@127.0.0.1:1/holdfast")
    with pytest.raises(StoreDown) as told:
        migrate(away)
    assert "hunter22" not in str(told.value)
    with pytest.raises(StoreDown) as told:
        prepare_queue(away.url, QUEUE_SCHEMA)
    assert "hunter22" not in str(told.value)


def _catalogue(database: Database) -> list[tuple[object, ...]]:
    with psycopg.connect(database.url) as connection:
        return connection.execute(
            "SELECT relname, relkind::text FROM pg_class WHERE relnamespace::regnamespace::text LIKE 'holdfast%'"
            " UNION ALL SELECT proname || md5(prosrc), 'f' FROM pg_proc"
            " WHERE pronamespace::regnamespace::text LIKE 'holdfast%' ORDER BY 1, 2"
        ).fetchall()
