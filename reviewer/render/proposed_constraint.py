"""A proposed constraint as YAML: an entry to put below `constraints:` of `.github/holdfast.yml`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reviewer.domain.decay.offenders import ProposedConstraint
from reviewer.render.foreign import one_line

_ESCAPED: Final = {'"': '\\"', "\\": "\\\\"}


def proposed_constraint(proposed: ProposedConstraint) -> str:
    """The whole file with this entry alone, so that it can be tried as it stands."""
    entry = [
        f"id: {_quoted(proposed.id)}",
        f"says: {_quoted(proposed.says)}",
        f"because: {_quoted(proposed.because)}",
        f"kind: {proposed.kind}",
        f"area: {proposed.area}",
        f"paths: {_list(proposed.paths)}",
        "severity: high",
        f"require_guard: {{on: entry-points, any_of: {_list(proposed.families)}}}"
        if proposed.families
        else f"protect: {_list(proposed.protect)}",
    ]
    first, *rest = entry
    return "\n".join(["version: 1", "constraints:", f"  - {first}", *(f"    {line}" for line in rest)]) + "\n"


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, words))}]"


def _quoted(text: str) -> str:
    """Double-quoted, ASCII alone: what YAML does not take as it is, it takes as an escape."""
    return f'"{"".join(map(_written, one_line(text)))}"'


def _written(char: str) -> str:
    if char in _ESCAPED:
        return _ESCAPED[char]
    return char if " " <= char <= "~" else f"\\U{ord(char):08x}"
