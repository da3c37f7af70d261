"""A statement put back as it stood at base, for checks that compare declarations."""

from __future__ import annotations

import ast
import re

from msgspec.structs import replace

from checks.kit.change import Change
from checks.kit.hit import Hit, Suggestion
from checks.kit.index import SyntaxIndex
from checks.kit.sentence import Sentence, at_base, quote
from checks.kit.source import Source, Undecodable, Unparsable
from checks.kit.span import Side

_WORD = re.compile(r"\w+")
_LONGEST = 12  # lines
_NEW = 3
"""So many words may be new at head: the weaker value. A statement with more says something of its own."""


def undo(change: Change, was: ast.AST, now: ast.AST) -> Suggestion | None:
    """The head statement around `now` replaced by the base statement around `was`; None where that is not safe.

    Both stand in this file and are simple statements of the same depth. What is new at head besides the weaker
    value would be lost, and a name that is no longer bound would be missed: then there is no suggestion.
    """
    if change.base is None or change.head is None:
        return None
    old, new = _statement(change.base.index, was), _statement(change.head.index, now)
    if old is None or new is None or old.col_offset != new.col_offset:
        return None
    before = change.base.snippet(old.lineno, old.end_lineno or old.lineno)
    after = change.head.snippet(new.lineno, new.end_lineno or new.lineno)
    gained = set(_WORD.findall(after)) - set(_WORD.findall(before))
    if before == after or len(gained) > _NEW or before.count("\n") >= _LONGEST:
        return None
    healed = _replaced(change.head, new, before)
    if _lacks_a_name(change.base, old, healed):
        return None
    return Suggestion(new.lineno, new.end_lineno or new.lineno, before)


def _statement(index: SyntaxIndex, node: ast.AST) -> ast.stmt | None:
    """The simple statement that `node` is or stands in."""
    found = next((it for it in (node, *index.parents(node)) if isinstance(it, ast.stmt)), None)
    return found if isinstance(found, ast.Assign | ast.AnnAssign | ast.Expr | ast.Return | ast.AugAssign) else None


def _replaced(source: Source, statement: ast.stmt, text: str) -> Source:
    lines = list(source.lines)
    lines[statement.lineno - 1 : statement.end_lineno or statement.lineno] = text.split("\n")
    return Source(source.path, ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass"))


def _lacks_a_name(base: Source, statement: ast.stmt, healed: Source) -> bool:
    read = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    try:
        return bool(read & _bound(base.index) - _bound(healed.index))
    except (Undecodable, Unparsable):
        return True


def _bound(index: SyntaxIndex) -> frozenset[str]:
    stored = {node.id for node in index.all(ast.Name) if isinstance(node.ctx, ast.Store)}
    named = {name.rpartition(".")[2] for name in index.names.values()} | {node.arg for node in index.all(ast.arg)}
    return frozenset(stored | named | index.imports.keys())


def became(change: Change, was: ast.AST, now: ast.AST | None, says: Sentence) -> Hit:
    """A hit where a declaration of the base became a weaker one of the same file, with the way back if it is safe."""
    if now is None:
        return at_base(change, was, says)
    says = replace(says, suggestion=undo(change, was, now))
    return at_base(change, was, says, quote(change, Side.RIGHT, now, "now"))
