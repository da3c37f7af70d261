"""Runs the checks and Semgrep over changed files, inside one process, within limits.

Lives here: the pure analysis as one function, the process pool, the Semgrep engine.
May not live here: what follows from a hit; that is `reviewer.domain`.
"""

from reviewer.analysis.analyse import analyse
from reviewer.analysis.rules import rule_table

__all__ = ["analyse", "rule_table"]
