"""`holdfast replay`: what Holdfast would have said of changes that were merged already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from reviewer.cli.door import Failure, attempt, command, remark
from reviewer.cli.formats import Listing
from reviewer.cli.local_review import LocalRequest, review_locally
from reviewer.cli.output import write_out
from reviewer.cli.progress import counting

if TYPE_CHECKING:
    from reviewer.domain.replay import MergedChange, Replayed

Repo = Annotated[Path | None, typer.Option(metavar="DIR", help="A folder of the git repository.", show_default="here")]
Last = Annotated[int, typer.Option("--last", metavar="N", min=1, max=5000, help="How many merged changes.")]
Branch = Annotated[
    str | None, typer.Option(metavar="REV", help="Whose history.", show_default="the default branch, else HEAD")
]
Config = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Configuration.", show_default=".github/holdfast.yml of each change's base"),
]
Form = Annotated[Listing, typer.Option("--format", help="How to print it.")]
Output = Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it.", show_default="standard output")]
Anew = Annotated[bool, typer.Option("--anew", help="Review again what an earlier run has reviewed.")]


@command
def replay(
    last: Last = 50,
    repo: Repo = None,
    branch: Branch = None,
    config: Config = None,
    form: Form = Listing.TEXT,
    output: Output = None,
    anew: Anew = False,
) -> None:
    """Review the last merged changes again: what would have been said, how loud, and which were reverted later.

    Nothing is checked out and nothing is posted. A run that is broken off goes on where it stopped.
    """
    from reviewer.cli.local_review import read_config_file
    from reviewer.cli.replayed import cache_file, keeping, read_results
    from reviewer.domain.replay import reverts, totals
    from reviewer.local.history import read_history
    from reviewer.render.replay import replay_json, replay_text

    folder = repo or Path()
    configured = b"" if config is None else read_config_file(config).data
    history = read_history(folder, branch, last)
    if history.cut_off:
        remark(f"this shallow clone holds only {len(history.changes)} of the last {last} changes")
    file = cache_file(history.repository.common_dir, configured)
    found = {} if anew else dict(read_results(file))
    with keeping(file) as keep, counting("Reviewing", len(history.changes)) as done:
        for change in history.changes:
            if change.sha not in found:
                found[change.sha] = _reviewed(folder, change, config)
                keep(found[change.sha])
            done()
    back = reverts(history.changes)
    numbers = totals([found[change.sha] for change in history.changes], back)
    match form:
        case Listing.TEXT:
            write_out(replay_text(history.branch, history.changes, found, back, numbers), output)
        case Listing.JSON:
            write_out(replay_json(history.branch, history.changes, found, back, numbers), output)
        case _:
            assert_never(form)


def _reviewed(folder: Path, change: MergedChange, config: Path | None) -> Replayed:
    from reviewer.domain.replay import Replayed, replayed

    report = attempt(lambda: review_locally(LocalRequest(folder, change.base, change.sha, config)))
    if isinstance(report, Failure):
        return Replayed(
            change.sha, None, complete=False, to_sign=(), said=(), agent=None, problem=" ".join(report.lines)
        )
    return replayed(change.sha, report)
