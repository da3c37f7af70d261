"""`holdfast signoffs`: the records of who signed what."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, assert_never

import typer

from reviewer.cli.door import command
from reviewer.cli.output import write_out

application = typer.Typer(help="The records of who signed what.", no_args_is_help=True)


class ExportFormat(StrEnum):
    """Forms of the export."""

    JSON = "json"
    IN_TOTO = "in-toto"


@application.callback()
def signoffs() -> None:
    """The records of who signed what."""


@application.command("export", short_help="Print every sign-off.")
@command
def export(
    repository: Annotated[str | None, typer.Option(metavar="OWNER/NAME", help="Only this repository.")] = None,
    form: Annotated[
        ExportFormat, typer.Option("--format", help="json: one list; in-toto: one statement a line.")
    ] = ExportFormat.JSON,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write it.", show_default="standard output")
    ] = None,
) -> None:
    """Export every sign-off with what was shown, who signed, why, and whether it was withdrawn.

    The database comes from the environment (HOLDFAST_DATABASE_URL, HOLDFAST_DATA_DIR), as for `holdfast serve`.
    """
    from reviewer.app.sign_offs import export_sign_offs
    from reviewer.render.sign_off_export import to_in_toto, to_json
    from reviewer.settings import load

    sign_offs = export_sign_offs(load(), repository)
    match form:
        case ExportFormat.JSON:
            write_out(to_json(sign_offs), output)
        case ExportFormat.IN_TOTO:
            write_out(to_in_toto(sign_offs), output)
        case _:
            assert_never(form)
