"""All rules as the engine takes them: one JSON document, built once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from functools import cache, cached_property
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

from msgspec import Struct

from reviewer.analysis.blobs import Blob
from reviewer.analysis.semgrep.built import read_rules
from reviewer.analysis.semgrep.rule import MalformedRule, RuleId, SemgrepRule
from reviewer.analysis.semgrep.searched import Searched

_FOLDER: Final = "semgrep-rules"


class RuleSet(Struct, frozen=True, dict=True):
    """Rules that run together.

    Attributes:
        rules: by id, ordered by id.
        document: what the engine reads.
    """

    rules: Mapping[RuleId, SemgrepRule]
    document: bytes

    @cached_property
    def languages(self) -> frozenset[str]:
        """Languages that any rule is for."""
        return frozenset(self._by_language)

    def of_language(self, language: str | None) -> tuple[SemgrepRule, ...]:
        """The rules for a language of `checks.kit.files`."""
        return self._by_language.get(language or "", ())

    @cached_property
    def _by_language(self) -> dict[str, tuple[SemgrepRule, ...]]:
        names = {name for rule in self.rules.values() for name in rule.languages}
        return {name: tuple(rule for rule in self.rules.values() if name in rule.languages) for name in names}

    def needed_by(self, blob: Blob) -> frozenset[RuleId]:
        """The rules for its language and path that find in the text all that they need; the others have no match."""
        text = Searched(blob.text)
        rules = self.of_language(blob.language)
        return frozenset(rule.id for rule in rules if text.has_all(rule.needs) and rule.is_for(blob.path))

    def document_of(self, wanted: Collection[RuleId]) -> bytes:
        """What the engine reads when only these rules are to run: reading a rule costs it a millisecond."""
        if len(wanted) == len(self.rules):
            return self.document
        return _document(rule for name, rule in self.rules.items() if name in wanted)

    def digest_of(self, wanted: frozenset[RuleId]) -> str:
        """SHA-256 over the definitions of these rules."""
        if wanted not in self._digests:
            self._digests[wanted] = sha256(self.document_of(wanted)).hexdigest()
        return self._digests[wanted]

    @cached_property
    def _digests(self) -> dict[frozenset[RuleId], str]:
        return {}


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
    return RuleSet(ordered, _document(ordered.values()))


def _document(rules: Iterable[SemgrepRule]) -> bytes:
    return json.dumps({"rules": [dict(rule.definition) for rule in rules]}, sort_keys=True).encode()


def load_rules(folder: Path) -> RuleSet:
    """Read every rule below `folder`, `<area>/<rule>.yaml`.

    Raises:
        MalformedRule: a file cannot be used; names file and line.
    """
    return rule_set(read_rules(folder))


@cache
def our_rules() -> RuleSet:
    """Return the rules that come with the product; raises as `load_rules` does."""
    return load_rules(rules_folder())


def rules_folder() -> Path:
    """Where the rules stand: package data of the wheel, or the root of a checkout."""
    package = Path(str(files("reviewer")))
    packaged = package / _FOLDER
    return packaged if packaged.is_dir() else package.parent / _FOLDER
