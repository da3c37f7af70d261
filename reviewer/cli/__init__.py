"""The command `holdfast`: what people and machines type, and what it prints and ends with.

Lives here: one module per command; each loads what it needs when it runs, so that `--help` loads almost nothing.
May not live here: anything that the service could use too, and any decision about a change.
"""

from __future__ import annotations

import gc
import os


def main() -> None:
    """Run the command line of this process, and end it with the status that `exit_status` promises."""
    # What other distributions of the environment would plug into pydantic is not looked for, and nothing of it runs.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from reviewer.cli.application import run

    # A review makes a million small objects, most of which live to its end: looking through them is for nothing.
    gc.set_threshold(50_000, 20, 100)
    try:
        run()
    finally:
        gc.freeze()  # nor is it looked through for a last time
