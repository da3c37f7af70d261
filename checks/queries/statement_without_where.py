"""Rows are deleted or changed without a condition.

A deletion or an update had a condition and has none now, or a new statement changes every row of its table.

Why it matters:
    One call empties or rewrites the whole table, for every tenant.

Instead:
    Keep the condition. What must clear a table says so in its name and is no part of a request.

What it does not see:
    Conditions that a manager or a session adds; statements that are put together elsewhere.

Sources:
    Catalogue OQ06; PostgreSQL documentation, DELETE, UPDATE.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import gained
from checks.ledger.unit import Unit
from checks.queries._chains import Chain, chains

_NARROWS = frozenset(
    {
        "filter",
        "filter_by",
        "exclude",
        "where",
        "get",
        "in_bulk",
        "first",
        "last",
        "using_ids",
        "for_update_of",
        "having",
    }
)
_SQL = re.compile(
    r"^\s*(DELETE\s+FROM\s+(?P<deleted>[\w.\"`]+)|UPDATE\s+(?P<updated>[\w.\"`]+)\s+SET\b)", re.IGNORECASE
)
_MEANT = re.compile(
    r"truncate|clear|reset|wipe|purge_all|flush|seed|drop|clean|delete_all|empty|teardown|setup", re.IGNORECASE
)
_MIGRATES = re.compile(r"(^|/)(migrations?|versions|alembic)/")
_RUNS = re.compile(r"(^|\.)(execute|exec_driver_sql|text|raw|executemany)$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every statement over a whole table that the base did not have."""
    if _MIGRATES.search(change.path):
        return  # to rewrite a table is what they are for, and their own checks judge it
    for gain in gained(change, _whole):
        before = gain.before
        narrowed = before is not None and any(_table(chain) == gain.label for chain in chains(before) if _effect(chain))
        says = Sentence(
            kind=Kind.WEAKENED if narrowed else Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"without condition {gain.label}",
            title=f"`{gain.unit.name}` deletes or changes every row of {code(gain.label)}",
            message="One call empties or rewrites the whole table.",
            confidence=0.45 if _MEANT.search(gain.unit.name) else 0.85 if narrowed else 0.74,
        )
        yield at_head(change, gain.node, says)


def _whole(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for chain in chains(unit):
        table = _table(chain)
        if table and _effect(chain) and not any(name in _NARROWS for name, _ in chain.calls):
            yield table, chain.node
    for node in unit.nodes:
        if isinstance(node, ast.Call) and node.args and _RUNS.search(dotted(node.func)):
            table = _of_text(node.args[0])
            if table:
                yield table, node


def _effect(chain: Chain) -> str:
    """`delete` or `update` as the last step of a query of Django, or the first of SQLAlchemy's."""
    names = [name for name, _ in chain.calls]
    if "objects" in chain.root.split(".") and names and names[-1] in {"delete", "update"}:
        return names[-1]
    return names[0] if names and names[0] in {"delete", "update"} and chain.root.endswith(")") else ""


def _table(chain: Chain) -> str:
    """The model: of `Order.objects`, `delete(Order)`; "" when the query starts from something else."""
    if chain.root.endswith(")"):
        name = chain.root.partition("(")[2][:-1]
    else:
        name = chain.root.removesuffix(".objects") if chain.root.endswith(".objects") else ""
    return name if name.rpartition(".")[2][:1].isupper() else ""


def _of_text(node: ast.expr) -> str:
    """The table of an SQL text that has no WHERE and no placeholder for one."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return ""
    found = _SQL.match(node.value)
    if found is None or re.search(r"\b(WHERE|USING|FROM\s+\w+\s+WHERE)\b|\{|--", node.value, re.IGNORECASE):
        return ""
    return (found["deleted"] or found["updated"]).strip('"`')


_DROP = """
    def forget(user):
        Visit.objects.{narrow}.delete()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("OQ06",),
    kind=Kind.WEAKENED,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the condition is gone",
            base=_DROP.format(narrow="filter(user=user)"),
            head=_DROP.format(narrow="all()"),
            finds=((2, "every row of `Visit`"),),
        ),
        Example(
            "a statement over the whole table",
            base="def close(db):\n    db.execute('UPDATE orders SET open = false WHERE id = 1')\n",
            head="def close(db):\n    db.execute('UPDATE orders SET open = false')\n",
            finds=((2, "every row of `orders`"),),
        ),
        Example(
            "another condition",
            base=_DROP.format(narrow="filter(user=user)"),
            head=_DROP.format(narrow="exclude(kept=True)"),
        ),
        Example(
            "one row",
            base=_DROP.format(narrow="filter(user=user)"),
            head=_DROP.format(narrow="get(user=user)"),
        ),
        Example(
            "all of one order's lines",
            base="def forget(order):\n    order.lines.filter(open=True).delete()\n",
            head="def forget(order):\n    order.lines.all().delete()\n",
        ),
        Example(
            "the condition of SQLAlchemy",
            base="def forget(db, user):\n    db.execute(delete(Visit).where(Visit.user == user))\n",
            head="def forget(db, user):\n    db.execute(delete(Visit).where(Visit.owner == user))\n",
        ),
    ),
)
