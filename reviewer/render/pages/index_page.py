"""The index of checks and rules, by area."""

from __future__ import annotations

from collections.abc import Iterable

from checks.kit import Area
from reviewer.render.markdown.quote import prose
from reviewer.render.pages.entry import Entry
from reviewer.render.pages.words import asks_for, printed_from
from reviewer.render.summary import counted

_HEAD = "| check | says | severity | finding | codes | since |\n| --- | --- | --- | --- | --- | --- |"
_ABOUT = """\
{}. A finding never asks for more than its [area](../reference/areas.md) allows, unless the configuration says so."""


def index_page(entries: Iterable[Entry]) -> str:
    """One table per area that has a check, in the order of the areas."""
    known = list(entries)
    parts = [
        printed_from("the checks and the Semgrep rules"),
        "# Checks",
        _ABOUT.format(counted(len(known), "check or rule", "checks and rules")),
    ]
    for area in Area:
        here = [entry for entry in known if entry.area is area]
        if here:
            parts += [f"## {area.value}", "\n".join([_HEAD, *map(_row, here)])]
    return "\n\n".join(parts) + "\n"


def _row(entry: Entry) -> str:
    off = "" if entry.enabled else " (off by default)"
    cells = (
        f"[{entry.id}]({entry.id}.md)",
        prose(entry.page.title) + off,
        entry.severity.value,
        asks_for(entry).partition(" (")[0],
        ", ".join(entry.codes),
        entry.since,
    )
    return f"| {' | '.join(cells)} |"
