"""A match in its place, and what became of it."""

from __future__ import annotations

from msgspec import Struct

from checks.kit import Kind
from reviewer.analysis.semgrep.match import Match
from reviewer.analysis.semgrep.rule import Protects, SemgrepRule
from reviewer.analysis.semgrep.scopes import FileSide, Scope


class Seen(Struct, frozen=True, eq=False):
    """A match in its place.

    Attributes:
        key: what it is, in tokens.
        subject: what it protects, in tokens; empty where the rule does not say.
    """

    side: FileSide
    match: Match
    scope: Scope
    key: tuple[str, ...]
    subject: tuple[str, ...]
    protects: Protects


class Difference(Struct, frozen=True):
    """What became of a match.

    Attributes:
        kind: introduced (only `head`), lost (only `base`), changed or moved (both).
        remains: where the code that lost its guard stands at head; None for what was introduced.
    """

    kind: Kind
    rule: SemgrepRule
    base: Seen | None
    head: Seen | None
    remains: Scope | None
