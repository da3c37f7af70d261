"""A call that blocks stands in an asynchronous handler.

An `async def` calls the synchronous ORM, a synchronous client or driver. Nothing else runs on this loop until it comes
back.

Why it matters:
    One slow query stops every other request of the process. Django refuses synchronous queries there altogether.

Instead:
    The asynchronous form (`aget`, `AsyncSession`, an asynchronous client), `sync_to_async` or a thread.

What it does not see:
    Blocking behind functions of other files. Requests, sleeps and files are left to Ruff's rules.

Sources:
    Catalogue CC11; Django documentation, Asynchronous support.
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

_BLOCKS = re.compile(
    r"^[A-Z]\w*\.objects\.(\w+\.)*(get|create|first|last|exists|count|update|delete|get_or_create|update_or_create|"
    r"bulk_create|bulk_update|in_bulk|aggregate)$|^boto3\.(client|resource)$|^redis\.(Redis|StrictRedis|from_url)$|"
    r"^psycopg2\.connect$|^pymysql\.connect$|^sqlite3\.connect$"
)
_WRAPS = frozenset(
    {"sync_to_async", "run_in_threadpool", "to_thread", "run_in_executor", "run_sync", "database_sync_to_async"}
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every blocking call of an asynchronous function that the base did not have."""
    for gain in gained(change, _blocking):
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"blocking {gain.label}",
            title=f"`{gain.unit.name}` is asynchronous and calls {code(gain.label)}, which blocks",
            message="No other request of the process runs until it comes back.",
            confidence=0.74,
        )
        yield at_head(change, gain.node, says)


def _blocking(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    if not isinstance(unit.node, ast.AsyncFunctionDef):
        return
    for node in unit.nodes:
        name = _chain(node.func) if isinstance(node, ast.Call) else ""
        if name and _BLOCKS.search(name) and not _is_wrapped(unit, node):
            yield name, node


def _chain(node: ast.expr) -> str:
    """`Order.objects.filter.first` of `Order.objects.filter(...).first`."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _is_wrapped(unit: Unit, node: ast.AST) -> bool:
    for parent in unit.parents(node):
        if isinstance(parent, ast.Await | ast.Lambda | ast.AsyncFor):
            return True
        if isinstance(parent, ast.FunctionDef) or (
            isinstance(parent, ast.Call) and dotted(parent.func).rpartition(".")[2] in _WRAPS
        ):
            return True
    return False


_SHOW = """
    async def show(request, pk):
        order = {query}
        return order
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CC11",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the ORM blocks",
            base=_SHOW.format(query="await Order.objects.aget(pk=pk)"),
            head=_SHOW.format(query="Order.objects.filter(pk=pk).first()"),
            finds=((2, "which blocks"),),
        ),
        Example(
            "in a thread",
            base=_SHOW.format(query="await Order.objects.aget(pk=pk)"),
            head=_SHOW.format(query="await sync_to_async(Order.objects.get)(pk=pk)"),
        ),
        Example(
            "asynchronous",
            base=_SHOW.format(query="None"),
            head=_SHOW.format(query="await Order.objects.filter(pk=pk).afirst()"),
        ),
        Example(
            "an ordinary function",
            base="def show(pk):\n    return None\n",
            head="def show(pk):\n    return Order.objects.get(pk=pk)\n",
        ),
    ),
)
