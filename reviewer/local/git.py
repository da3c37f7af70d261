"""Starts git so that it reads one repository and does nothing else: no hook, helper, filter or network."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from reviewer.domain.errors import RepositoryProblem

_OPTIONS = (
    "--no-pager",
    "--literal-pathspecs",
    # The repository's own configuration may name programs. No command used here asks for them, but an option on
    # the command line wins over the repository's file, whatever a later git does.
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.attributesFile=/dev/null",
)
# Where git's programs are is the machine's business; the other lets git's tests, and ours, play another owner.
_KEPT = frozenset({"GIT_EXEC_PATH", "GIT_TEST_ASSUME_DIFFERENT_OWNER"})
_LONGEST_SECONDS = 300.0
_LONGEST_WORDS = 500


class Place(Struct, frozen=True):
    """Where a git process works: the folder it starts in, and what it finds in its environment.

    Attributes:
        variables: win over those that every git process gets; None takes one away.
    """

    folder: Path
    variables: Mapping[str, str | None] = field(default_factory=dict[str, "str | None"])

    def environment(self) -> dict[str, str]:
        """The caller's environment, git's own variables replaced by those of this place."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
        variables = {
            "GIT_CONFIG_GLOBAL": str(Path(__file__).with_name("git.config")),
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
            # A partial clone would fetch what it lacks. The second variable is for versions that do not know the
            # first: an empty list allows no transport, also where the repository's configuration allows some.
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_ALLOW_PROTOCOL": "",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
            # Replaced objects would show another history than the one that was pushed.
            "GIT_NO_REPLACE_OBJECTS": "1",
            "LC_ALL": "C",
            **self.variables,
        }
        return kept | {name: value for name, value in variables.items() if value is not None}


class GitRefused(RepositoryProblem):
    """Git itself said no; `words` are its own, on one line."""

    def __init__(self, subcommand: str, words: str) -> None:
        """Keeps git's words apart from ours."""
        super().__init__(f"git {subcommand}: {words or 'ended without a word'}")
        self.words = words


def run_git(*arguments: str, at: Place) -> bytes:
    """What one short-lived git process prints.

    Raises:
        RepositoryProblem: git is not installed, said no (then it is a GitRefused), or never ended.
    """
    try:
        done = subprocess.run(
            command(*arguments),
            cwd=at.folder,
            env=at.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_LONGEST_SECONDS,
        )
    except FileNotFoundError as error:
        raise missing_git() from error
    except subprocess.TimeoutExpired as error:
        message = f"git {arguments[0]} did not end within {_LONGEST_SECONDS:g} seconds"
        raise RepositoryProblem(message) from error
    if done.returncode:
        raise GitRefused(arguments[0], words_of(done.stderr))
    return done.stdout


def command(*arguments: str) -> list[str]:
    """The words that start git with the options above."""
    return ["git", *_OPTIONS, *arguments]


def missing_git() -> RepositoryProblem:
    """What to say when there is no git to start."""
    return RepositoryProblem("git is not installed, or not on the PATH", hint="install git 2.32 or newer")


def words_of(stderr: bytes) -> str:
    """Git's complaint as one line of bounded length: why it gave up, else all it said."""
    text = stderr.decode("utf-8", "backslashreplace")
    _, fatal, reason = text.partition("fatal: ")
    lines = [line.strip() for line in (reason if fatal else text).splitlines()]
    return "; ".join(filter(None, lines))[:_LONGEST_WORDS]
