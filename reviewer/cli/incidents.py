"""`holdfast incidents`: who may post incidents of a repository."""

from __future__ import annotations

from typing import Annotated

import typer

from reviewer.cli.door import command
from reviewer.cli.output import write_out

application = typer.Typer(help="Who may post incidents of a repository.", no_args_is_help=True)
_NOTE = "The database comes from the environment (HOLDFAST_DATABASE_URL, HOLDFAST_DATA_DIR), as for `holdfast serve`."


@application.callback()
def incidents() -> None:
    """Who may post incidents of a repository: `POST /incidents` with `Authorization: Bearer TOKEN`."""


@application.command("make-token", epilog=_NOTE)
@command
def make_token(
    repository: Annotated[
        str, typer.Argument(metavar="OWNER/NAME", help="The repository; it has been reviewed before.")
    ],
) -> None:
    """Make a token and print it, this once: only its hash is kept."""
    from reviewer.app.incident_tokens import make_token
    from reviewer.domain.errors import UserProblem
    from reviewer.settings import load

    token = make_token(load(), repository)
    if token is None:
        raise UserProblem(
            f"No pull request of {repository!r} was ever reviewed here.",
            hint="name it as owner/name, after its first review",
        )
    write_out(f"{token}\n", None)


@application.command("tokens", short_help="List all tokens.", epilog=_NOTE)
@command
def tokens() -> None:
    """List all tokens: the id, the repository, when each was made and revoked; never the secret."""
    from reviewer.app.incident_tokens import list_tokens
    from reviewer.settings import load

    rows = [
        f"{it.id}  {it.repository}  made {it.created_at:%Y-%m-%d}"
        + ("" if it.revoked_at is None else f"  revoked {it.revoked_at:%Y-%m-%d}")
        for it in list_tokens(load())
    ]
    write_out("".join(f"{row}\n" for row in rows), None)


@application.command("revoke-token", epilog=_NOTE)
@command
def revoke_token(
    token_id: Annotated[str, typer.Argument(help="The id, as `holdfast incidents tokens` lists it.")],
) -> None:
    """End a token: from now on it posts nothing."""
    from reviewer.app.incident_tokens import revoke_token
    from reviewer.domain.errors import UserProblem
    from reviewer.settings import load

    if not revoke_token(load(), token_id):
        raise UserProblem(f"No token with the id {token_id!r} counts.", hint="`holdfast incidents tokens` lists them")
