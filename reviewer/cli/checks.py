"""`holdfast checks`: what is checked, and the page of each check."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.door import command
from reviewer.cli.formats import Listing
from reviewer.cli.output import write_out
from reviewer.domain.errors import UnknownCheck

if TYPE_CHECKING:
    from reviewer.render.pages.entry import Entry

application = typer.Typer(help="What is checked: list all checks and rules, or show one.")

FormatOption = Annotated[Listing, typer.Option("--format", help="How to print the list.")]


@application.callback(invoke_without_command=True)
def checks(context: typer.Context) -> None:
    """List all checks and rules, or show one."""
    if context.invoked_subcommand is None:
        list_checks(Listing.TEXT)


@application.command("list")
@command
def list_checks(wanted: FormatOption = Listing.TEXT) -> None:
    """List all checks and Semgrep rules, by area."""
    from reviewer.analysis.catalogue import catalogue

    entries = tuple(catalogue().values())
    write_out(_as_json(entries) if wanted is Listing.JSON else _as_text(entries), None)


@application.command("show", short_help="Show the page of a check.")
@command
def show_check(check: Annotated[str, typer.Argument(metavar="ID", help="As in auth/authentication-removed.")]) -> None:
    """Show the page of a check: the fact, the harm, what to do instead, what it does not see, examples."""
    from reviewer.analysis.catalogue import catalogue
    from reviewer.config.hints import nearest
    from reviewer.render.pages.check_page import check_text

    entries = catalogue()
    if check not in entries:
        hint = nearest(check, entries.keys()) or "`holdfast checks list` shows all"
        raise UnknownCheck(f"no check or rule is called {check!r}", hint=hint)
    page = check_text(entries[check])
    if sys.stdout.isatty():
        _show_on_terminal(page)
    else:
        write_out(page, None)


def _show_on_terminal(page: str) -> None:
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(page))


def _as_text(entries: tuple[Entry, ...]) -> str:
    rows = [(entry.id, entry.severity.value, _asks(entry), entry.page.title) for entry in entries]
    widths = [max(len(row[column]) for row in rows) for column in range(3)] if rows else []
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]) for row in rows
    ]
    return "".join(f"{line}\n" for line in lines)


def _asks(entry: Entry) -> str:
    return entry.action.value if entry.enabled else "off"


def _as_json(entries: tuple[Entry, ...]) -> str:
    from reviewer.render.json_text import json_text

    listed = [
        {
            "id": entry.id,
            "area": entry.area.value,
            "title": entry.page.title,
            "codes": list(entry.codes),
            "kind": entry.kind.value,
            "severity": entry.severity.value,
            "action": entry.action.value,
            "enabled": entry.enabled,
            "since": entry.since,
            "languages": list(entry.languages),
            "source": entry.source,
        }
        for entry in entries
    ]
    return json_text(listed, indent=2) + "\n"
