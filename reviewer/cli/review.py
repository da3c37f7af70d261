"""`holdfast review`: a range of a local repository, or many of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from reviewer.cli import exit_status
from reviewer.cli.door import command
from reviewer.cli.formats import Format, printed
from reviewer.cli.local_review import LocalRequest, review_locally
from reviewer.cli.output import append, write_out
from reviewer.cli.progress import working
from reviewer.domain.errors import UserProblem

EPILOG = """Exit status: 0 verdict success or neutral; 1 failure or action required; 2 bad usage or configuration;
3 something that could hide a boundary was not looked at; 70 a bug in Holdfast; 130 interrupted.
With --batch it is the worst of all lines."""

Repo = Annotated[
    Path | None, typer.Option(metavar="DIR", help="A folder of the git repository to review.", show_default="here")
]
Base = Annotated[
    str | None,
    typer.Option(metavar="REV", help="Where the change starts.", show_default="merge base with the default branch"),
]
Head = Annotated[str | None, typer.Option(metavar="REV", help="Where the change ends.", show_default="HEAD")]
Config = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Configuration.", show_default=".github/holdfast.yml of the base"),
]
Defaults = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The organisation's configuration, which stands under it.", show_default="none"),
]
FormatOption = Annotated[
    Format | None, typer.Option("--format", help="How to print the report.", show_default=Format.TEXT.value)
]
Output = Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it.", show_default="standard output")]
Summary = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Append the check run's Markdown to it too, as to $GITHUB_STEP_SUMMARY."),
]
StagedFlag = Annotated[bool, typer.Option("--staged", help="Review what is staged, against HEAD.")]
Batch = Annotated[
    Path | None,
    typer.Option(
        "--batch",
        metavar="FILE",
        help="Review many ranges in one process: a JSON object per line with id, repo, base, head, config, defaults; "
        "each is answered by a line with id, exit, and report or error. - reads standard input.",
    ),
]


@command
def review(
    repo: Repo = None,
    base: Base = None,
    head: Head = None,
    config: Config = None,
    defaults: Defaults = None,
    wanted: FormatOption = None,
    output: Output = None,
    staged: StagedFlag = False,
    summary: Summary = None,
    batch: Batch = None,
) -> int:
    """Review a range of a local git repository.

    The same engine and the same result as the GitHub App. No network, account or database is needed, and nothing
    of the repository is executed. On the default branch itself the last change is reviewed.
    """
    if batch is not None:
        alone = {
            "--repo": repo,
            "--base": base,
            "--head": head,
            "--config": config,
            "--defaults": defaults,
            "--staged": staged or None,
            "--summary": summary,
        }
        _refuse(alone, "--batch", "each line of the batch says what to review")
        if wanted not in {None, Format.JSON}:
            raise UserProblem("--batch answers in JSON only", hint="leave --format out")
        from reviewer.cli.batch import review_batch

        return review_batch(batch, output)
    if staged:
        _refuse({"--base": base, "--head": head}, "--staged", "it reviews the index against HEAD")
    with working("Reviewing"):
        report = review_locally(LocalRequest(repo or Path(), base, head, config, staged, defaults))
    write_out(printed(report, wanted or Format.TEXT, to_file=output is not None), output)
    if summary is not None:
        append(printed(report, Format.MARKDOWN, to_file=True), summary)
    return exit_status.status_of(report)


def _refuse(options: Mapping[str, object], beside: str, hint: str) -> None:
    given = [name for name, value in options.items() if value is not None]
    if given:
        raise UserProblem(f"{given[0]} cannot stand beside {beside}", hint=hint)
