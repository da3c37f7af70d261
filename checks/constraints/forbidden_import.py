"""Modules that must not be imported: an import that the base did not have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fnmatch import translate

from checks.constraints.constraint import Constraint, ForbidImport
from checks.constraints.imports import READ_LANGUAGES, Import, imports_of
from checks.constraints.judged import Judged
from checks.constraints.saying import Violation, said
from checks.constraints.scope import Scope
from checks.kit import Change, ChangeSet, Hit, Kind, Side, Source, Span
from checks.kit.files import language
from checks.kit.sentence import Lines, code, quote

_SEPARATORS = re.compile(r"[/\\]|::")


def find_forbidden_imports(constraint: Constraint, checker: ForbidImport, changes: ChangeSet) -> Judged:
    """A hit for each new import of a forbidden module, at most one per module and file."""
    forbidden = [_Forbidden(pattern) for pattern in checker.modules]
    files = [change for change in Scope(constraint).code(changes) if _reads(change)]
    hits = tuple(hit for change in files for hit in _new(constraint, forbidden, change))
    return Judged(constraint, bool(files), hits)


class _Forbidden:
    """One pattern: a module, and everything below it."""

    def __init__(self, pattern: str) -> None:
        self.name = pattern
        flat = _flat(pattern)
        self._regex = re.compile(translate(flat))
        self._below = re.compile(translate(f"{flat}.*"))

    def meets(self, module: str) -> bool:
        flat = _flat(module)
        return bool(self._regex.match(flat) or self._below.match(flat))


def _flat(module: str) -> str:
    """Slashes, backslashes and colons as dots, which is how Python and Java write them."""
    return _SEPARATORS.sub(".", module)


def _reads(change: Change) -> bool:
    return language(change.path) in READ_LANGUAGES


def _new(constraint: Constraint, forbidden: list[_Forbidden], change: Change) -> Iterator[Hit]:
    had = Counter(module for module, _ in _forbidden_in(change.base, forbidden))
    told: set[str] = set()
    for module, at in _forbidden_in(change.head, forbidden):
        if had[module] or module in told:
            continue
        told.add(module)
        place = Lines(at.line, at.line)
        violation = Violation(
            kind=Kind.INTRODUCED,
            span=Span(Side.RIGHT, change.path, at.line, at.line),
            symbol=None,
            what=f"{code(change.path)} imports {code(module)}, which it did not before.",
            fact=f"import {module}",
            evidence=(quote(change, Side.RIGHT, place, "now"),),
        )
        yield said(constraint, violation)


def _forbidden_in(source: Source | None, forbidden: list[_Forbidden]) -> Iterator[tuple[str, Import]]:
    """The forbidden modules of one side; `from a import b` may mean the module a.b."""
    for found in imports_of(source) if source is not None else ():
        if found.for_types:
            continue
        for module in (found.module, *(f"{found.module}.{name}" for name in found.names)):
            if any(each.meets(module) for each in forbidden):
                yield module, found
                break
