"""The repository's own rules: a sentence, a reason, and one way to check it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from checks.kit import Action, Area, Severity


class RequireGuard(Struct, frozen=True):
    """Every entry point has one of these guards: families, or names with `*`."""

    any_of: tuple[str, ...]


class SemgrepPattern(Struct, frozen=True):
    """What must not be written: the operators of a Semgrep rule, its languages apart."""

    languages: tuple[str, ...]
    operators: Mapping[str, object]


class ForbidImport(Struct, frozen=True):
    """Modules that must not be imported; names with `*`."""

    modules: tuple[str, ...]


class Layers(Struct, frozen=True):
    """Layers from the top down; an import may only go down.

    Attributes:
        packages: names of each layer; `a | b` are names of one layer, `*` stands for any part of a name.
    """

    packages: tuple[str, ...]


class Protect(Struct, frozen=True):
    """Symbols, files, or "path:symbol" and "path:region", whose edit always asks for a sign-off."""

    places: tuple[str, ...]


class MustNotReturn(Struct, frozen=True):
    """Symbols or patterns that were retired."""

    patterns: tuple[str, ...]


class HumanOnly(Struct, frozen=True):
    """Whatever changes below the paths asks for a sign-off."""


Checker = RequireGuard | SemgrepPattern | ForbidImport | Layers | Protect | MustNotReturn | HumanOnly


class Constraint(Struct, frozen=True):
    """One entry of the registry.

    Attributes:
        id: what findings call it.
        says: the rule in one sentence.
        because: incident, pull request or law; may be empty.
        kind: something left out, or something done.
        paths: globs where it holds; empty means everywhere.
        owner: account or team; may be empty.
        action: what a violation asks for; None leaves it to the severity.
    """

    id: str
    says: str
    because: str
    kind: Literal["omission", "commission"]
    area: Area
    paths: tuple[str, ...]
    owner: str
    severity: Severity
    checker: Checker
    action: Action | None = None

    @property
    def rule(self) -> str:
        """What findings call it, `checks:` and suppressions name: "<area>/<id>"."""
        return f"{self.area}/{self.id}"
