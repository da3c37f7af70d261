"""Which browser the tests of the pages use."""

from __future__ import annotations

import os
import shutil
from typing import Final

HOW_TO_GET_ONE: Final = (
    "tests/browser was left out: there is no Chromium here. Install one (Debian: apt-get install"
    " chromium-headless-shell, Ubuntu: chromium), or name it: CHROMIUM=/path/to/chromium ./dev test"
)
# The shell is the same engine without windows, tabs and their own pages: a third of the work.
_NAMES: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """Path of a Chromium: the one that CHROMIUM names, else the first that is installed."""
    return os.environ.get("CHROMIUM") or next((path for name in _NAMES if (path := shutil.which(name))), None)
