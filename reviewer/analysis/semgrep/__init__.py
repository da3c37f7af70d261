"""Our Semgrep rules over both sides of a change: engine, bounds, comparison both ways, hits.

Lives here: everything that knows Semgrep. The engine is a program of its own; its Python is never imported.
May not live here: what a finding asks for; that is `reviewer.domain`.
"""

from reviewer.analysis.semgrep.review import semgrep_search
from reviewer.analysis.semgrep.rule_set import our_rules
from reviewer.analysis.semgrep.table import semgrep_rules

__all__ = ["our_rules", "semgrep_rules", "semgrep_search"]
