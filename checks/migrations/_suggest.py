"""Edits that are local and safe, as whole replaced lines."""

from __future__ import annotations

import re

from checks.kit import Suggestion
from checks.migrations._case import Case
from checks.schema.operations import Operation


def edited(case: Case, pattern: str, replacement: str) -> Suggestion | None:
    """The operation's own text with the first match of `pattern` replaced; None when its columns are unknown."""
    text = source_of(case, case.operation)
    if text is None:
        return None
    changed, count = re.subn(pattern, replacement, text, count=1, flags=re.IGNORECASE)
    return written(case, case.operation, changed) if count else None


def source_of(case: Case, operation: Operation) -> str | None:
    """The text of an operation in the file; None when only its lines are known."""
    place, source = operation.place, case.change.head
    if source is None or not place.exact:
        return None
    lines = list(source.lines[place.start_line - 1 : place.end_line])
    lines[-1] = lines[-1][: place.end_column]
    lines[0] = lines[0][place.start_column :]
    return "\n".join(lines)


def written(case: Case, operation: Operation, text: str) -> Suggestion | None:
    """The lines of an operation with its text replaced."""
    place, source = operation.place, case.change.head
    if source is None:
        return None
    first, last = source.lines[place.start_line - 1], source.lines[place.end_line - 1]
    whole = f"{first[: place.start_column]}{text}{last[place.end_column :]}"
    return Suggestion(place.start_line, place.end_line, whole)


def with_argument(text: str, argument: str) -> str:
    """A call with one argument more, in the layout of its last line."""
    body = text[:-1].rstrip()
    comma = "" if body.endswith((",", "(")) else ","
    newline = re.search(r"\n(\s*)\)$", text)
    if newline and body.endswith(","):
        inner = re.search(r"\n(\s+)\S[^\n]*$", body)
        return f"{body}\n{inner[1] if inner else newline[1] + '    '}{argument},\n{newline[1]})"
    return f"{body}{comma} {argument})"
