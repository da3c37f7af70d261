"""The repository's own constraints over a change: those of `checks.constraints`, and Semgrep patterns of its own.

Lives here: running them, within the bounds of everything that comes from a repository.
May not live here: what a violation asks for; that is `reviewer.domain`.
"""

from reviewer.analysis.constraints.judging import Registry, judged_by
from reviewer.analysis.constraints.patterns import refused_patterns

__all__ = ["Registry", "judged_by", "refused_patterns"]
