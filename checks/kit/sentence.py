"""From a fact about a piece of syntax to a hit: the place, what stood there, what stands there now."""

from __future__ import annotations

import ast

from msgspec import Struct

from checks.kit.change import Change
from checks.kit.hit import Action, Evidence, Hit, Kind, Severity, Suggestion
from checks.kit.index import first_line
from checks.kit.source import Source
from checks.kit.span import Side, Span

_LONGEST_CODE = 60  # characters of code in a title
_LONGEST_SNIPPET = 12  # lines; more is scrolled past


class Lines(Struct, frozen=True):
    """Lines of a file that is not Python, or that no node stands for."""

    lineno: int
    end_lineno: int


Place = ast.AST | Lines


class Sentence(Struct, frozen=True):
    """What a check says of one place; the fields are those of `Hit`."""

    kind: Kind
    symbol: str | None
    fact: str
    title: str
    message: str
    confidence: float
    severity: Severity | None = None
    action: Action | None = None
    codes: tuple[str, ...] = ()
    suggestion: Suggestion | None = None


def at_base(change: Change, node: Place, says: Sentence, *evidence: Evidence) -> Hit:
    """A hit where something stood at base and does not stand any more."""
    return _hit(change, change.base, Side.LEFT, node, says, (quote(change, Side.LEFT, node, "was"), *evidence))


def at_head(change: Change, node: Place, says: Sentence, *evidence: Evidence) -> Hit:
    """A hit where something stands at head that did not stand there."""
    return _hit(change, change.head, Side.RIGHT, node, says, (*evidence, quote(change, Side.RIGHT, node, "now")))


def quote(change: Change, side: Side, node: Place, label: str) -> Evidence:
    """The lines of a node as evidence, cut where nobody reads on."""
    source = change.base if side is Side.LEFT else change.head
    start, end = lines_of(node, source)
    end = min(end, start + _LONGEST_SNIPPET - 1)
    return Evidence(Span(side, change.path, start, end), "" if source is None else source.snippet(start, end), label)


def lines_of(node: Place, source: Source | None) -> tuple[int, int]:
    """First and last line of a node; of a definition, from its decorators to the end of its header."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return first_line(node), max(node.lineno, node.body[0].lineno - 1)
    if isinstance(node, ast.Module):
        return 1, 1 if source is None else min(len(source.lines), _LONGEST_SNIPPET)
    start: int = getattr(node, "lineno", 1)
    end: int | None = getattr(node, "end_lineno", None)
    return start, end or start


def code(text: str) -> str:
    """A piece of code as it stands in a title: on one line, in backticks, cut."""
    flat = " ".join(text.replace("`", "'").split())
    return f"`{flat}`" if len(flat) <= _LONGEST_CODE else f"`{flat[: _LONGEST_CODE - 3]}...`"


def _hit(
    change: Change, source: Source | None, side: Side, node: Place, says: Sentence, evidence: tuple[Evidence, ...]
) -> Hit:
    start, end = lines_of(node, source)
    return Hit(
        kind=says.kind,
        span=Span(side, change.path, start, end),
        symbol=says.symbol,
        fact=says.fact,
        title=says.title,
        message=says.message,
        confidence=says.confidence,
        severity=says.severity,
        action=says.action,
        evidence=evidence,
        suggestion=says.suggestion,
        codes=says.codes,
    )
