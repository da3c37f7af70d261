"""One review of a local repository, from git to the report: the adapters are chosen here."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from reviewer.cli.door import ConfigProblems
from reviewer.domain.errors import UserProblem

if TYPE_CHECKING:
    from reviewer.domain.material import ConfigFile
    from reviewer.domain.report import Report
    from reviewer.local.change import LocalChange

_READ_AT_MOST = 1_000_000


class LocalRequest(Struct, frozen=True):
    """What to review.

    Attributes:
        repo: any folder of the repository.
        base: revision to start from; None lets Holdfast choose.
        head: revision to end at; None means HEAD.
        config: file that stands in for the base's configuration.
        defaults: the organisation's file, which stands under the configuration.
        staged: whether the index is meant, against HEAD; then base and head are None.
    """

    repo: Path
    base: str | None = None
    head: str | None = None
    config: Path | None = None
    staged: bool = False
    defaults: Path | None = None


def review_locally(request: LocalRequest) -> Report:
    """The report of the range.

    Raises:
        RepositoryProblem: the range cannot be read.
        UserProblem: the configuration cannot be read, or is broken.
    """
    from reviewer.domain.report import Timing
    from reviewer.local.change import Staged, read_change
    from reviewer.local.choice import Between

    start = time.perf_counter()
    wanted = Staged() if request.staged else Between(request.base, request.head)
    config = None if request.config is None else read_config_file(request.config)
    defaults = None if request.defaults is None else read_config_file(request.defaults)
    with read_change(request.repo, wanted, config) as change:
        git_ms = _milliseconds_since(start)
        report = _report(structs.replace(change, material=structs.replace(change.material, default_config=defaults)))
    stages = {"git": git_ms, **report.timing.stages}
    return replace(report, timing=Timing(_milliseconds_since(start), stages))


def _report(change: LocalChange) -> Report:
    from reviewer.analysis import analyse, rule_table
    from reviewer.review import conclude, prepare

    rules = rule_table()
    prepared = prepare(change.material, rules)
    if prepared.config_problems:
        raise ConfigProblems(prepared.config_problems)
    analysis = analyse(prepared.request, change.base, change.head, change.tip)
    return conclude(prepared, analysis, rules, datetime.now(UTC).date())


def read_config_file(path: Path) -> ConfigFile:
    """A configuration that the caller named; raises UserProblem when it cannot be read."""
    from reviewer.domain.material import ConfigFile

    try:
        with path.open("rb") as file:
            return ConfigFile(str(path), file.read(_READ_AT_MOST))
    except OSError as error:
        hint = "name a configuration file"
        raise UserProblem(f"{path} cannot be read: {error.strerror or error}", hint=hint) from error


def _milliseconds_since(start: float) -> float:
    return round((time.perf_counter() - start) * 1000, 3)
