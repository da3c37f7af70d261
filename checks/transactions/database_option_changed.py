"""A transaction or query runs with another option of the database.

A transaction said how it is kept apart or kept at all (`isolation_level=`, `durable=True`, `savepoint=`), or a query or
transaction said which database it is for (`using=`). That is gone or different.

Why it matters:
    With a weaker isolation two transactions see each other's half; without `durable` a caller's rollback takes the
    work; on another alias the transaction guards a database that nobody writes to.

Instead:
    Keep the option, or say in the pull request why the other one is enough.

What it does not see:
    Defaults of the engine and of database routers.

Sources:
    Catalogue TX11, TX13; Django documentation, atomic(using, savepoint, durable); PostgreSQL documentation, Transaction
    Isolation.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, code
from checks.kit.undo import became
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_CALLS = re.compile(
    r"(^|\.)(atomic|begin|begin_nested|on_commit|create_engine|create_async_engine|execution_options|connect|save|delete|"
    r"set_isolation_level|transaction)$"
)
_ISOLATION = frozenset({"isolation_level", "durable", "savepoint", "synchronous_commit"})
_ALIAS = "using"


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every such option of a kept call that is gone or different."""
    for pair in edited_functions(change):
        head = list(_options(pair.head))
        for name, option, value, node in _options(pair.base):
            same = [row for row in head if row[0] == name and row[1] == option]
            calls = [it for it in pair.head.nodes if isinstance(it, ast.Call) and _last(it) == name]
            if not calls or any(row[2] == value for row in same):
                continue
            now = same[0][3] if same else calls[0]
            says = Sentence(
                kind=Kind.CHANGED if same else Kind.LOST,
                symbol=pair.base.name,
                fact=f"option {option} of {name}",
                title=f"{code(f'{option}={value}')} of `{pair.base.name}` is {'different' if same else 'gone'}",
                message="It runs on another database."
                if option == _ALIAS
                else "It is kept apart, or kept at all, in another way.",
                confidence=0.74,
                codes=("TX13",) if option == _ALIAS else ("TX11",),
            )
            yield became(change, node, now if pair.same_file else None, says)


def _options(unit: Unit) -> Iterator[tuple[str, str, str, ast.expr]]:
    """(Call, option, value as text, place)."""
    for node in unit.nodes:
        if isinstance(node, ast.Call) and _CALLS.search(dotted(node.func)):
            for keyword in node.keywords:
                if keyword.arg in _ISOLATION or keyword.arg == _ALIAS:
                    yield _last(node), keyword.arg or "", ast.unparse(keyword.value), keyword.value


def _last(call: ast.Call) -> str:
    return dotted(call.func).rpartition(".")[2]


_MOVE = """
    def move(a, b):
        with transaction.atomic({options}):
            a.save()
            b.save()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TX11", "TX13"),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the outermost transaction may be an inner one",
            base=_MOVE.format(options="durable=True"),
            head=_MOVE.format(options=""),
            finds=((2, "`durable=True` of `move` is gone"),),
        ),
        Example(
            "another database",
            base=_MOVE.format(options='using="orders"'),
            head=_MOVE.format(options='using="default"'),
            finds=((2, "is different"),),
        ),
        Example("the option is new", base=_MOVE.format(options=""), head=_MOVE.format(options="durable=True")),
        Example(
            "in another order",
            base=_MOVE.format(options='using="orders", durable=True'),
            head=_MOVE.format(options='durable=True, using="orders"'),
        ),
        Example(
            "the transaction is gone",
            base=_MOVE.format(options="durable=True"),
            head="def move(a, b):\n    a.save()\n    b.save()\n",
        ),
    ),
)
