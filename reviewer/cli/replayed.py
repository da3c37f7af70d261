"""What a replay has found already, kept between two runs: a line per change in the user's cache."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from reviewer.domain.replay import Replayed
from reviewer.render.json_text import json_text

_LINES: TypeAdapter[Replayed] = TypeAdapter(Replayed)
_LONGEST_LINE = 5_000_000


def cache_file(common_dir: Path, configured: bytes) -> Path:
    """Where the results for this repository stand: another version or configuration has another file."""
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    about = b"\0".join((os.fsencode(common_dir), version("holdfast").encode(), configured))
    return root / "holdfast" / "replay" / f"{sha256(about).hexdigest()[:32]}.jsonl"


def read_results(file: Path) -> Mapping[str, Replayed]:
    """By commit; a line that a run left half written is no result."""
    found: dict[str, Replayed] = {}
    with suppress(OSError), file.open("rb") as lines:
        while line := lines.readline(_LONGEST_LINE):
            with suppress(ValidationError):
                result = _LINES.validate_json(line)
                found[result.sha] = result
    return found


@contextmanager
def keeping(file: Path) -> Generator[Callable[[Replayed], None]]:
    """Keep each result as it comes; where nothing can be written the next run begins anew.

    A review that failed is not kept: its cause may be gone by the next run.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = file.open("ab")
    except OSError:
        yield _forget
        return
    with lines:
        lines.write(b"\n")  # ends a line that was left half written

        def keep(result: Replayed) -> None:
            if result.verdict is None:
                return
            lines.write(json_text(asdict(result)).encode() + b"\n")
            lines.flush()

        yield keep


def _forget(result: Replayed) -> None:
    """Where nothing can be kept."""
    del result
