"""Asks the bounded program for the outlines of many files, and goes on after a file that ends it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from reviewer.analysis.blobs import Blob, folder_of
from reviewer.analysis.bounded import Bounds, Deadline, run_bounded
from reviewer.analysis.recent import Recent

Role = Literal["function", "class"]

_PROGRAM: Final = Path(__file__).with_name("child.py")
_MEMORY_MIB: Final = 1536
_HOSTILE_FILES: Final = 5
"""So many files may end the program before the rest is given up: nobody has more by accident."""
_GRAMMARS: Final = frozenset({"javascript", "typescript", "go", "ruby", "java", "php"})


class Unit(Struct, frozen=True):
    """A named function, class or route.

    Attributes:
        name: qualified by what stands around it ("OrdersController.create", "router.post('/orders')").
        start_line: 1-based, decorators included; `end_line` is included too.
    """

    name: str
    role: Role
    start_line: int
    end_line: int


class Outline(Struct, frozen=True):
    """The units of one file by place, outer before inner.

    Attributes:
        problem: why the file does not parse, with the line; None when it parses.
    """

    units: tuple[Unit, ...]
    problem: str | None = None

    def around(self, start_line: int, end_line: int) -> Unit | None:
        """Return the innermost unit that holds all these lines; None at module level."""
        holding = [unit for unit in self.units if unit.start_line <= start_line and end_line <= unit.end_line]
        return min(reversed(holding), key=lambda unit: unit.end_line - unit.start_line, default=None)


class Outlines(Struct, frozen=True):
    """Every blob with a grammar is in one of both.

    Attributes:
        not_looked_at: blob -> why nobody knows its units.
    """

    outlines: Mapping[Blob, Outline]
    not_looked_at: Mapping[Blob, str]


class OutlineCache(Recent[tuple[str, str], Outline]):
    """The outlines used last, by digest and grammar."""


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    units: list[tuple[str, Role, int, int]]
    problem: str | None


_LINE: Final = TypeAdapter(_Line)


def grammar_of(blob: Blob) -> str | None:
    """Return the grammar for a blob, None when there is none."""
    if blob.language not in _GRAMMARS:
        return None
    return "tsx" if blob.file_name.endswith(".tsx") else blob.language


def read_outlines(blobs: Sequence[Blob], deadline: Deadline, known: OutlineCache) -> Outlines:
    """Outline every blob that has a grammar."""
    waiting = [blob for blob in blobs if grammar_of(blob) is not None]
    outlines = {blob: outline for blob in waiting if (outline := known.get(_key(blob))) is not None}
    waiting = [blob for blob in waiting if blob not in outlines]
    hostile: dict[Blob, str] = {}
    while waiting and len(hostile) < _HOSTILE_FILES and deadline.seconds_left > 0:
        read = _run(waiting, deadline)
        outlines |= read
        for blob, outline in read.items():
            known.put(_key(blob), outline)
        waiting = [blob for blob in waiting if blob not in outlines]
        if waiting and deadline.seconds_left > 0:
            hostile[waiting.pop(0)] = "its syntax tree takes more time or memory than allowed"
    rest = dict.fromkeys(waiting, "the time for reading syntax trees was used up")
    return Outlines(outlines, hostile | rest)


def _key(blob: Blob) -> tuple[str, str]:
    return (blob.digest, f"{grammar_of(blob)}")


def _run(blobs: Sequence[Blob], deadline: Deadline) -> dict[Blob, Outline]:
    """Return what the program answered before it ended: a leading part of `blobs`."""
    manifest = [[blob.file_name, grammar_of(blob)] for blob in blobs]
    bounds = Bounds(wall_seconds=30.0, memory_mib=_MEMORY_MIB)
    with folder_of(blobs) as folder:
        (folder / "manifest.json").write_bytes(TypeAdapter(list[list[str | None]]).dump_json(manifest))
        ended = run_bounded([sys.executable, "-I", str(_PROGRAM)], folder, folder / "outlines.jsonl", bounds, deadline)
    lines = [line for line in map(_parse, ended.output.splitlines()) if line is not None]
    return {
        blob: Outline(tuple(Unit(*unit) for unit in line.units), line.problem)
        for blob, line in zip(blobs, lines, strict=False)
    }


def _parse(line: bytes) -> _Line | None:
    try:
        return _LINE.validate_json(line)
    except ValidationError:  # the last line of a program that was ended while it wrote
        return None
