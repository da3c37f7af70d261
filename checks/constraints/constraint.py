"""The repository's own rules: a sentence, a reason, and one way to check it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from checks.kit import Action, Area, Severity


@dataclass(frozen=True, slots=True)
class RequireGuard:
    """Every entry point has one of these guards: families, or names with `*`."""

    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SemgrepPattern:
    """What must not be written: the operators of a Semgrep rule, its languages apart."""

    languages: tuple[str, ...]
    operators: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ForbidImport:
    """Modules that must not be imported; names with `*`."""

    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layers:
    """Layers from the top down; an import may only go down.

    Attributes:
        packages: names of each layer; `a | b` are names of one layer, `*` stands for any part of a name.
    """

    packages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Protect:
    """Symbols, files, or "path:symbol" and "path:region", whose edit always asks for a sign-off."""

    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MustNotReturn:
    """Symbols or patterns that were retired."""

    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HumanOnly:
    """Whatever changes below the paths asks for a sign-off."""


Checker = RequireGuard | SemgrepPattern | ForbidImport | Layers | Protect | MustNotReturn | HumanOnly


@dataclass(frozen=True, slots=True)
class Constraint:
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
