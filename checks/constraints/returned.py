"""Retired names and patterns that must not come back: a use that the base did not have, anywhere in the change."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import translate

from checks.constraints.constraint import Constraint, MustNotReturn
from checks.constraints.imports import imports_of
from checks.constraints.judged import Judged
from checks.constraints.saying import Violation, said
from checks.constraints.scope import Scope
from checks.kit import Change, ChangeSet, Hit, Kind, Side, Source, Span
from checks.kit.files import is_documentation, language
from checks.kit.index import dotted
from checks.kit.sentence import Lines, code, quote

_NAME = re.compile(r"[\w.*]+")
_WORDS = re.compile(r"[\w.]+")
_MOST_PARTS = 8
_COMMENT = re.compile(r"^\s*(#|//|--|\*|/\*)")
_LONGEST_LINE = 2_000  # minified code is nobody's to judge, and a pattern with stars costs


def find_returned(constraint: Constraint, checker: MustNotReturn, changes: ChangeSet) -> Judged:
    """A hit for each line that brings a retired name or pattern back, at most one per pattern and file."""
    files = [change for change in Scope(constraint).code(changes) if not is_documentation(change.path)]
    hits = tuple(hit for text in checker.patterns for hit in _found(constraint, _Retired(text), files))
    return Judged(constraint, bool(files), hits)


class _Retired:
    """One entry: a name with perhaps `*`, which is looked for among names; else a text with perhaps `*`, in lines.

    `translate` writes stars so that no line can make them cost more than its length.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._is_name = bool(_NAME.fullmatch(text))
        plain = text.replace("[", "[[]").replace("?", "[?]")
        self._pattern = re.compile(translate(plain if self._is_name else f"*{plain}*"))

    def lines(self, source: Source | None) -> list[int]:
        """The lines that use it, each once, in order."""
        if source is None:
            return []
        if self._is_name and language(source.path) == "python":
            return sorted({line for name, line in _names(source) if self._meets(name)})
        return [number for number, line in enumerate(source.lines, start=1) if _is_code(line) and self._stands_in(line)]

    def _stands_in(self, line: str) -> bool:
        if not self._is_name:
            return bool(self._pattern.match(line))
        return any(self._meets(word.strip(".")) for word in _WORDS.findall(line))

    def _meets(self, name: str) -> bool:
        """Any run of a dotted name's parts: `LegacyClient` is meant by `billing.LegacyClient.call` too."""
        parts = name.split(".")[:_MOST_PARTS]
        runs = ((start, end) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1))
        return any(self._pattern.match(".".join(parts[start:end])) for start, end in runs)


def _is_code(line: str) -> bool:
    return len(line) <= _LONGEST_LINE and not _COMMENT.match(line)


def _names(source: Source) -> Iterator[tuple[str, int]]:
    """Every name that is defined, imported or used, with its line; comments and texts are none."""
    index = source.index
    for node, name in index.names.items():
        yield name, getattr(node, "lineno", 1)
    for found in imports_of(source):
        yield found.module, found.line
        yield from ((f"{found.module}.{name}", found.line) for name in found.names)
    for node in index.all(ast.Attribute, ast.Name):
        yield dotted(node).lstrip("."), node.lineno
        yield index.origin(node).lstrip("."), node.lineno
    for node in index.all(ast.keyword):
        if node.arg is not None:
            yield node.arg, node.value.lineno


def _found(constraint: Constraint, retired: _Retired, files: list[Change]) -> Iterator[Hit]:
    """What the change has more of than before: a use that only moved is not back."""
    more = sum(len(retired.lines(it.head)) - len(retired.lines(it.base)) for it in files)
    for change in files:
        new = [line for line in retired.lines(change.head) if line in change.added_lines]
        gained = len(retired.lines(change.head)) - len(retired.lines(change.base))
        if more > 0 and new and gained > 0:
            yield _hit(constraint, retired, change, new[0])


def _hit(constraint: Constraint, retired: _Retired, change: Change, line: int) -> Hit:
    violation = Violation(
        kind=Kind.INTRODUCED,
        span=Span(Side.RIGHT, change.path, line, line),
        symbol=None,
        what=f"{code(retired.text)} is back: it was retired.",
        fact=f"returned {retired.text}",
        evidence=(quote(change, Side.RIGHT, Lines(line, line), "now"),),
        confidence=0.9,
    )
    return said(constraint, violation)
