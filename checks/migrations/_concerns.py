"""Whether a changed file can say anything to the checks of this area."""

from __future__ import annotations

import re

from checks.kit import Change, Source
from checks.schema.hints import EMBEDDED_MIGRATION, MODEL, PYTHON_MIGRATION, SQL_ENDINGS

_PYTHON = (PYTHON_MIGRATION, MODEL, re.compile(rb"relationship\(|\bcontext\b"))


def concerns(change: Change) -> bool:
    """Whether either side may be a migration, their environment, or a model; its words decide, nothing is parsed."""
    return any(_concerns(source) for source in (change.base, change.head) if source is not None)


def _concerns(source: Source) -> bool:
    if source.path.endswith(".py"):
        return any(words.search(source.data) for words in _PYTHON)
    return source.path.lower().endswith(SQL_ENDINGS) or EMBEDDED_MIGRATION.search(source.data) is not None
