"""The repository's configuration file: read with the place of every mistake, and turned into a policy.

Lives here: the YAML that is accepted, the model of its keys, its JSON Schema, the words of its errors.
May not live here: where the file comes from, and what a policy leads to.
"""

from __future__ import annotations

from collections.abc import Collection

from reviewer.domain.errors import ConfigProblem
from reviewer.domain.material import ConfigFile
from reviewer.domain.policy import Policy

PATHS = (".github/holdfast.yml", ".github/holdfast.yaml")
"""Where a repository keeps its configuration; holding both is an error."""


ORGANISATION_REPOSITORY = ".github"
"""The repository of an organisation that holds the default for all others, under the same path."""


def read_config(
    file: ConfigFile | None, rule_ids: Collection[str] = (), default: ConfigFile | None = None
) -> tuple[Policy, tuple[ConfigProblem, ...]]:
    """The policy that the files ask for, and everything that is wrong with them, in the order of the lines.

    With a problem in either file none is used: the policy is then the built-in one.

    Args:
        file: None where the repository has none, which is no problem.
        rule_ids: ids under `checks:` beside those of the checks: the Semgrep rules.
        default: the organisation's file, which stands under the repository's: see `reviewer.config.merge`.
    """
    if file is None and default is None:
        return Policy(), ()
    from reviewer.config.reading import read_files  # noqa: PLC0415  (YAML and model: loaded for those that have a file)

    read = read_files(file, default, rule_ids)
    return read.policy, read.problems
