"""One `git cat-file` process that answers until it is told to end."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from types import TracebackType
from typing import IO, Self, cast

from reviewer.domain.errors import RepositoryProblem
from reviewer.local.git import Place, command, missing_git, words_of


class CatFile:
    """The process and its two pipes; it starts at the first question and ends with the `with` block."""

    def __init__(self, place: Place, mode: str) -> None:
        """`mode` is "--batch" or "--batch-check"."""
        self._place, self._mode = place, mode
        self._process: subprocess.Popen[bytes] | None = None
        # Complaints go to a file: a pipe that nobody reads would one day stop git.
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  (closed by __exit__)
        self._asked = ""

    def __enter__(self) -> Self:
        """Starts nothing yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Ends the process, whatever it is at."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._complaints.close()

    def ask(self, names: Sequence[str]) -> None:
        """Writes one line per name; all their answers have to be read before the next call."""
        self._asked = names[0]
        process = self._process = self._process or self._start()
        to_git = cast("IO[bytes]", process.stdin)
        try:
            to_git.write("".join(f"{name}\n" for name in names).encode("ascii"))
            to_git.flush()
        except BrokenPipeError as error:
            raise self._broken() from error

    def line(self) -> bytes:
        """The next line of the answer, with its line break."""
        line = self._answers.readline()
        if not line.endswith(b"\n"):
            raise self._broken()
        return line

    def bytes(self, size: int) -> bytes:
        """The next `size` bytes of the answer; the line break behind them is dropped."""
        data = self._answers.read(size + 1)
        if len(data) != size + 1:
            raise self._broken()
        return data[:size]

    @property
    def _answers(self) -> IO[bytes]:
        return cast("IO[bytes]", cast("subprocess.Popen[bytes]", self._process).stdout)

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                command("cat-file", self._mode),
                cwd=self._place.folder,
                env=self._place.environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
            )
        except FileNotFoundError as error:
            raise missing_git() from error

    def _broken(self) -> RepositoryProblem:
        """Git ended in the middle: what to raise, with its own words or the question it was at."""
        cast("subprocess.Popen[bytes]", self._process).wait()
        self._complaints.seek(0)
        words = words_of(self._complaints.read()) or f"it ended at or after {self._asked}"
        return RepositoryProblem(f"git could not read an object: {words}", hint="`git fsck` shows what is damaged")
