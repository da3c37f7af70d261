"""A Semgrep rule of ours as a value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final, NewType, cast

import pathspec
from msgspec import Struct

from checks.kit import Action, Area, Severity
from checks.kit.page import Page
from checks.ledger import Family

RuleId = NewType("RuleId", str)
"""Public id, "<area>/<words>", in one space with the checks."""

_ELLIPSIS: Final = re.compile(r"^\.\.\.[ \t;]*$", re.MULTILINE)


class RuleKind(StrEnum):
    """What a match means."""

    GUARD = "guard"  # protection: one that vanishes is reported
    PROHIBITION = "prohibition"  # harm: one that is new is reported


class Protects(StrEnum):
    """What a guard stands for, where its rule names no subject."""

    UNIT = "unit"  # the rest of the function it stands in
    INSIDE = "inside"  # the lines that it wraps


class FileRole(StrEnum):
    """Which files a rule speaks of."""

    CODE = "code"
    TESTS = "tests"


class MalformedRule(ValueError):
    """A rule file cannot be used; `args[0]` says "file:line: what"."""


class Guarding(Struct, frozen=True):
    """How matches of a guard rule are compared.

    Attributes:
        family: what it protects; a guard of the same family elsewhere may be where it moved to.
        key: names the guard, in source text with metavariables ("$GUARD"); None for the whole match.
        subject: names what it protects, likewise ("$ROUTER.$METHOD($PATH"): while that still stands
            at head, the guard is missed. None: what it `protects` decides.
    """

    family: Family
    key: str | None
    subject: str | None
    protects: Protects


class SemgrepRule(Struct, frozen=True):
    """One rule file.

    Attributes:
        action: the loudest thing it may ask for.
        confidence: how sure a finding of it is.
        languages: names of `checks.kit.files.language`.
        says: the finding's title, with metavariables.
        harm: the finding's message.
        guarding: None for a prohibition.
        needs: without each of these somewhere in the text there is no match; a text without them is
            not given to the engine, whose parser is the dear part of a scan.
        touches: one of these stands on a changed line when the change adds or takes away a match; none
            said: any change may. A change that touches nothing of a rule cannot alter what it says.
        role: which files it speaks of.
        include: patterns, as git spells them, of paths that it speaks of; none: of all.
        exclude: the same for paths that it leaves alone, whatever is included.
        definition: what the engine gets, under `engine_id`; it sees no paths.
        file: where it stands.
    """

    id: RuleId
    area: Area
    codes: tuple[str, ...]
    severity: Severity
    action: Action
    confidence: float
    since: str
    languages: frozenset[str]
    page: Page
    says: str
    harm: str
    guarding: Guarding | None
    needs: tuple[str, ...]
    touches: tuple[str, ...]
    role: FileRole
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    definition: Mapping[str, object]
    file: Path

    @property
    def engine_id(self) -> str:
        """The id as the engine takes it: it refuses a slash."""
        return self.id.replace("/", ".")

    def is_for(self, path: str) -> bool:
        """Whether it speaks of a file with this path."""
        if self.include and not _patterns(self.include).match_file(path):
            return False
        return not (self.exclude and _patterns(self.exclude).match_file(path))

    @property
    def follows_statements(self) -> bool:
        """Whether a pattern speaks of statements beside each other, whatever stands between them."""
        return any(_ELLIPSIS.search(text) for _, text in _texts(self.definition))

    @property
    def reads_text(self) -> bool:
        """Whether it looks for text by regular expressions, which cannot tell a comment from code."""
        return any(key == "pattern-regex" for key, _ in _texts(self.definition))

    @property
    def kind(self) -> RuleKind:
        """What a match means."""
        return RuleKind.PROHIBITION if self.guarding is None else RuleKind.GUARD


@lru_cache(maxsize=256)
def _patterns(lines: tuple[str, ...]) -> pathspec.GitIgnoreSpec:
    return pathspec.GitIgnoreSpec.from_lines(lines)


def _texts(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a definition, with the key that it stands under."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Mapping):
        for inner_key, inner in cast("Mapping[str, object]", value).items():
            yield from _texts(inner, inner_key)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from _texts(inner, key)
