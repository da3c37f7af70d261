"""Reads the annotations of a rule's fixture: `ruleid:` and `ok:` speak of the line below."""

import re
from dataclasses import dataclass
from pathlib import Path

_ANNOTATION = re.compile(r"^\s*(?:#|//|/\*|--)\s*(ruleid|ok):\s*([a-z0-9-]+)")


@dataclass(frozen=True, slots=True)
class Annotations:
    """Line numbers, 1-based, that a rule must and must not find."""

    found: frozenset[int]
    silent: frozenset[int]


def read_annotations(text: str, rule: str) -> Annotations:
    lines: dict[str, set[int]] = {"ruleid": set(), "ok": set()}
    for number, line in enumerate(text.split("\n"), start=1):
        annotation = _ANNOTATION.match(line)
        if annotation:
            assert annotation[2] == rule, f"line {number} speaks of {annotation[2]!r}"
            lines[annotation[1]].add(number + 1)
    return Annotations(frozenset(lines["ruleid"]), frozenset(lines["ok"]))


def fixtures_of(rule_file: Path) -> list[Path]:
    """All fixtures that stand beside a rule."""
    beside = rule_file.parent.glob(f"{rule_file.stem}.*")
    return sorted(file for file in beside if file.suffix != ".yaml")
