"""Every check and Semgrep rule by id, as the decisions need them."""

from __future__ import annotations

from functools import cache

from checks.kit.discovery import check_ids, find_check
from reviewer.analysis.semgrep import semgrep_rules
from reviewer.domain import agent_policy, suppressions
from reviewer.domain.findings import Rule
from reviewer.domain.rule_table import RuleTable

POLICY_RULES = (*agent_policy.RULES, *suppressions.RULES)
"""What is said of how a change comes: its suppressions, and what is asked of agents."""


@cache
def rule_table() -> RuleTable:
    """Id -> rule; checks and Semgrep rules share the id space."""
    said = {it.id: Rule(it.id, it.area, it.codes, it.severity, it.action) for it in POLICY_RULES}
    return RuleTable(check_ids(), _of_check).over({rule.id: rule for rule in semgrep_rules()} | said)


def _of_check(check_id: str) -> Rule:
    check = find_check(check_id)
    if check is None:
        raise KeyError(check_id)
    return Rule(check.id, check.area, check.codes, check.severity, check.action)
