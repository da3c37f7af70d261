"""Whether the engine is there and runs, as a doctor asks."""

from __future__ import annotations

import subprocess
from typing import Final

from reviewer.analysis.semgrep.engine import find_engine
from reviewer.domain.errors import SettingsProblem

_SECONDS: Final = 30.0


def engine_version() -> str:
    """Run the engine once; return its version.

    Raises:
        SettingsProblem: it is not there, or does not run here.
    """
    engine = find_engine()
    try:
        order = [str(engine.program), "-version"]
        subprocess.run(order, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise SettingsProblem(
            f"The engine {engine.program} does not run here ({type(error).__name__}).",
            hint="install the locked requirements on this very system: requirements/app.lock pins the wheel",
        ) from error
    return engine.version
