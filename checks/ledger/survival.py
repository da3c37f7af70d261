"""How much of the code that a guard protected still stands at head."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from checks.kit.index import dotted
from checks.ledger.canon import identifiers
from checks.ledger.extract.calls import catches_all
from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard
from checks.ledger.inside import is_transaction
from checks.ledger.pairing import Pair
from checks.ledger.statements import Leaf, Surroundings, calls, is_logging, leaves, writes
from checks.ledger.unit import Unit, units_of

_ENOUGH_WRITES = 2
_INLINED = 0.5
_OF_EFFECTS = frozenset({Family.LOCK, Family.IDEMPOTENCY, Family.QUOTA, Family.RATE_LIMIT})
"""Families that stand before an effect, whatever else is rewritten around it."""


class Survival:
    """Answers for the guards of one pair of units."""

    def __init__(self, pair: Pair) -> None:
        """Fingerprints nothing before it is asked."""
        self._pair = pair
        self._head: Surroundings | None = None
        self._base_units: dict[str, Unit] | None = None

    @property
    def _surroundings(self) -> Surroundings:
        if self._head is None:
            self._head = Surroundings(self._pair.head.body)
        return self._head

    def share(self, guard: Guard) -> float:
        """Share of what the guard protected that still stands, 0..1."""
        if guard.family is Family.TRANSACTION and guard.form in {Form.SCOPE, Form.DECORATOR}:
            return self._share_of_writes(guard)
        if guard.protects and guard.family in _OF_EFFECTS:
            return max(self._share_of(guard.protects), self._share_of_effects(guard.protects))
        if guard.protects:
            return self._share_of(guard.protects)
        if guard.subject:
            return 1.0
        return self._share_of(self._pair.base.body) if self._pair.base.body else 1.0

    def _share_of(self, statements: Iterable[ast.stmt]) -> float:
        asked = list(leaves(statements))
        return sum(map(self._stands, asked)) / len(asked) if asked else 1.0

    def _share_of_effects(self, statements: Iterable[ast.stmt]) -> float:
        """The same of what is called alone, logging aside: what a lock is taken for."""
        asked = [leaf for leaf in leaves(statements) if leaf.effect and not is_logging(leaf.effect)]
        return sum(map(self._stands, asked)) / len(asked) if asked else 0.0

    def _stands(self, leaf: Leaf) -> bool:
        return self._surroundings.has(leaf) or self._inlined(leaf)

    def _inlined(self, leaf: Leaf) -> bool:
        """A call of a function of the same file that is gone, and whose body stands here now."""
        if self._base_units is None:
            self._base_units = units_of(self._pair.base.source, self._pair.base.view)
        for name in leaf.names & self._base_units.keys():
            unit = self._base_units[name]
            if unit.is_function and self._surroundings.share(unit.own) >= _INLINED and f"{name}(" in leaf.text:
                return name not in {called.rpartition(".")[2] for called in self._pair.head.called}
        return False

    def _share_of_writes(self, guard: Guard) -> float:
        """A transaction matters for two surviving writes; calls of own functions may hide writes."""
        kept = [stmt for stmt in _simple(guard.protects) if any(map(self._stands, leaves([stmt])))]
        written = writes(kept)
        if written >= _ENOUGH_WRITES:
            return 1.0
        if _is_savepoint(guard) and (written or calls(kept)):
            return 0.9
        if calls(kept) >= _ENOUGH_WRITES:
            return 0.6 if written else 0.4
        return 0.0


def is_caught(guard: Guard, head: Unit) -> bool:
    """Whether an error that a handler raised again is caught at head, and goes no further.

    Without any handler it goes up as before: nothing is swallowed.
    """
    return any(
        isinstance(node, ast.Try)
        and any(_keeps_silent(handler, guard) for handler in node.handlers)
        and Surroundings(node.body).share(guard.protects) > 0
        for node in head.nodes
    ) or any(called.rpartition(".")[2] == "suppress" for called in head.called)


def is_undone(head: Unit) -> bool:
    """Whether whatever fails at head is still rolled back: by a handler of everything, a `finally` or a scope."""
    for node in head.nodes:
        if is_transaction(node):
            return True
        if isinstance(node, ast.Try):
            last = [stmt for handler in node.handlers if catches_all(handler) for stmt in handler.body]
            if any(_rolls_back(inner) for stmt in (*last, *node.finalbody) for inner in ast.walk(stmt)):
                return True
    return False


def _rolls_back(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == "rollback"


def _keeps_silent(handler: ast.ExceptHandler, guard: Guard) -> bool:
    if any(isinstance(node, ast.Raise) for stmt in handler.body for node in ast.walk(stmt)):
        return False
    caught = identifiers(handler.type) if handler.type is not None else frozenset({"Exception"})
    return bool(caught & (guard.tokens | {"Exception", "BaseException"}))


def _simple(statements: Iterable[ast.stmt]) -> list[ast.stmt]:
    return [
        node
        for stmt in statements
        for node in ast.walk(stmt)
        if isinstance(node, ast.Expr | ast.Assign | ast.AugAssign | ast.Return | ast.AnnAssign)
    ]


def _is_savepoint(guard: Guard) -> bool:
    node = guard.node.func if isinstance(guard.node, ast.Call) else guard.node
    return dotted(node).rpartition(".")[2] in {"begin_nested", "savepoint"}
