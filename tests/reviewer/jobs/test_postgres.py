"""The embedded PostgreSQL: started once, kept by one service, found again after every kind of end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import psutil
import psycopg
import pytest

from reviewer.domain.errors import StoreDown, UserProblem
from reviewer.jobs.postgres import PostgresServer, running
from reviewer.jobs.postgres.account import unprivileged

_SERVICE = """
import sys
from pathlib import Path
from reviewer.jobs.postgres import running
with running(Path(sys.argv[1])) as server:
    print("RUNS", server.process_id(), server.url(), flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def home() -> Generator[Path]:
    made = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


def _ask(server: PostgresServer, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def _alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_what_was_written_is_there_after_a_restart_in_order(home: Path) -> None:
    with running(home) as server:
        _ask(server, "CREATE TABLE kept AS SELECT 42 AS value")
    with running(home) as server:
        assert _ask(server, "SELECT value FROM kept") == [(42,)]


def test_it_listens_on_no_address(home: Path) -> None:
    with running(home) as server:
        assert _ask(server, "SHOW listen_addresses") == [("",)]


def test_only_its_own_account_can_reach_its_socket(home: Path) -> None:
    with running(home):
        status = (home / "postgresql").stat()
        assert status.st_mode & 0o077 == 0
        assert status.st_uid == unprivileged().uid != 0


def test_it_ends_with_the_service(home: Path) -> None:
    with running(home) as server:
        pid = server.process_id()
    assert not _alive(pid)
    with pytest.raises(StoreDown):
        server.process_id()


def test_two_services_do_not_share_a_directory(home: Path) -> None:
    with running(home) as first:
        with pytest.raises(UserProblem, match=str(os.getpid())), running(home):
            pass
        assert _ask(first, "SELECT 1") == [(1,)]


def test_a_killed_service_leaves_data_and_an_orphan_which_the_next_one_ends(home: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _SERVICE, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as service:
        assert service.stdout is not None
        line = next(line for line in service.stdout if line.startswith("RUNS"))
        orphan, url = int(line.split()[1]), line.split()[2]
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS value")
        service.kill()
    assert _alive(orphan)
    with running(home) as server:
        assert server.process_id() != orphan
        assert not _alive(orphan)
        assert _ask(server, "SELECT value FROM kept") == [(42,)]


def test_a_hard_end_of_the_server_loses_nothing_committed(home: Path) -> None:
    with running(home) as server:
        _ask(server, "CREATE TABLE kept AS SELECT 42 AS value")
        running_one = psutil.Process(server.process_id())
        running_one.send_signal(signal.SIGQUIT)
        running_one.wait(30)
        server.start()
        assert _ask(server, "SELECT value FROM kept") == [(42,)]


def test_a_lock_file_that_names_a_stranger_is_not_obeyed(home: Path) -> None:
    with running(home):
        pass
    stale = home / "postgresql" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{home}/postgresql\n1\n5432\n.\n\n0 0\nready\n")
    with running(home) as server:
        assert _ask(server, "SELECT 1") == [(1,)]
    assert _alive(os.getpid())


@pytest.mark.parametrize("content", ["", "no number\n", "-1\n", "99999999999999999999\n"])
def test_a_broken_lock_file_is_dropped(home: Path, content: str) -> None:
    with running(home):
        pass
    (home / "postgresql" / "postmaster.pid").write_text(content)
    with running(home) as server:
        assert _ask(server, "SELECT 1") == [(1,)]


def test_a_half_made_database_is_made_again(home: Path) -> None:
    draft = home / "postgresql.new"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    with running(home) as server:
        assert _ask(server, "SELECT 1") == [(1,)]
    assert not draft.exists()


def test_files_of_an_unknown_version_are_left_alone_with_a_hint(home: Path) -> None:
    (home / "postgresql").mkdir()
    (home / "postgresql" / "PG_VERSION").write_text("9\n")
    with pytest.raises(UserProblem, match=r"PostgreSQL 9.*HOLDFAST_DATABASE_URL"), running(home):
        pass
    assert (home / "postgresql" / "PG_VERSION").read_text() == "9\n"


@pytest.mark.parametrize("folder", ["with blank", "quote'd\"", "per%cent&more=1", "ünï", "d" * 90])
def test_any_directory_will_do(home: Path, folder: str) -> None:
    with running(home / folder) as server:
        assert _ask(server, "SELECT current_database()") == [("holdfast",)]


def test_broken_files_are_an_error_that_says_why(home: Path) -> None:
    with running(home):
        pass
    (home / "postgresql" / "global" / "pg_control").write_bytes(b"")
    with pytest.raises(StoreDown, match="pg_control"), running(home):
        pass
