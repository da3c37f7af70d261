"""The page of the command line: what each command says of itself."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.render.pages.words import printed_from

_ABOUT = """\
What each command prints with `--help`. The exit status of all: 0 when it did what it should, 1 when it found something
amiss, 2 when the command or a file cannot be used, 70 for a bug of Holdfast, 130 when it was interrupted; `review` has
one more, 3: something that could hide a boundary was not looked at."""


def commands_page(helps: Iterable[tuple[str, str]]) -> str:
    """`helps` are the names of the commands, as they are typed, with their help."""
    parts = [printed_from("reviewer/cli"), "# Commands", _ABOUT]
    for name, text in helps:
        lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
        parts += [f"## {name}", f"```text\n{lines}\n```"]
    return "\n\n".join(parts) + "\n"
