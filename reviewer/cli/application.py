"""All commands under one name, and how they start."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from reviewer.cli import (
    checks,
    config,
    constraints,
    developers,
    doctor,
    exit_status,
    init,
    mcp,
    replay,
    review,
    service,
    signoffs,
    work_log,
)
from reviewer.cli.door import DEBUG, Failure, attempt, say


def run() -> None:
    """Run the command line of this process, and end it with an exit status."""
    outcome = attempt(lambda: application(prog_name="holdfast"))
    if isinstance(outcome, Failure):
        say(outcome)
        sys.exit(outcome.status)


application = typer.Typer(
    name="holdfast",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help loads in half the time and is never cut to a table
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"holdfast {version('holdfast')}")
        raise typer.Exit(exit_status.SUCCESS)


@application.callback()
def holdfast(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help=f"Show the traceback of a bug; {DEBUG}=1 does the same.")
    ] = False,
) -> None:
    """Hold a change until a human has signed off the guarded boundaries it touches."""
    del version
    if debug:
        os.environ[DEBUG] = "1"


application.command("review", epilog=review.EPILOG)(review.review)
application.add_typer(checks.application, name="checks")
application.add_typer(config.application, name="config")
application.add_typer(constraints.application, name="constraints")
application.command("init")(init.init)
application.command("mcp")(mcp.mcp)
application.command("replay")(replay.replay)
application.add_typer(signoffs.application, name="signoffs")
application.command("work-log")(work_log.work_log)
application.command("serve")(service.serve)
application.command("worker")(service.worker)
application.command("doctor")(doctor.doctor)
application.command("new-check")(developers.new_check)
application.command("docs")(developers.docs)
