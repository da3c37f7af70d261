"""Which of the engine's analyzers reads a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reviewer.analysis.blobs import Blob

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


def analyzer_of(blob: Blob) -> str | None:
    """Return the analyzer for a blob, None when the engine does not read its language."""
    return ANALYZERS.get(blob.language)
