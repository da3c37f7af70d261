"""Every check and rule with its page: what is printed, listed and explained."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from checks.kit import Kind
from checks.kit.discovery import all_checks
from reviewer.analysis.rules import POLICY_RULES
from reviewer.analysis.semgrep.built import BUILT, built_text
from reviewer.analysis.semgrep.rule import RuleKind, SemgrepRule
from reviewer.analysis.semgrep.rule_set import our_rules, rules_folder
from reviewer.domain.policy_rule import PolicyRule
from reviewer.render.pages.entry import Entry, entry_of

_KINDS = {RuleKind.GUARD: Kind.LOST, RuleKind.PROHIBITION: Kind.INTRODUCED}


@cache
def catalogue() -> Mapping[str, Entry]:
    """Id -> entry, ordered by id; raises what discovery and the reading of rules raise."""
    entries = [*map(entry_of, all_checks()), *map(_entry, our_rules().rules.values()), *map(_said, POLICY_RULES)]
    return {entry.id: entry for entry in sorted(entries, key=lambda entry: entry.id)}


def built_rules() -> tuple[str, str]:
    """Path in the repository and text of the built rules; raises BadYaml for a rule that is none."""
    return f"semgrep-rules/{BUILT}", built_text(rules_folder())


def _entry(rule: SemgrepRule) -> Entry:
    return Entry(
        id=rule.id,
        area=rule.area,
        codes=rule.codes,
        kind=_KINDS[rule.kind],
        severity=rule.severity,
        action=rule.action,
        since=rule.since,
        page=rule.page,
        source=f"semgrep-rules/{rule.id}.yaml",
        languages=tuple(sorted(rule.languages)),
        fixture=_fixture(rule.file),
    )


def _said(rule: PolicyRule) -> Entry:
    return Entry(
        id=rule.id,
        area=rule.area,
        codes=rule.codes,
        kind=rule.kind,
        severity=rule.severity,
        action=rule.action,
        since="0.1.0",
        page=rule.page,
        source=f"{rule.module.replace('.', '/')}.py",
    )


def _fixture(file: Path) -> tuple[str, str] | None:
    """The annotated test file beside the rule, under its path in the repository."""
    beside = sorted(other for other in file.parent.glob(f"{file.stem}.*") if other.suffix != ".yaml")
    if not beside:
        return None
    found = beside[0]
    return f"semgrep-rules/{found.parent.name}/{found.name}", found.read_text(encoding="utf-8")
