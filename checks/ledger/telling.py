"""From entries of the ledger to hits: the one way in which a lost guard is told."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from checks.kit import Action, Change, Evidence, Hit, Kind, Side, Span
from checks.ledger.entry import Entry, Verdict
from checks.ledger.family import Family
from checks.ledger.guard import Form
from checks.ledger.ledger import entries_of
from checks.ledger.nearest import nearest_example
from checks.ledger.restore import suggestion_for
from checks.ledger.unit import Unit

_LONGEST_TITLE = 120
_LONGEST_SNIPPET = 12  # lines; more is scrolled past
_LIKELY = 0.5  # below this it is a note
_AROUND = 2  # lines shown above and below the place where a guard stood
LOSSES = frozenset({Verdict.LOST, Verdict.WEAKENED})
CHANGES = frozenset({Verdict.CHANGED, Verdict.MOVED})


class Claim(Struct, frozen=True):
    """The part of the ledger that one check speaks of; every entry belongs to exactly one claim.

    Attributes:
        families: whose guards.
        verdicts: what became of them.
        forms: how they were written; None is every form that no other check of the family claims.
        but: forms that another check claims.
    """

    families: frozenset[Family]
    verdicts: frozenset[Verdict]
    forms: frozenset[Form] | None = None
    but: frozenset[Form] = frozenset()

    def takes(self, family: Family, form: Form, verdict: Verdict) -> bool:
        """Whether an entry of this kind is told by the check."""
        if family not in self.families or verdict not in self.verdicts or form in self.but:
            return False
        return self.forms is None or form in self.forms


def tell(change: Change, claim: Claim, harm: str) -> Iterator[Hit]:
    """A hit for every claimed entry whose guard stood in this file.

    Args:
        change: the file.
        claim: which entries.
        harm: one sentence in operations words: what happens now that could not happen before.
    """
    for entry in entries_of(change):
        if claim.takes(entry.guard.family, entry.guard.form, entry.verdict):
            yield _hit(change, entry, harm)


def _hit(change: Change, entry: Entry, harm: str) -> Hit:
    guard = entry.guard
    return Hit(
        kind=Kind(entry.verdict.value),
        span=Span(Side.LEFT, change.path, guard.start_line, guard.end_line),
        symbol=entry.base.symbol,
        fact=f"{entry.verdict} {guard.form} {guard.fact}",
        title=_title(entry),
        message=_message(entry, harm),
        confidence=entry.confidence,
        action=Action.NOTE if entry.proven else None,
        evidence=tuple(_evidence(change, entry)),
        suggestion=suggestion_for(entry) if _is_told_aloud(entry) else None,
    )


def _title(entry: Entry) -> str:
    where = _name(entry.base)
    label = _code(entry.guard.label)
    match entry.verdict:
        case Verdict.LOST:
            title = f"{label} no longer guards {where}"
        case Verdict.WEAKENED:
            title = f"{label} of {where} became weaker"
        case Verdict.CHANGED:
            title = f"{label} of {where} changed"
        case Verdict.MOVED:
            target = _name(entry.cover_unit) if entry.cover_unit else "another place"
            title = f"{label} moved from {where} to {target}"
    return title


def _message(entry: Entry, harm: str) -> str:
    parts: list[str] = []
    if entry.cover is not None and entry.verdict is not Verdict.MOVED:
        parts.append(f"Now it is {_code(entry.cover.label)}.")
    if entry.cover is not None and entry.verdict is Verdict.MOVED:
        proof = "which covers the same code" if entry.proven else "but nothing shows that it covers the same code"
        parts.append(f"In its place stands {_code(entry.cover.label)}, {proof}.")
    if entry.verdict in LOSSES or not entry.proven:
        parts.append(harm)
    if entry.others:
        names = ", ".join(_name(other.base) for other in entry.others[:20])
        parts.append(f"The same guard went from {len(entry.others)} more units of this change: {names}.")
    return " ".join(parts)


def _evidence(change: Change, entry: Entry) -> Iterator[Evidence]:
    guard, base = entry.guard, entry.base
    end = min(guard.end_line, guard.start_line + _LONGEST_SNIPPET - 1)
    was = Span(Side.LEFT, change.path, guard.start_line, end)
    yield Evidence(was, base.source.snippet(guard.start_line, end), "was")
    if entry.cover is not None and entry.cover_unit is not None:
        cover, unit = entry.cover, entry.cover_unit
        end = min(cover.end_line, cover.start_line + _LONGEST_SNIPPET - 1)
        now = Span(Side.RIGHT, unit.source.path, cover.start_line, end)
        yield Evidence(now, unit.source.snippet(cover.start_line, end), "now")
    else:
        yield _what_stands_there(change, entry)
    if _is_told_aloud(entry) and (example := nearest_example(entry)) is not None:
        yield example


def _is_told_aloud(entry: Entry) -> bool:
    """Whether somebody reads it: looking for an example and a repair of a note is not worth the time."""
    return entry.verdict in LOSSES and entry.confidence >= _LIKELY


def _what_stands_there(change: Change, entry: Entry) -> Evidence:
    """The lines that replaced the guard; where it was only deleted, those that stand around its place."""
    head = entry.head
    start, end, label = head.start_line, head.end_line, "still here"
    line = entry.guard.start_line
    hunk = next((hunk for hunk in change.hunks if hunk.base_start <= line < hunk.base_end), None)
    if hunk is not None and head.source is change.head and start <= hunk.head_start <= end:
        if hunk.head_end > hunk.head_start:
            start, end, label = hunk.head_start, hunk.head_end - 1, "now"
        else:
            start, end = max(start, hunk.head_start - _AROUND), hunk.head_start + _AROUND - 1
    end = min(end, head.end_line, start + _LONGEST_SNIPPET - 1)
    return Evidence(Span(Side.RIGHT, head.source.path, start, end), head.source.snippet(start, end), label)


def _name(unit: Unit) -> str:
    return f"`{unit.symbol}`" if unit.symbol else f"the module `{unit.source.path}`"


def _code(label: str) -> str:
    flat = " ".join(label.replace("`", "'").split())
    return f"`{flat}`" if len(flat) <= _LONGEST_TITLE // 2 else f"`{flat[: _LONGEST_TITLE // 2 - 3]}...`"
