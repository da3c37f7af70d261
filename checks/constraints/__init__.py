"""The repository's own rules, judged over a change: one file per kind of checker.

Lives here: the constraint as a value, by name for whoever only speaks of it, and what each kind finds, in `judge`.
May not live here: Semgrep patterns, which need a program of their own (`reviewer.analysis.constraints`), and what a
finding asks for.
"""

from checks.constraints.constraint import (
    Checker,
    Constraint,
    ForbidImport,
    HumanOnly,
    Layers,
    MustNotReturn,
    Protect,
    RequireGuard,
    SemgrepPattern,
)
from checks.constraints.reads import in_words, languages_read
from checks.constraints.regions import NamedUnit

__all__ = [
    "Checker",
    "Constraint",
    "ForbidImport",
    "HumanOnly",
    "Layers",
    "MustNotReturn",
    "NamedUnit",
    "Protect",
    "RequireGuard",
    "SemgrepPattern",
    "in_words",
    "languages_read",
]
