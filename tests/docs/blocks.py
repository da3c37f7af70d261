"""The fenced blocks of the pages that people wrote: what they are in, where they stand, and whether they are run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.house.tracked import text_of, tracked_files

_PRINTED = ("docs/checks/", "docs/reference/")
_FENCE = re.compile(
    r"(?:<!-- not run: (?P<why>[^\n]+?) -->\n)?^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)

PAGES = [
    path
    for path in tracked_files("docs/*.md", "README.md", "CONTRIBUTING.md", "SECURITY.md")
    if not path.as_posix().startswith(_PRINTED)
]


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block.

    Attributes:
        line: of the opening fence, 1-based.
        not_run: why it cannot be run here, as the page says in a comment above it; "" when it is run.
    """

    page: Path
    line: int
    language: str
    text: str
    not_run: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks_of(page: Path, text: str) -> list[Block]:
    return [
        Block(
            page,
            text.count("\n", 0, found.start("text")),
            found["language"],
            found["text"],
            (found["why"] or "").strip(),
        )
        for found in _FENCE.finditer(text)
    ]


BLOCKS = [block for page in PAGES for block in blocks_of(page, text_of(page))]


def blocks_in(*languages: str) -> list[Block]:
    return [block for block in BLOCKS if block.language in languages]
