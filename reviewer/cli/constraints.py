"""`holdfast constraints`: the repository's own rules, for tools and for agents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reviewer.cli.door import command
from reviewer.cli.output import write_out
from reviewer.cli.standing import Sources, standing_constraints

application = typer.Typer(help="The repository's own rules.", no_args_is_help=True)

Paths = Annotated[
    list[str] | None, typer.Argument(metavar="PATHS", help="Only what holds for these.", show_default="all")
]
Agents = Annotated[bool, typer.Option("--agents", help="As a block for AGENTS.md; else as JSON.")]
Repo = Annotated[Path | None, typer.Option(metavar="DIR", help="A folder of the git repository.", show_default="here")]
Config = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Configuration.", show_default=".github/holdfast.yml of the default branch"),
]
Defaults = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The organisation's configuration, which stands under it.", show_default="none"),
]
Output = Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it.", show_default="standard output")]


@application.callback()
def constraints() -> None:
    """The repository's own rules, for tools and for agents."""


@application.command("export", short_help="Print the constraints that hold.")
@command
def export(
    paths: Paths = None,
    agents: Agents = False,
    repo: Repo = None,
    config: Config = None,
    defaults: Defaults = None,
    output: Output = None,
) -> None:
    """Print the constraints that hold: what the gate checks, so that the prompt says the same."""
    from reviewer.render.agents_block import agents_block, constraint_facts
    from reviewer.render.json_text import json_text

    found = standing_constraints(Sources(repo or Path(), config, defaults), paths or ())
    text = agents_block(found) if agents else json_text(list(map(constraint_facts, found)), indent=2) + "\n"
    write_out(text, output)
