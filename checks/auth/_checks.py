"""Checks of callers as they are written out, and rows of both sides that can be told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar

from checks.ledger import Family
from checks.ledger.extract import guards_of
from checks.ledger.guard import Form, Guard
from checks.ledger.unit import Unit

_FAMILIES = frozenset({Family.AUTHENTICATION, Family.AUTHORIZATION, Family.SIGNATURE})
_FORMS = frozenset({Form.EXIT, Form.CALL})
Row = TypeVar("Row")


def written_checks(unit: Unit) -> Iterator[tuple[str, Guard]]:
    """Family and key of every early exit and raising call that asks who the caller is, with the guard."""
    return (
        (f"{guard.family} {guard.key}", guard)
        for guard in guards_of(unit)
        if guard.family in _FAMILIES and guard.form in _FORMS
    )


def once(rows: Iterable[tuple[str, Row]]) -> dict[str, Row]:
    """Rows whose key is unique: of two equal checks or writes nobody can say which is which."""
    given = list(rows)
    counted = Counter(key for key, _ in given)
    return {key: row for key, row in given if counted[key] == 1}
