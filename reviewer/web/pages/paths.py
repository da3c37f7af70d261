"""Which paths of our own others may name: after signing in, people are sent to one of these and nowhere else."""

from __future__ import annotations

import re
from typing import Final

START: Final = "/"
_PART: Final = r"(?!\.{1,2}(?:/|\Z))[A-Za-z0-9._-]{1,100}"
_OWN: Final = re.compile(rf"/(?:{_PART}(?:/{_PART}){{0,7}})?")
_NAME: Final = re.compile(_PART)


def own_path(text: str) -> str:
    """The path, if it is plainly one of this site: no host, no climbing, nothing encoded; else the start page."""
    return text if _OWN.fullmatch(text) else START


def is_name(text: str) -> bool:
    """Whether GitHub could call an owner or a repository so."""
    return _NAME.fullmatch(text) is not None
