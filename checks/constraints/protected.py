"""Odd code that is a guardrail: symbols, regions and files whose edit a person signs."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from checks.constraints.constraint import Constraint, Protect
from checks.constraints.judged import Edited, Judged
from checks.constraints.layer_names import parts_of
from checks.constraints.regions import NamedIn, Piece, nothing_named, piece_of
from checks.constraints.saying import Violation, said
from checks.constraints.scope import Scope
from checks.kit import Change, ChangeSet, Hit, Kind, Side, Source, Span
from checks.kit.files import language
from checks.kit.sentence import Lines, code, quote


class _Found(Struct, frozen=True):
    """A protected piece in a changed file."""

    place: str
    change: Change
    name: str
    base: Piece
    head: Piece | None


def find_edits_of_protected(
    constraint: Constraint, checker: Protect, changes: ChangeSet, named: NamedIn = nothing_named
) -> Judged:
    """A hit for each protected piece that the change edits, moves away or deletes."""
    files = tuple(Scope(constraint).files(changes))
    found: list[_Found] = []
    not_found: list[str] = []
    for place in checker.places:
        here = [piece for change in files for piece in _pieces(place, change, named)]
        found += here
        if not here and any(_is_named(place, change) for change in files):
            not_found.append(place)
    edited = [piece for piece in found if piece.head is None or piece.head.text != piece.base.text]
    return Judged(
        constraint,
        applies=bool(found),
        hits=tuple(_hit(constraint, piece) for piece in edited),
        edited=tuple(
            Edited(it.change.path, it.place, it.base.text, "" if it.head is None else it.head.text) for it in edited
        ),
        notes=tuple(
            f"The constraint {constraint.id} protects {place}, which the base does not hold." for place in not_found
        ),
    )


def _pieces(place: str, change: Change, named: NamedIn) -> Iterator[_Found]:
    if change.base is None:
        return
    for name in _names(place, change.base):
        base = piece_of(change.base, name, named)
        if base is not None:
            head = None if change.head is None else piece_of(change.head, name, named)
            yield _Found(place, change, name, base, head)
            return


def _is_named(place: str, change: Change) -> bool:
    """Whether a place names this very file, so that something of it should be there."""
    return change.base is not None and place.partition(":")[0] == change.base_path and ":" in place


def _names(place: str, source: Source) -> Iterator[str]:
    """What the place calls a piece of this file, the likeliest first; nothing when it means another file."""
    path, colon, name = place.partition(":")
    if colon:
        if path == source.path:
            yield name
        return
    if place == source.path:
        yield ""
    if language(source.path) != "python":
        return
    words = tuple(place.split("."))
    module = parts_of(source.path)
    for cut in range(len(words) - 1, 0, -1):
        if module[-cut:] == words[:cut]:
            yield ".".join(words[cut:])


def _hit(constraint: Constraint, found: _Found) -> Hit:
    base, head = found.base, found.head
    name = code(found.place)
    side, piece = (Side.LEFT, base) if head is None else (Side.RIGHT, head)
    lines = found.change.removed_lines if head is None else found.change.added_lines
    edited = sorted(line for line in lines if piece.start <= line <= piece.end)
    start, end = (edited[0], edited[-1]) if edited else (piece.start, piece.start)
    what = f"{name} is gone." if head is None else f"{name} was edited."
    evidence = [quote(found.change, Side.LEFT, Lines(base.start, base.end), "was")]
    if head is not None:
        evidence.append(quote(found.change, Side.RIGHT, Lines(head.start, head.end), "now"))
    violation = Violation(
        kind=Kind.LOST if head is None else Kind.CHANGED,
        span=Span(side, found.change.path, start, end),
        symbol=found.name or None,
        what=f"{what} It stands there on purpose: a person signs each edit.",
        fact=f"protected {found.place}",
        evidence=tuple(evidence),
        confidence=1.0,
    )
    return said(constraint, violation)
