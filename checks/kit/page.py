"""The page of a check or rule: a title line, a summary and four sections, all in its docstring."""

from __future__ import annotations

from inspect import cleandoc

from msgspec import Struct

SECTIONS = ("Why it matters", "Instead", "What it does not see", "Sources")


class PageProblem(ValueError):
    """The text is no page; `line` counts from its first line."""

    def __init__(self, message: str, line: int = 1) -> None:
        """Says what is missing and where."""
        super().__init__(message)
        self.line = line


class Page(Struct, frozen=True):
    """Title, summary and section texts (Markdown) of one check."""

    title: str
    summary: str
    sections: tuple[tuple[str, str], ...]

    def section(self, name: str) -> str:
        """The text of one of `SECTIONS`."""
        return dict(self.sections)[name]


def read_page(doc: str | None) -> Page:
    """Reads a docstring as a page.

    The first line is the title and ends with a full stop; then the summary; then every section as a
    line of its own that ends with a colon, its text indented below it.

    Raises:
        PageProblem: no text, no title, or a section is missing or empty.
    """
    lines = cleandoc(doc or "").splitlines()
    if not lines:
        message = "has no docstring: it is the check's page"
        raise PageProblem(message)
    if not lines[0].endswith("."):
        message = "the first line of the page is its title and ends with a full stop"
        raise PageProblem(message)
    starts = {line[:-1]: number for number, line in enumerate(lines) if line.endswith(":") and line[:-1] in SECTIONS}
    missing = [name for name in SECTIONS if name not in starts]
    if missing:
        message = f"the page lacks the section line {missing[0] + ':'!r}"
        raise PageProblem(message, len(lines))
    order = sorted((number, name) for name, number in starts.items())
    ends = [number for number, _ in order[1:]] + [len(lines)]
    sections: list[tuple[str, str]] = []
    for (number, name), end in zip(order, ends, strict=True):
        text = cleandoc("\n".join(["", *lines[number + 1 : end]])).strip()
        if not text:
            message = f"the section {name!r} is empty"
            raise PageProblem(message, number + 1)
        sections.append((name, text))
    summary = "\n".join(lines[1 : order[0][0]]).strip()
    return Page(lines[0][:-1], summary, tuple(sections))
