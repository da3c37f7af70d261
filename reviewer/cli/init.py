"""`holdfast init`: a first configuration out of what the repository shows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reviewer.cli.door import command
from reviewer.cli.output import write_out
from reviewer.cli.progress import working
from reviewer.domain.errors import UserProblem

Repo = Annotated[Path | None, typer.Option(metavar="DIR", help="A folder of the git repository.", show_default="here")]
Print = Annotated[bool, typer.Option("--print", help="Print it, and write nothing.")]


@command
def init(repo: Repo = None, print_only: Print = False) -> None:
    """Propose a configuration: areas and their teams, guards of the house, state fields, layers, generated files.

    It is read from the default branch and written to .github/holdfast.yml; a file that is there is left alone.
    """
    from reviewer.analysis.proposal import look_around
    from reviewer.config import PATHS
    from reviewer.local.standing import read_standing
    from reviewer.render.proposed_config import proposed_config

    folder = repo or Path()
    with working("Looking around"), read_standing(folder) as standing:
        text = proposed_config(look_around(standing.name, standing.tree))
        root = standing.work_tree
    if print_only:
        write_out(text, None)
        return
    if root is None:
        raise UserProblem("a bare repository has no folder to write to", hint="--print shows the proposal")
    there = next((path for path in PATHS if (root / path).exists()), None)
    if there is not None:
        raise UserProblem(f"{there} is there already", hint="--print shows the proposal beside it")
    (root / PATHS[0]).parent.mkdir(parents=True, exist_ok=True)
    write_out(text, root / PATHS[0])
    write_out(f"{PATHS[0]} is written; read it, then commit it to the default branch\n", None)
