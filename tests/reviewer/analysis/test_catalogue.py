"""Every check and rule has a name of its own."""

from collections import Counter

from checks.kit.discovery import all_checks
from reviewer.analysis.catalogue import catalogue
from reviewer.analysis.rules import POLICY_RULES
from reviewer.analysis.semgrep.rule_set import our_rules


def test_no_two_share_an_id() -> None:
    ids = [check.id for check in all_checks()] + list(our_rules().rules) + [rule.id for rule in POLICY_RULES]
    assert [name for name, times in Counter(ids).items() if times > 1] == []
    assert len(catalogue()) == len(ids)
