"""The process of the embedded database: started, watched, stopped; an orphan of a killed service ended first."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
import structlog
from psycopg import sql

from reviewer.domain.errors import StoreDown, UserProblem
from reviewer.jobs.postgres.account import open_the_way, unprivileged
from reviewer.jobs.postgres.cluster import SUPERUSER, create_cluster, sole_owner
from reviewer.jobs.postgres.programs import programs_for

_DATABASE = "holdfast"
_START_SECONDS = 60.0  # crash recovery after a hard stop reads back a few minutes of write-ahead log
_STOP_SECONDS = 20.0
_POLL_SECONDS = 0.02
_LONGEST_SOCKET_PATH = 100  # bytes; sun_path holds 104 to 108, by system
_SOCKET = ".s.PGSQL.5432"
_STATUS_LINE = 7  # of postmaster.pid, see src/include/utils/pidfile.h
_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_directories": ".",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "shared_buffers": "64MB",
    # Seven files, one a weekday, each written over a week later: the log cannot fill the disk.
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
}
_log = structlog.get_logger(__name__)


class PostgresServer:
    """One PostgreSQL over the files in `cluster`, which the caller holds (`sole_owner`) while it lives."""

    def __init__(self, cluster: Path) -> None:
        self._cluster = cluster
        self._account = unprivileged()
        self._process: subprocess.Popen[bytes] | None = None
        self._short_way: tempfile.TemporaryDirectory[str] | None = None

    def start(self) -> None:
        """Start the server and return once it takes connections; at once if it does so already.

        Raises:
            StoreDown: it did not come up in time, with the end of its log.
        """
        if self._process is not None and self._process.poll() is None:
            return
        self._prepare_files()
        self._end_orphan()
        self._process = self._spawn(programs_for(self._cluster) / "postgres")
        self._wait_until_ready(self._process)
        self._create_database()

    def stop(self) -> None:
        """Stop the server: in order within a grace period, else at once (its next start then recovers)."""
        if self._process is not None:
            _end(self._process.pid)
            self._process.wait()
            self._process = None
        if self._short_way is not None:
            self._short_way.cleanup()
            self._short_way = None

    def url(self, database: str = _DATABASE) -> str:
        """Return the connection URL of `database`, in libpq's form."""
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(self._socket_directory()), safe='')}"

    def process_id(self) -> int:
        """Return the process id of the running server.

        Raises:
            StoreDown: it is not running.
        """
        if self._process is None or self._process.poll() is not None:
            raise StoreDown("The embedded PostgreSQL is not running.")
        return self._process.pid

    def _prepare_files(self) -> None:
        self._cluster.parent.mkdir(parents=True, exist_ok=True)
        open_the_way(self._account, self._cluster)
        open_the_way(self._account, programs_for(self._cluster) / "postgres")
        create_cluster(self._cluster, self._account)

    def _end_orphan(self) -> None:
        """End the server of a killed service; drop a lock file whose number by now means another process."""
        lock_file = self._cluster / "postmaster.pid"
        if not lock_file.exists():
            return
        first_line = lock_file.read_text(encoding="utf-8").partition("\n")[0]
        if first_line.isdecimal() and _is_server(int(first_line), self._cluster):
            _log.info("ending the database server of a killed service", pid=int(first_line))
            _end(int(first_line))
        lock_file.unlink(missing_ok=True)

    def _spawn(self, program: Path) -> subprocess.Popen[bytes]:
        options = [f"--{name}={value}" for name, value in _OPTIONS.items()]
        with (self._cluster / "start.log").open("wb") as start_log:
            return subprocess.Popen(
                [str(program), "-D", str(self._cluster), *options],
                **self._account.identity,
                cwd=self._cluster,
                env={"PATH": os.defpath},
                stdin=subprocess.DEVNULL,
                stdout=start_log,
                stderr=start_log,
                # Ctrl-C in the terminal is for the service, which stops the server last.
                start_new_session=True,
            )

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        lock_file = self._cluster / "postmaster.pid"
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            lines = lock_file.read_text(encoding="utf-8").splitlines() if lock_file.exists() else []
            if len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready":
                return
            time.sleep(_POLL_SECONDS)
        said = (self._cluster / "start.log").read_text(encoding="utf-8", errors="replace")
        raise StoreDown(f"The embedded PostgreSQL in {self._cluster} did not start: {said.strip()[-2000:]}")

    def _create_database(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_DATABASE]).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_DATABASE)))

    def _socket_directory(self) -> Path:
        """Return the cluster's directory, by a short link where its path is too long for a socket address."""
        if len(os.fsencode(self._cluster / _SOCKET)) <= _LONGEST_SOCKET_PATH:
            return self._cluster
        if self._short_way is None:
            self._short_way = tempfile.TemporaryDirectory(prefix="holdfast-")
            (Path(self._short_way.name) / "pg").symlink_to(self._cluster)
        return Path(self._short_way.name) / "pg"


@contextmanager
def running(data_dir: Path) -> Generator[PostgresServer]:
    """Run the embedded database with its files under `data_dir`, which no other service may use meanwhile."""
    home = data_dir.resolve()
    with sole_owner(home):
        server = PostgresServer(home / "postgresql")
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def looked_at(data_dir: Path) -> Generator[PostgresServer | None]:
    """The embedded database as it is: that of the service which runs, else started for this look.

    Yields:
        None where there is none yet; nothing is made.

    Raises:
        StoreDown: it does not start.
    """
    home = data_dir.resolve()
    cluster = home / "postgresql"
    if not (cluster / "PG_VERSION").exists():
        yield None
        return
    with ExitStack() as stack:
        is_ours = _try_to_own(stack, home)
        server = PostgresServer(cluster)
        stack.callback(server.stop)  # which does nothing to a server that another process started
        if is_ours:
            server.start()
        yield server


def _try_to_own(stack: ExitStack, home: Path) -> bool:
    try:
        stack.enter_context(sole_owner(home))
    except UserProblem:
        return False
    return True


def _is_server(pid: int, cluster: Path) -> bool:
    """Whether process `pid` is the server of `cluster`: after a reboot the number may be anybody's."""
    try:
        process = psutil.Process(pid)
        return process.name() == "postgres" and Path(process.cwd()) == cluster
    except psutil.Error:
        return False


def _end(pid: int) -> None:
    """Ask server `pid` for a fast shutdown, then insist."""
    try:
        process = psutil.Process(pid)
        for order, seconds in ((signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
            process.send_signal(order)
            try:
                process.wait(seconds)
            except psutil.TimeoutExpired:
                continue
            return
    except psutil.NoSuchProcess:
        return
