"""`holdfast config`: is the configuration right, and what may stand in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reviewer.cli.door import ConfigProblems, command
from reviewer.cli.local_review import read_config_file
from reviewer.cli.output import write_out
from reviewer.domain.errors import UserProblem

application = typer.Typer(help="The repository's configuration.", no_args_is_help=True)

File = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="The file to check.", show_default=".github/holdfast.yml")
]


@application.command("check")
@command
def check(file: File = None) -> None:
    """Check a configuration: every mistake with its line, its column and a hint."""
    from dataclasses import replace

    from reviewer.analysis import rule_table
    from reviewer.config import read_config

    found = [file] if file is not None else _configurations()
    first = replace(read_config_file(found[0]), also_at=tuple(map(str, found[1:])))
    policy, problems = read_config(first, rule_table().keys())
    if problems:
        raise ConfigProblems(problems)
    without = f"; read, but without effect yet: {', '.join(policy.without_effect)}" if policy.without_effect else ""
    write_out(f"{found[0]} is right{without}\n", None)


@application.command("schema")
@command
def schema() -> None:
    """Print the JSON Schema of the configuration, for editors."""
    from reviewer.analysis import rule_table
    from reviewer.config.schema import config_schema
    from reviewer.render.json_text import json_text

    write_out(json_text(config_schema(rule_table().keys()), indent=2) + "\n", None)


def _configurations() -> list[Path]:
    """The files of the current directory that would count."""
    from reviewer.config import PATHS

    found = [Path(path) for path in PATHS if Path(path).exists()]
    if not found:
        raise UserProblem(f"there is no {PATHS[0]} here", hint="name the file to check")
    return found
