"""The operating system account that PostgreSQL runs as.

PostgreSQL refuses to run as root. Under any other account it simply runs as that one. As root, the service
makes and uses a system account without login.
"""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path
from typing import TypedDict

import structlog
from msgspec import Struct

from reviewer.domain.errors import UserProblem

_NAME = "holdfast"
_WAYS_TO_CREATE = (
    ("useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/bin/false", _NAME),
    ("adduser", "-S", "-D", "-H", "-s", "/bin/false", _NAME),  # BusyBox, as in Alpine
)
_log = structlog.get_logger(__name__)


class Identity(TypedDict):
    """Arguments of `subprocess` that start a process as an account; all None for the caller's own."""

    user: int | None
    group: int | None
    extra_groups: list[int] | None


class Account(Struct, frozen=True):
    """User and group id for the server's processes."""

    uid: int
    gid: int

    @property
    def identity(self) -> Identity:
        """Return what `subprocess` needs to start a process as this account."""
        if self.uid == os.geteuid():
            return Identity(user=None, group=None, extra_groups=None)
        return Identity(user=self.uid, group=self.gid, extra_groups=[])

    def own(self, path: Path) -> None:
        """Give `path` (not what lies below it) to this account, closed to everybody else."""
        if path.stat().st_uid != self.uid:
            os.chown(path, self.uid, self.gid)
        path.chmod(stat.S_IRWXU)


def unprivileged() -> Account:
    """Return the account for PostgreSQL: the caller's own or, for root, the system account `holdfast`.

    Raises:
        UserProblem: the account is missing and cannot be made.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam(_NAME)
    except KeyError:
        _create_account()
        entry = pwd.getpwnam(_NAME)
    return Account(entry.pw_uid, entry.pw_gid)


def open_the_way(account: Account, target: Path) -> None:
    """Let `account` reach `target`: search permission on each parent directory that refuses it.

    Only the x bit is added, so nothing can be listed which could not be before. Needed only for root, whose
    home directory is usually closed; for every other account this does nothing.
    """
    if os.geteuid() != 0:
        return
    for parent in target.resolve().parents:
        status = parent.stat()
        if status.st_uid != account.uid and not status.st_mode & stat.S_IXOTH:
            _log.warning("search permission added for the database account", directory=str(parent))
            parent.chmod(stat.S_IMODE(status.st_mode) | stat.S_IXOTH)


def _create_account() -> None:
    for tool, *arguments in _WAYS_TO_CREATE:
        if (program := shutil.which(tool)) is None:
            continue
        if subprocess.run([program, *arguments], capture_output=True, check=False).returncode == 0:
            _log.info("system account created for the embedded database", account=_NAME)
            return
    raise UserProblem(
        f"PostgreSQL does not run as root, and the account {_NAME!r} could not be made.",
        hint="make it by hand, run the service as another user, or set HOLDFAST_DATABASE_URL",
    )
