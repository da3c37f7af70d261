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


def read_config(file: ConfigFile | None, rule_ids: Collection[str] = ()) -> tuple[Policy, tuple[ConfigProblem, ...]]:
    """The policy that the file asks for, and everything that is wrong with it, in the order of the lines.

    A file with a problem is not used at all: the policy is then the built-in one.

    Args:
        file: None where the repository has none, which is no problem.
        rule_ids: ids under `checks:` beside those of the checks: the Semgrep rules.
    """
    if file is None:
        return Policy(), ()
    from reviewer.config.reading import read_file  # noqa: PLC0415  (YAML and model: loaded for those that have a file)

    return read_file(file, rule_ids)
