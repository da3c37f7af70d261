"""Where the text of a report goes: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from reviewer.domain.errors import UserProblem


def write_out(text: str, output: Path | None) -> None:
    """Writes UTF-8 to the file, or to standard output where there is none.

    Raises:
        UserProblem: the file cannot be written.
        BrokenPipeError: nobody reads standard output any more.
    """
    data = text.encode("utf-8", "backslashreplace")
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        _write_file(output, data)
    except OSError as error:
        why = error.strerror or str(error)
        raise UserProblem(f"{output} cannot be written: {why}", hint="name another file with --output") from error


def append(text: str, output: Path) -> None:
    """Writes UTF-8 behind what the file holds; raises UserProblem when it cannot be written."""
    try:
        with output.open("ab") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise UserProblem(f"{output} cannot be written: {error.strerror or error}", hint="name another file") from error


def _write_file(output: Path, data: bytes) -> None:
    if output.exists() and not output.is_file():  # a pipe, a terminal, /dev/null
        with output.open("wb") as special:
            special.write(data)
        return
    with tempfile.NamedTemporaryFile(dir=output.parent, prefix=f".{output.name}.", delete=False) as temporary:
        unfinished = Path(temporary.name)
        temporary.write(data)
    try:
        unfinished.chmod(0o666 & ~_umask())
        unfinished.replace(output)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """What the user lets nobody do; asking means setting it."""
    import os

    mask = os.umask(0)
    os.umask(mask)
    return mask
