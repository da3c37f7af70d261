"""A malformed rule fails at the start, with its file and line."""

import re
from pathlib import Path

import pytest

from checks.kit import Action, Area, Severity
from checks.ledger import Family
from reviewer.analysis.bounded import Deadline
from reviewer.analysis.semgrep.cache import RecentResults
from reviewer.analysis.semgrep.engine import find_engine
from reviewer.analysis.semgrep.rule import MalformedRule
from reviewer.analysis.semgrep.rule_set import load_rules, our_rules, rule_set
from reviewer.analysis.semgrep.scan import Limits, scan
from reviewer.analysis.semgrep.table import semgrep_rules
from tests.reviewer.analysis.semgrep.test_scan import blob

GOOD = """\
rules:
  - id: key-dropped
    languages: [javascript, typescript]
    severity: ERROR
    message: >-
      Somebody reads what is
      not theirs.
    pattern: find($WHO)
    metadata:
      holdfast:
        area: auth
        kind: guard
        family: authorization
        key: $WHO
        codes: [AZ01, MIG-A01]
        severity: high
        action: warn
        confidence: 0.7
        since: "0.1"
        says: find no longer asks for $WHO
        needs: ['find\\(']
        page: |
          A key was dropped.

          Said in a line.

          Why it matters:
            So.
          Instead:
            Keep it.
          What it does not see:
            Much.
          Sources:
            None.
"""


def write(folder: Path, text: str, name: str = "auth/key-dropped.yaml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_rule_is_all_that_its_file_says(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD)
    (rule,) = load_rules(tmp_path).rules.values()
    assert (rule.id, rule.engine_id, rule.area, rule.file) == ("auth/key-dropped", "auth.key-dropped", Area.AUTH, file)
    assert (rule.severity, rule.action, rule.confidence) == (Severity.HIGH, Action.WARN, 0.7)
    assert rule.languages == {"javascript", "typescript"}
    assert rule.harm == "Somebody reads what is not theirs."
    assert rule.guarding is not None
    assert (rule.guarding.family, rule.guarding.key, rule.guarding.subject) == (Family.AUTHORIZATION, "$WHO", None)
    assert (rule.page.title, rule.page.summary) == ("A key was dropped", "Said in a line.")
    assert set(rule.definition) == {"id", "languages", "severity", "message", "pattern"}
    assert (rule.include, rule.exclude) == ((), ())


MALFORMED = [
    ("", 1, "valid"),
    ("rules: [\n", 2, "did not find expected"),
    ("rules: []\n", 1, "at least 1"),
    (GOOD + GOOD, 35, "duplicate key"),
    (GOOD + GOOD.replace("rules:\n", ""), 1, "at most 1"),
    (GOOD.replace("id: key-dropped", "id: key-lost"), 2, "the file's name"),
    (GOOD.replace("id: key-dropped", "id: Key_Dropped"), 2, "pattern"),
    (GOOD.replace("[javascript, typescript]", "[cobol]"), 3, "no such language: 'cobol'"),
    (GOOD.replace("severity: ERROR", "severity: LOUD"), 4, "severity"),
    (GOOD.replace("    pattern: find($WHO)\n", "    mode: taint\n"), 8, "'mode' is not allowed"),
    (GOOD.replace("    pattern: find($WHO)\n", "    mode: join\n    join: {}\n"), 8, "not allowed"),
    (GOOD.replace("    pattern:", "    validators: []\n    pattern:"), 8, "'validators' is not allowed"),
    (GOOD.replace("area: auth", "area: authz"), 11, "area"),
    (GOOD.replace("area: auth", "area: tenancy"), 11, "the folder's name"),
    (GOOD.replace("kind: guard", "kind: warning"), 12, "kind"),
    (GOOD.replace("kind: guard", "kind: prohibition"), 12, "a prohibition has none"),
    (GOOD.replace("        family: authorization\n", ""), 12, "a guard names its family"),
    (GOOD.replace("kind: guard", "kind: prohibition").replace("        family: authorization\n", ""), 12, "guards"),
    (GOOD.replace("family: authorization", "family: friends"), 13, "family"),
    (GOOD.replace("codes: [AZ01, MIG-A01]", "codes: []"), 15, "codes"),
    (GOOD.replace("codes: [AZ01, MIG-A01]", "codes: [first]"), 15, "pattern"),
    (GOOD.replace("severity: high", "severity: urgent"), 16, "severity"),
    (GOOD.replace("action: warn", "action: note"), 17, "action"),
    (GOOD.replace("confidence: 0.7", "confidence: 7"), 18, "confidence"),
    (GOOD.replace('        since: "0.1"\n', ""), 10, "since"),
    (GOOD.replace("        since:", "        sinse: 1\n        since:"), 19, "sinse"),
    (GOOD.replace("needs: ['find\\(']", "needs: ['find(']"), 21, "no regular expression"),
    (GOOD.replace("needs: ['find\\(']", "needs: []"), 21, "at least 1"),
    (GOOD.replace("          Sources:\n", ""), 22, "'Sources:'"),
    (GOOD.replace("A key was dropped.", "A key was dropped"), 22, "full stop"),
    (GOOD.replace("            Much.\n", ""), 22, "'What it does not see' is empty"),
]


@pytest.mark.parametrize(("text", "line", "words"), MALFORMED)
def test_a_malformed_file_is_refused_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(MalformedRule, match=re.escape(words)) as refused:
        load_rules(tmp_path)
    assert str(refused.value).startswith(f"{file}:{line}: ")


def test_a_pattern_that_the_engine_refuses_is_told_with_its_line(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD.replace("pattern: find($WHO)", "pattern: find((("))
    rules = load_rules(tmp_path)
    with pytest.raises(MalformedRule, match="Invalid pattern for JavaScript") as refused:
        scan([blob("a.js", "find(a)\n")], rules, find_engine(), RecentResults(), Limits(Deadline(60.0)))
    assert str(refused.value).startswith(f"{file}:8: ")


def test_one_id_twice_is_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    rules = list(load_rules(tmp_path).rules.values())
    with pytest.raises(MalformedRule, match="auth/key-dropped"):
        rule_set([*rules, *rules])


def test_a_folder_without_rules_is_an_empty_set(tmp_path: Path) -> None:
    assert load_rules(tmp_path).rules == {}


def test_the_document_is_the_same_whatever_the_order(tmp_path: Path) -> None:
    rules = list(our_rules().rules.values())
    assert rule_set(rules).document == rule_set(reversed(rules)).document
    write(tmp_path, GOOD)
    more = [*rules, *load_rules(tmp_path).rules.values()]
    assert rule_set(more).document != rule_set(rules).document


def test_the_table_has_every_rule_of_ours() -> None:
    assert [rule.id for rule in semgrep_rules()] == list(our_rules().rules)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("src/a.ts", 1),
        ("a.ts", 0),
        ("src/a.tsx", 0),
        ("src/components/a.ts", 0),
        ("src/component/a.ts", 1),
        ("lib/src/a.ts", 0),
    ],
)
def test_a_rule_is_for_the_paths_that_it_names(tmp_path: Path, path: str, found: int) -> None:
    paths = '    paths:\n      include: ["/src/**"]\n      exclude: ["*.tsx", "**/components/**"]\n'
    write(tmp_path, GOOD.replace("    pattern:", f"{paths}    pattern:"))
    (rule,) = load_rules(tmp_path).rules.values()
    assert rule.is_for(path) == bool(found)
    assert "paths" not in rule.definition
