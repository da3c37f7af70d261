"""`holdfast work-log`: the template that an agent fills in for its change."""

from __future__ import annotations

from pathlib import Path

from reviewer.cli.constraints import Config, Defaults, Output, Paths, Repo
from reviewer.cli.door import command
from reviewer.cli.output import write_out
from reviewer.cli.standing import Sources, standing_constraints


@command
def work_log(
    paths: Paths = None, repo: Repo = None, config: Config = None, defaults: Defaults = None, output: Output = None
) -> None:
    """Print the work log's template: for the description of a pull request, or as WORKLOG.md in the change.

    The constraints that hold are told in it. `agents: work_log: required` of the configuration asks for it.
    """
    from reviewer.domain.agent_policy import template

    found = standing_constraints(Sources(repo or Path(), config, defaults), paths or ())
    write_out(template(found), output)
