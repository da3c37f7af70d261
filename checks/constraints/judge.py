"""One constraint of the registry over one change: what it found, and whether it had anything to look at."""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from checks.constraints.constraint import (
    Constraint,
    ForbidImport,
    HumanOnly,
    Layers,
    MustNotReturn,
    Protect,
    RequireGuard,
    SemgrepPattern,
)
from checks.constraints.forbidden_import import find_forbidden_imports
from checks.constraints.human_only import find_changed_files
from checks.constraints.judged import Judged
from checks.constraints.layer_order import find_upward_imports
from checks.constraints.protected import find_edits_of_protected
from checks.constraints.reads import unread_note
from checks.constraints.regions import NamedIn, nothing_named
from checks.constraints.required_guard import find_missing_guards
from checks.constraints.returned import find_returned
from checks.kit import ChangeSet

__all__ = ["Judged", "judge"]


def judge(constraint: Constraint, changes: ChangeSet, named: NamedIn = nothing_named) -> Judged | None:
    """The answer of a constraint; None where a program of its own gives it (Semgrep).

    `named` tells the units of files that are not Python's.
    """
    judged = _judged(constraint, changes, named)
    notes = unread_note(constraint, changes)
    return judged and replace(judged, notes=(*judged.notes, *notes)) if notes else judged


def _judged(constraint: Constraint, changes: ChangeSet, named: NamedIn) -> Judged | None:
    match constraint.checker:
        case RequireGuard() as checker:
            return find_missing_guards(constraint, checker, changes)
        case ForbidImport() as checker:
            return find_forbidden_imports(constraint, checker, changes)
        case Layers() as checker:
            return find_upward_imports(constraint, checker, changes)
        case Protect() as checker:
            return find_edits_of_protected(constraint, checker, changes, named)
        case MustNotReturn() as checker:
            return find_returned(constraint, checker, changes)
        case HumanOnly():
            return find_changed_files(constraint, changes)
        case SemgrepPattern():
            return None
        case _:
            assert_never(constraint.checker)
