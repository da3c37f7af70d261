"""Which of the engine's analyzers reads a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from checks.kit.files import language

ANALYZERS: Final[Mapping[str, str]] = {
    "python": "python",
    "javascript": "js",
    "typescript": "ts",
    "go": "go",
    "ruby": "ruby",
    "java": "java",
    "kotlin": "kotlin",
    "php": "php",
    "csharp": "csharp",
    "rust": "rust",
    "scala": "scala",
}
"""Language of `checks.kit.files` and of a rule -> the engine's name for its analyzer."""


def analyzer_of(path: str) -> str | None:
    """Return the analyzer for a file of this name, None when the engine does not read such files."""
    return ANALYZERS.get(language(path) or "")
