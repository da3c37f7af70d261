"""`holdfast doctor`: is the service set up right, and what to do where it is not."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, assert_never

import typer

from reviewer.cli import exit_status
from reviewer.cli.door import command
from reviewer.cli.output import write_out


class DoctorFormat(StrEnum):
    """Forms of the diagnosis."""

    TEXT = "text"
    JSON = "json"


@command
def doctor(
    form: Annotated[DoctorFormat, typer.Option("--format", help="text for people, json for programs.")] = (
        DoctorFormat.TEXT
    ),
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write it.", show_default="standard output")
    ] = None,
) -> int:
    """Examine settings, engine, database, queue, the App's registration and its webhook; say what to do.

    The settings come from the environment, as for `holdfast serve`. Nothing is changed. Exit status 1 when something
    failed.
    """
    from reviewer.app.doctor import diagnose
    from reviewer.domain.diagnosis import is_healthy
    from reviewer.render.diagnosis import to_json, to_text

    examined = diagnose()
    match form:
        case DoctorFormat.TEXT:
            write_out(to_text(examined), output)
        case DoctorFormat.JSON:
            write_out(to_json(examined), output)
        case _:
            assert_never(form)
    return exit_status.SUCCESS if is_healthy(examined) else exit_status.FAILURE
