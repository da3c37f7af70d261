"""All rules as the engine takes them: one JSON document, built once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

from reviewer.analysis.blobs import Blob
from reviewer.analysis.semgrep.rule import MalformedRule, RuleId, SemgrepRule
from reviewer.analysis.semgrep.rule_file import read_rule

_FOLDER: Final = "semgrep-rules"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules that run together.

    Attributes:
        rules: by id, ordered by id.
        document: what the engine reads.
        digest: SHA-256 of `document`, hexadecimal.
    """

    rules: Mapping[RuleId, SemgrepRule]
    document: bytes
    digest: str

    @property
    def languages(self) -> frozenset[str]:
        """Languages that any rule is for."""
        return frozenset(name for rule in self.rules.values() for name in rule.languages)

    def may_match(self, blob: Blob) -> bool:
        """Whether any rule for its language finds in the text what it needs; else there is no match."""
        known: dict[re.Pattern[str], bool] = {}

        def found(regex: re.Pattern[str]) -> bool:
            if regex not in known:
                known[regex] = regex.search(blob.text) is not None
            return known[regex]

        return any(blob.language in rule.languages and all(map(found, rule.needs)) for rule in self.rules.values())

    @property
    def by_path(self) -> bool:
        """Whether any rule looks at paths, so that equal bytes elsewhere may have other matches."""
        return any(rule.by_path for rule in self.rules.values())


def rule_set(rules: Iterable[SemgrepRule]) -> RuleSet:
    """Put rules together.

    Raises:
        MalformedRule: two rules have one id.
    """
    ordered: dict[RuleId, SemgrepRule] = {}
    for rule in sorted(rules, key=lambda rule: rule.id):
        if rule.id in ordered:
            raise MalformedRule(f"{rule.file}:1: {ordered[rule.id].file} is {rule.id!r} too")
        ordered[rule.id] = rule
    document = json.dumps({"rules": [dict(rule.definition) for rule in ordered.values()]}, sort_keys=True).encode()
    return RuleSet(ordered, document, sha256(document).hexdigest())


def load_rules(folder: Path) -> RuleSet:
    """Read every rule below `folder`, `<area>/<rule>.yaml`.

    Raises:
        MalformedRule: a file cannot be used; names file and line.
    """
    return rule_set(read_rule(file) for file in sorted(folder.glob("*/*.yaml")))


@cache
def our_rules() -> RuleSet:
    """Return the rules that come with the product; raises as `load_rules` does."""
    return load_rules(rules_folder())


def rules_folder() -> Path:
    """Where the rules stand: package data of the wheel, or the root of a checkout."""
    package = Path(str(files("reviewer")))
    packaged = package / _FOLDER
    return packaged if packaged.is_dir() else package.parent / _FOLDER
