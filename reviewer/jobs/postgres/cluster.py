"""The files of the embedded database: made whole or not at all, and kept by one service at a time."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from reviewer.domain.errors import StoreDown, UserProblem
from reviewer.jobs.postgres.account import Account
from reviewer.jobs.postgres.programs import programs_for

SUPERUSER = "holdfast"
_INITDB_SECONDS = 120


def create_cluster(cluster: Path, account: Account) -> None:
    """Make the database files in `cluster` unless they exist.

    They are made beside it and renamed: an interrupted first start leaves nothing that looks like a database.

    Raises:
        StoreDown: initdb failed, with what it said.
    """
    if (cluster / "PG_VERSION").exists():
        return
    draft = cluster.with_name(f"{cluster.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    account.own(draft)
    # Whoever may enter the socket's directory, which is the account's own, is trusted: there is no other door.
    options = ("--pgdata", str(draft), "--username", SUPERUSER, "--encoding", "UTF8", "--no-locale", "--auth", "trust")
    done = subprocess.run(
        [str(programs_for(cluster) / "initdb"), *options],
        **account.identity,
        cwd=draft,
        env={"PATH": os.defpath},
        capture_output=True,
        check=False,
        timeout=_INITDB_SECONDS,
    )
    if done.returncode != 0:
        raise StoreDown(f"initdb failed in {draft}: {done.stderr.decode(errors='replace').strip()}")
    draft.rename(cluster)


@contextmanager
def sole_owner(data_dir: Path) -> Generator[None]:
    """Hold the data directory for this process; the system lets go of it however the process ends.

    Raises:
        UserProblem: another running service holds it.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "service.lock").open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise UserProblem(
                f"Another service (process {lock.read().strip()}) uses the data directory {data_dir}.",
                hint="stop it, choose another HOLDFAST_DATA_DIR, or share a server by HOLDFAST_DATABASE_URL",
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
