"""The repository's configuration file: read with the place of every mistake, and turned into a policy.

Lives here: the YAML that is accepted, the model of its keys, its JSON Schema, the words of its errors.
May not live here: where the file comes from, and what a policy leads to.
"""

from __future__ import annotations

PATHS = (".github/holdfast.yml", ".github/holdfast.yaml")
"""Where a repository keeps its configuration; holding both is an error."""
