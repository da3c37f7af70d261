"""Guards written as `with` scopes: transactions, locks, tenant contexts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit.index import callee
from checks.ledger.canon import blank, identifiers
from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard
from checks.ledger.unit import Unit
from checks.ledger.words import words

_TRANSACTION = re.compile(
    r"(^|\.)(atomic|begin|begin_nested|transaction|unit_of_work|uow|savepoint|in_transaction|commit_on_success|atomic_if_\w+)$"
)
_LOCK = re.compile(r"lock|mutex|semaphore|single_?flight|one_at_a_time", re.IGNORECASE)
_TENANT = re.compile(
    r"(tenant|schema|organi[sz]ation|workspace|scope)_?context|^scope$|set_(current_)?tenant", re.IGNORECASE
)
_SAVEPOINT = frozenset({"begin_nested", "savepoint"})


def find_scopes(unit: Unit) -> Iterator[Guard]:
    """Every guarding `with` of a function, and explicit `acquire()` of a lock."""
    if not unit.is_function:
        return
    for node in unit.nodes:
        if isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                yield from _of_item(unit, node, item.context_expr)


def _of_item(unit: Unit, node: ast.With | ast.AsyncWith, context: ast.expr) -> Iterator[Guard]:
    family = unit.view.house.family(_name(context)) or scope_family(context)
    if family is None:
        return
    name = _name(context)
    yield Guard(
        family=family,
        form=Form.SCOPE,
        key=_key(family, context),
        tokens=identifiers(context),
        label=f"with {ast.unparse(context)}",
        node=context,
        fact=f"with {name}" if family is Family.TRANSACTION else f"with {blank(context, unit.locals)}",
        protects=tuple(node.body),
        strictness=identifiers(context),
    )


def scope_family(context: ast.expr) -> Family | None:
    """The family of a `with` item; None when it guards nothing."""
    name = _name(context)
    if _TRANSACTION.search(name):
        return Family.TRANSACTION
    tail = name.rpartition(".")[2]
    if _LOCK.search(tail) and not {"block", "clock", "unlock"} & set(words(tail)):
        return Family.LOCK
    if _TENANT.search(tail):
        return Family.TENANT_SCOPE
    return None


def _name(context: ast.expr) -> str:
    if isinstance(context, ast.Await):
        context = context.value
    return callee(context)


def _key(family: Family, context: ast.expr) -> str:
    """All transactions of one unit protect alike, but a savepoint is not the transaction around it."""
    if family is Family.TRANSACTION:
        return "savepoint" if _name(context).rpartition(".")[2] in _SAVEPOINT else "transaction"
    return ast.unparse(context)
