"""Every check and Semgrep rule by id, as the decisions need them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from checks.kit import Area
from checks.kit.discovery import all_checks
from reviewer.analysis.semgrep import semgrep_rules
from reviewer.domain.findings import Rule
from reviewer.domain.suppressions import RULES


@cache
def rule_table() -> Mapping[str, Rule]:
    """Id -> rule; checks and Semgrep rules share the id space."""
    own = {c.id: Rule(c.id, c.area, c.codes, c.severity, c.action) for c in all_checks()}
    said = {it.id: Rule(it.id, Area.GATE_INTEGRITY, ("CF09",), it.severity, it.action) for it in RULES}
    return {**own, **{rule.id: rule for rule in semgrep_rules()}, **said}
