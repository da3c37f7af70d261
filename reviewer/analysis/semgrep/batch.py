"""One run of the engine over some blobs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reviewer.analysis.blobs import Blob, folder_of
from reviewer.analysis.bounded import Bounds, Deadline, End, run_bounded
from reviewer.analysis.semgrep.engine import Engine
from reviewer.analysis.semgrep.languages import analyzer_of
from reviewer.analysis.semgrep.output import Answer, BrokenRule, UnknownOutput, read_output

MAX_MATCHES: Final = 1000
"""More matches in one file than this, and it is not looked at: the cost grows with their square, a second for these.

The engine counts before it filters by metavariables, all rules together: 70 findings in a file of 50 routes
came out of more than 200 matches.
"""

# Not a promised interface: tests/reviewer/analysis/semgrep/test_engine_contract.py holds every part of it.
FLAGS: Final = (
    "-json_nodots",
    "-fast",
    *("-j", "1"),
    *("-timeout", "2"),
    *("-timeout_threshold", "1"),
    *("-max_match_per_file", str(MAX_MATCHES)),
    *("-max_memory", "1024"),
)


class EngineStopped(Exception):
    """The engine gave no answer; the message says why, as one clause."""


def run_batch(
    engine: Engine, document: bytes, blobs: Sequence[Blob], wall_seconds: float, deadline: Deadline
) -> Answer:
    """Run the rules of `document` over `blobs`.

    Raises:
        EngineStopped: it was ended, ended by itself, or printed no result.
    """
    return _run(engine, ("rules.json", document), blobs, wall_seconds, deadline)


def try_rules(engine: Engine, file: Path) -> tuple[BrokenRule, ...]:
    """Ask the engine which rules of a YAML file it refuses; lines count in that file.

    Raises:
        EngineStopped: as `run_batch` does.
    """
    return _run(engine, ("rules.yaml", file.read_bytes()), (), 30.0, Deadline(30.0)).broken_rules


def _run(
    engine: Engine, rules: tuple[str, bytes], blobs: Sequence[Blob], wall_seconds: float, deadline: Deadline
) -> Answer:
    name, document = rules
    with folder_of(blobs) as folder:
        (folder / name).write_bytes(document)
        (folder / "targets.json").write_bytes(_targets(blobs))
        command = (str(engine.program), "-rules", name, "-targets", "targets.json", *FLAGS)
        ended = run_bounded(command, folder, folder / "results.json", Bounds(wall_seconds), deadline)
    match ended.end:
        case End.OUT_OF_TIME:
            raise EngineStopped("Semgrep took too long on it")
        case End.KILLED:
            raise EngineStopped("Semgrep used more time, memory or output than allowed on it")
        case End.EXITED:
            try:
                return read_output(ended.output, blobs)
            except UnknownOutput as error:
                raise EngineStopped(f"Semgrep failed on it: {error}") from error


def _targets(blobs: Sequence[Blob]) -> bytes:
    """Where to read each file (`fpath`) and as what path the rules see it (`ppath`, with a leading slash)."""
    return json.dumps(
        [
            "Targets",
            [
                [
                    "CodeTarget",
                    {
                        "path": {"fpath": blob.file_name, "ppath": _rule_path(blob)},
                        "analyzer": analyzer_of(blob),
                        "products": ["sast"],
                    },
                ]
                for blob in blobs
            ],
        ]
    ).encode()


def _rule_path(blob: Blob) -> str:
    """A name that git knows need not be Unicode; JSON must be."""
    return "/" + blob.path.encode("utf-8", "replace").decode("utf-8", "replace")
