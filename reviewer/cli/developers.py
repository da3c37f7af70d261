"""`holdfast new-check` and `holdfast docs`: for those who work on Holdfast itself, in a checkout of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from reviewer.cli import exit_status
from reviewer.cli.door import Failure, command, say
from reviewer.cli.output import write_out
from reviewer.domain.errors import UserProblem

Check = Annotated[str, typer.Argument(metavar="AREA/NAME", help="As in auth/role-weakened.")]
CheckFlag = Annotated[bool, typer.Option("--check", help="Print nothing; end with 1 when a page is stale.")]


@command
def new_check(check: Check) -> None:
    """Make the file of a new check: a working example, to be given its own fact and page."""
    from importlib.metadata import version

    from reviewer.render.pages.new_check import new_check as files_of

    root = _checkout()
    (module, text), *packages = files_of(check, version("holdfast")).items()
    if (root / module).exists():
        raise UserProblem(f"{module} exists already", hint="choose another name, or edit that file")
    for path, content in packages:
        if not (root / path).exists():
            _write(root / path, content)
    _write(root / module, text)
    write_out(f"{module}\n", None)


@command
def docs(check: CheckFlag = False) -> int:
    """Print the pages that are made from checks, rules and types; or tell whether they are fresh."""
    from reviewer.cli.printed import pages_of_the_code

    root = _checkout()
    pages = pages_of_the_code()
    stale = sorted(path for path, text in pages.items() if _read(root / path) != text)
    gone = sorted(_left_over(root, pages))
    if check:
        lines = (*(f"{path} is stale" for path in stale), *(f"{path} is no page any more" for path in gone))
        status = exit_status.FAILURE if lines else exit_status.SUCCESS
        say(Failure(status, lines))
        return status
    for path in stale:
        _write(root / path, pages[path])
    for path in gone:
        (root / path).unlink()
    write_out("".join(f"{path}\n" for path in (*stale, *gone)), None)
    return exit_status.SUCCESS


def _left_over(root: Path, pages: Mapping[str, str]) -> set[str]:
    """Printed pages of checks that are gone."""
    from reviewer.render.pages.printed import CHECKS

    there = {file.relative_to(root).as_posix() for file in (root / CHECKS).rglob("*.md")}
    return there - pages.keys()


def _checkout() -> Path:
    """The root of the checkout that this program runs from."""
    import reviewer

    root = Path(reviewer.__file__).parents[1]
    if not (root / "pyproject.toml").is_file():
        raise UserProblem("this Holdfast is installed, not checked out", hint="run ./dev holdfast in its repository")
    return root


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
