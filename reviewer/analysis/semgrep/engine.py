"""Where the engine is: the binary inside the wheel of semgrep, whose Python is never imported."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from msgspec import Struct

from reviewer.domain.errors import SettingsProblem

_BINARY: Final = "semgrep/bin/semgrep-core"
_HINT: Final = "install the locked requirements again: requirements/app.lock pins the wheel of semgrep"


class Engine(Struct, frozen=True):
    """The binary and the version of the wheel that carries it."""

    program: Path
    version: str


@cache
def find_engine() -> Engine:
    """Find the engine.

    Raises:
        SettingsProblem: semgrep is not installed, or its wheel carries no binary for this system.
    """
    try:
        wheel = distribution("semgrep")
    except PackageNotFoundError as error:
        raise SettingsProblem("The package semgrep is not installed.", hint=_HINT) from error
    program = Path(str(wheel.locate_file(_BINARY)))
    if not program.is_file():
        raise SettingsProblem(f"semgrep {wheel.version} carries no engine for this system.", hint=_HINT)
    return Engine(program, wheel.version)
