"""Our rules as the decisions know them."""

from __future__ import annotations

from reviewer.analysis.semgrep.rule_set import our_rules
from reviewer.domain.findings import Rule


def semgrep_rules() -> tuple[Rule, ...]:
    """Every rule of ours, by id; raises MalformedRule as loading them does."""
    return tuple(
        Rule(rule.id, rule.area, rule.codes, rule.severity, rule.action) for rule in our_rules().rules.values()
    )
