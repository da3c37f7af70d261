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
    incidents,
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
application.add_typer(incidents.application, name="incidents")
application.command("init", short_help="Propose a configuration for a repository.")(init.init)
application.command("mcp", short_help="Serve agents over the Model Context Protocol.")(mcp.mcp)
application.command("replay", short_help="Review changes that were merged already.")(replay.replay)
application.add_typer(signoffs.application, name="signoffs")
application.command("work-log", short_help="Print the template of a work log.")(work_log.work_log)
application.command("serve", short_help="Serve the GitHub App.")(service.serve)
application.command("worker", short_help="Work reviews off beside the service.")(service.worker)
application.command("doctor", short_help="Say what is wrong with a setup.")(doctor.doctor)
application.command("new-check", short_help="Begin a check (developers).")(developers.new_check)
application.command("docs", short_help="Print generated pages (developers).")(developers.docs)
