"""Reads the guards of one unit, one module per way of writing them.

Lives here: from syntax to `Guard`. May not live here: any comparison of base with head.
"""

from __future__ import annotations

from typing import cast

from checks.ledger.extract.calls import find_calls
from checks.ledger.extract.class_body import find_class_guards
from checks.ledger.extract.conditions import find_conditions
from checks.ledger.extract.decorators import find_decorators
from checks.ledger.extract.dependencies import find_dependencies
from checks.ledger.extract.handlers import find_handlers
from checks.ledger.extract.keywords import find_keywords
from checks.ledger.extract.queries import find_queries
from checks.ledger.extract.scopes import find_scopes
from checks.ledger.extract.sql_text import find_sql_text
from checks.ledger.guard import Guard
from checks.ledger.unit import Unit

_READERS = (
    find_decorators,
    find_class_guards,
    find_dependencies,
    find_scopes,
    find_conditions,
    find_calls,
    find_keywords,
    find_sql_text,
    find_queries,
    find_handlers,
)


def guards_of(unit: Unit) -> tuple[Guard, ...]:
    """Every guard that is written in the unit itself; read once in a review."""
    memory, mark = unit.view.memory, (guards_of, unit)
    if mark not in memory:
        memory[mark] = tuple(guard for read in _READERS for guard in read(unit))
    return cast("tuple[Guard, ...]", memory[mark])
