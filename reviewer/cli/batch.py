"""`holdfast review --batch`: many ranges in one process, one line in, one line out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

from pydantic import BaseModel, ConfigDict, StrictInt, StrictStr, ValidationError

from reviewer.cli import exit_status
from reviewer.cli.door import Failure, attempt
from reviewer.cli.local_review import LocalRequest, review_locally
from reviewer.cli.progress import counting
from reviewer.domain.errors import UserProblem
from reviewer.domain.report import Report
from reviewer.render.json_text import json_text
from reviewer.render.report_json import to_json

_LONGEST_LINE: Final = 1_000_000

Id = str | int | None


class BatchLine(BaseModel):
    """One line of the input; what is left out is chosen as `holdfast review` does."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: StrictStr | StrictInt
    repo: StrictStr
    base: StrictStr | None = None
    head: StrictStr | None = None
    config: StrictStr | None = None
    defaults: StrictStr | None = None


def review_batch(batch: Path, output: Path | None) -> int:
    """Answers every line in the order of the input; returns the worst exit status of all.

    Raises:
        UserProblem: the input cannot be read, or the output not be written.
    """
    worst = exit_status.SUCCESS
    with _open_input(batch) as lines, _open_output(output) as answer, counting("Reviewing", _count(batch)) as done:
        for number, line in enumerate(_lines(lines), 1):
            if not line.strip():
                continue
            text, status = _answer(number, line)
            answer(text)
            worst = exit_status.worse(worst, status)
            done()
    return worst


def _answer(number: int, line: bytes) -> tuple[str, int]:
    """The line of output, and its exit status."""
    request = attempt(lambda: _parse(line))
    if isinstance(request, Failure):
        return _error(_id_of(line), request, f"line {number}: "), request.status
    report = attempt(lambda: review_locally(_request(request)))
    if isinstance(report, Failure):
        return _error(request.id, report), report.status
    return _report(request.id, report), exit_status.status_of(report)


def _parse(line: bytes) -> BatchLine:
    if len(line) > _LONGEST_LINE:
        raise UserProblem(f"longer than {_LONGEST_LINE} bytes")
    try:
        return BatchLine.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UserProblem(f"{where}: {first['msg']}" if where else first["msg"]) from error


def _id_of(line: bytes) -> Id:
    """The id of a line that is wrong otherwise, so that the answer finds its question; None if there is none."""
    try:
        found: object = json.loads(line)
    except (ValueError, RecursionError):
        return None
    given = cast("dict[str, object]", found).get("id") if isinstance(found, dict) else None
    return given if isinstance(given, str | int) and not isinstance(given, bool) else None


def _request(line: BatchLine) -> LocalRequest:
    config = None if line.config is None else Path(line.config)
    defaults = None if line.defaults is None else Path(line.defaults)
    return LocalRequest(Path(line.repo), line.base, line.head, config, defaults=defaults)


def _report(identity: Id, report: Report) -> str:
    status = exit_status.status_of(report)
    return f'{{"id": {json.dumps(identity)}, "exit": {status}, "report": {to_json(report).strip()}}}'


def _error(identity: Id, failure: Failure, place: str = "") -> str:
    words = json_text(place + "\n".join(failure.lines))
    return f'{{"id": {json.dumps(identity)}, "exit": {failure.status}, "error": {words}}}'


@contextmanager
def _open_input(batch: Path) -> Generator[IO[bytes]]:
    if str(batch) == "-":
        yield sys.stdin.buffer
        return
    try:
        file = batch.open("rb")
    except OSError as error:
        raise UserProblem(f"{batch} cannot be read: {error.strerror}", hint="name a file of JSON lines") from error
    with file:
        yield file


@contextmanager
def _open_output(output: Path | None) -> Generator[Callable[[str], None]]:
    """Writes a line at a time, so that what was answered is there whatever happens to the next line."""
    if output is None:
        yield lambda text: _write(sys.stdout.buffer, text)
        return
    try:
        file = output.open("wb")
    except OSError as error:
        raise UserProblem(f"{output} cannot be written: {error.strerror}", hint="name another file") from error
    with file:
        yield lambda text: _write(file, text)


def _write(file: IO[bytes], text: str) -> None:
    file.write(text.encode() + b"\n")
    file.flush()


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines; of one that is too long only the beginning, and never all of it in memory."""
    while line := file.readline(_LONGEST_LINE + 1):
        whole = line
        while len(line) > _LONGEST_LINE and not line.endswith(b"\n"):
            line = file.readline(_LONGEST_LINE + 1)
            if not line:
                break
        yield whole


def _count(batch: Path) -> int | None:
    """How many lines there will be; None where nobody can know, or nobody watches."""
    if not sys.stderr.isatty() or not batch.is_file():
        return None
    with batch.open("rb") as file:
        return sum(1 for line in file if line.strip())
