"""The page of the service's settings: each variable, what it is for, and what holds without it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from reviewer.render.pages.words import printed_from

_ABOUT = """\
`holdfast serve`, `holdfast worker` and `holdfast doctor` read these environment variables, and the file `.env` of the
current directory where there is one. An empty variable is one that is not set; a name that means nothing is told at the
start. `holdfast doctor` says what is missing or wrong."""


class Variable(Struct, frozen=True):
    """One setting.

    Attributes:
        default: what holds without it, in words or as a value; "" for nothing.
    """

    name: str
    about: str
    default: str
    secret: bool


def settings_page(variables: Iterable[Variable]) -> str:
    """One row per variable."""
    rows = [f"| `{it.name}` | {it.about} | {_default(it)} |" for it in variables]
    table = "\n".join(["| variable | what it is | without it |", "| --- | --- | --- |", *rows])
    return "\n\n".join([printed_from("reviewer/settings.py"), "# Settings of the service", _ABOUT, table]) + "\n"


def _default(variable: Variable) -> str:
    secret = "secret; " if variable.secret else ""
    return f"{secret}`{variable.default}`" if variable.default else f"{secret}not set"
