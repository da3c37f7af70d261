"""Guards that stand in SQL text: locks, conflict clauses, tenant settings, timeouts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.ledger.extract.position import after
from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard, shortened
from checks.ledger.unit import Unit

_PATTERNS: tuple[tuple[Family, re.Pattern[str]], ...] = (
    (
        Family.LOCK,
        re.compile(r"\bpg_(?:try_)?advisory_(?:xact_)?lock\w*|\bGET_LOCK\b|\bFOR (?:NO KEY )?UPDATE\b", re.IGNORECASE),
    ),
    (Family.IDEMPOTENCY, re.compile(r"\bON CONFLICT\b|\bON DUPLICATE KEY\b|\bINSERT IGNORE\b", re.IGNORECASE)),
    (
        Family.TENANT_SCOPE,
        re.compile(r"\bSET (?:LOCAL )?app\.\w+|\bset_config\(|\bSET search_path\b", re.IGNORECASE),
    ),
    (Family.TIMEOUT, re.compile(r"\b(?:statement|lock|idle_in_transaction_session)_timeout\b", re.IGNORECASE)),
)


def find_sql_text(unit: Unit) -> Iterator[Guard]:
    """Guards in the string constants of a function, its docstring left out."""
    if not unit.is_function:
        return
    for node in unit.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not _is_prose(unit, node):
            yield from _of_text(unit, node, node.value)


def _of_text(unit: Unit, node: ast.Constant, text: str) -> Iterator[Guard]:
    for family, pattern in _PATTERNS:
        found = pattern.search(text)
        if found is None:
            continue
        key = f"sql {' '.join(found[0].lower().split())}"
        yield Guard(
            family=family,
            form=Form.CALL,
            key=key,
            tokens=frozenset({key}),
            label=shortened(text),
            node=node,
            fact=key,
            protects=after(unit, node),
            weight=1.05,
        )


def _is_prose(unit: Unit, node: ast.Constant) -> bool:
    parent = next(unit.parents(node), None)
    return isinstance(parent, ast.Expr)
