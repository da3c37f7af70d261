"""Files that only people change: whatever a change does to them asks for a sign-off."""

from __future__ import annotations

from checks.constraints.constraint import Constraint
from checks.constraints.judged import Edited, Judged
from checks.constraints.saying import Violation, said
from checks.constraints.scope import Scope
from checks.kit import Change, ChangeSet, Evidence, Hit, Kind, Side, Span, Status
from checks.kit.sentence import Lines, code, quote

_SAID = {Status.ADDED: "is new", Status.REMOVED: "was deleted", Status.RENAMED: "was moved", Status.MODIFIED: "changed"}


def find_changed_files(constraint: Constraint, changes: ChangeSet) -> Judged:
    """One hit for each changed file below the paths."""
    files = tuple(Scope(constraint).files(changes))
    edited = tuple(Edited(file.path, file.path, _text(file, Side.LEFT), _text(file, Side.RIGHT)) for file in files)
    return Judged(constraint, bool(files), tuple(_hit(constraint, file) for file in files), edited)


def unread_file(constraint: Constraint, path: str) -> Hit:
    """The hit for a changed file that nobody could read: a picture, a key, a file that is too large."""
    return _said(constraint, path, Span(Side.RIGHT, path, 1, 1), "changed", ())


def _hit(constraint: Constraint, change: Change) -> Hit:
    side, start, end = _first_edit(change)
    evidence = quote(change, side, Lines(start, end), "was" if side is Side.LEFT else "now")
    return _said(constraint, change.path, Span(side, change.path, start, end), _SAID[change.status], (evidence,))


def _said(constraint: Constraint, path: str, span: Span, what: str, evidence: tuple[Evidence, ...]) -> Hit:
    violation = Violation(
        kind=Kind.CHANGED,
        span=span,
        symbol=None,
        what=f"{code(path)} {what}; only people change it, so a person signs it.",
        fact=f"human-only {path}",
        evidence=evidence,
        confidence=1.0,
    )
    return said(constraint, violation)


def _first_edit(change: Change) -> tuple[Side, int, int]:
    """Where the first hunk stands: at head where it added something, else at base."""
    for hunk in change.hunks:
        if hunk.head_end > hunk.head_start:
            return Side.RIGHT, hunk.head_start, hunk.head_end - 1
        return Side.LEFT, hunk.base_start, hunk.base_end - 1
    return (Side.LEFT if change.head is None else Side.RIGHT), 1, 1


def _text(change: Change, side: Side) -> str:
    """The lines of this side that the change touches, and the path that it gave them."""
    source = change.base if side is Side.LEFT else change.head
    if source is None:
        return ""
    numbers = change.removed_lines if side is Side.LEFT else change.added_lines
    path = change.base_path if side is Side.LEFT else change.path
    return "\n".join((path, *(source.lines[number - 1] for number in sorted(numbers) if number <= len(source.lines))))
