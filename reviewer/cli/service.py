"""`holdfast serve` and `holdfast worker`: the GitHub App."""

from __future__ import annotations

from typing import Annotated

import typer

from reviewer.cli.door import command

Host = Annotated[str, typer.Option(metavar="HOST", help="Address to listen on; 0.0.0.0 for all.")]
Port = Annotated[int, typer.Option(metavar="N", min=0, max=65_535, help="Port to listen on; 0 for any free one.")]

WatchPort = Annotated[
    int | None,
    typer.Option(
        metavar="N", min=0, max=65_535, help="Port of /healthz, /readyz and /metrics; without it, there is none."
    ),
]


@command
def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the GitHub App: take webhooks and work them off, until SIGTERM or Ctrl-C.

    Without an App, /setup registers one. The settings come from the environment (HOLDFAST_...) and from the file .env.
    """
    from reviewer.app.counting import counted_together
    from reviewer.settings import load

    settings = load()
    with counted_together():
        from reviewer.app.service import serve as serve_app

        serve_app(host, port, settings)


@command
def worker(host: Host = "127.0.0.1", port: WatchPort = None) -> None:
    """Work reviews off, beside other workers of the same database, until SIGTERM or Ctrl-C."""
    from reviewer.app.work import Watched, work
    from reviewer.settings import load

    work(load(), None if port is None else Watched(host, port))
