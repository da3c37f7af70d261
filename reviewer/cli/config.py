"""`holdfast config`: is the configuration right, what holds for a file, and what may stand in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from reviewer.cli.door import ConfigProblems, command
from reviewer.cli.local_review import read_config_file
from reviewer.cli.output import write_out
from reviewer.domain.errors import ConfigProblem, UserProblem

if TYPE_CHECKING:
    from reviewer.config.reading import ReadConfig
    from reviewer.domain.material import ConfigFile

application = typer.Typer(help="The repository's configuration.", no_args_is_help=True)

File = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="The file to check.", show_default=".github/holdfast.yml")
]
Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Configuration.", show_default=".github/holdfast.yml")
]
Defaults = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The organisation's configuration, which stands under it.", show_default="none"),
]
Asked = Annotated[str, typer.Argument(metavar="PATH", help="A file of the repository, by its path from the root.")]


@application.command("check", short_help="Say every mistake and its place.")
@command
def check(file: File = None, defaults: Defaults = None) -> None:
    """Check a configuration: every mistake with its line, its column, a hint and the page."""
    read = _read(file, defaults)
    write_out(f"{read.layers[0].path} is right\n", None)


@application.command("explain", short_help="Say which settings hold for a file.")
@command
def explain(path: Asked, config: Config = None, defaults: Defaults = None) -> None:
    """Tell which settings hold for a file, and where each of them stands."""
    from reviewer.config.explain import explain as settings_of
    from reviewer.render.foreign import visible

    read = _read(config, defaults)
    rows = [(it.about, visible(it.says), it.place) for it in settings_of(path.removeprefix("./"), read)]
    width = max(len(about) for about, _, _ in rows)
    write_out("".join(f"{about.ljust(width)}  {says}  [{place}]\n" for about, says, place in rows), None)


@application.command("schema")
@command
def schema() -> None:
    """Print the JSON Schema of the configuration, for editors."""
    from reviewer.analysis import rule_table
    from reviewer.config.schema import config_schema
    from reviewer.render.json_text import json_text

    write_out(json_text(config_schema(rule_table().keys()), indent=2) + "\n", None)


def _read(file: Path | None, defaults: Path | None) -> ReadConfig:
    """The files, their Semgrep patterns tried too.

    Raises:
        ConfigProblems: all that is wrong with them.
        UserProblem: one of them cannot be read.
    """
    from reviewer.analysis import rule_table
    from reviewer.analysis.constraints import refused_patterns
    from reviewer.config.explain import place_of_constraint
    from reviewer.config.reading import read_files
    from reviewer.config.sections import CHECKERS

    below = None if defaults is None else read_config_file(defaults)
    read = read_files(_own(file), below, rule_table().keys())
    if read.problems:
        raise ConfigProblems(read.problems, with_pages=True)
    refused = refused_patterns(read.policy.constraints)
    if refused:
        places = [(it, place_of_constraint(read.layers, it.id).rsplit(":", 2)) for it in refused]
        found = (
            ConfigProblem(
                path, int(line), int(column), f"the constraint {it.id}: {it.reason}", section=CHECKERS["semgrep"]
            )
            for it, (path, line, column) in places
        )
        raise ConfigProblems(tuple(found), with_pages=True)
    return read


def _own(file: Path | None) -> ConfigFile:
    found = [file] if file is not None else _configurations()
    return replace(read_config_file(found[0]), also_at=tuple(map(str, found[1:])))


def _configurations() -> list[Path]:
    """The files of the current directory that would count."""
    from reviewer.config import PATHS

    found = [Path(path) for path in PATHS if Path(path).exists()]
    if not found:
        raise UserProblem(f"there is no {PATHS[0]} here", hint="name the file to check, or begin with `holdfast init`")
    return found
