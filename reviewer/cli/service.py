"""`holdfast serve` and `holdfast worker`: the GitHub App."""

from __future__ import annotations

from typing import Annotated

import typer

from reviewer.cli.door import command

Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all.")]
Port = Annotated[int, typer.Option(min=0, max=65_535, help="Port to listen on; 0 for any free one.")]


@command
def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the GitHub App: take webhooks and work them off, until SIGTERM or Ctrl-C.

    The settings come from the environment (HOLDFAST_...) and from the file .env.
    """
    from reviewer.app import service
    from reviewer.settings import load

    service.serve(host, port, load())


@command
def worker() -> None:
    """Work reviews off, beside other workers of the same database, until SIGTERM or Ctrl-C."""
    from reviewer.app import service
    from reviewer.settings import load

    service.work(load())
