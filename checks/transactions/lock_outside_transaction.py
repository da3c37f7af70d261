"""A row is locked where no transaction is open.

`select_for_update` stands in a function without a transaction, and none of its callers in this file opens one.

Why it matters:
    Without a transaction the lock ends with the statement that takes it, or Django refuses the query when it runs.

Instead:
    `with transaction.atomic():` around the reading and the writing.

What it does not see:
    Callers in other files, and requests that are wrapped as a whole (`ATOMIC_REQUESTS`, a session per request).

Sources:
    Catalogue CC02; Django documentation, select_for_update().
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.sentence import Sentence, at_head
from checks.ledger import gained
from checks.ledger.inside import is_transaction, transaction_around
from checks.ledger.unit import Unit, units_of


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every lock of Django without a transaction that the base did not have."""
    for gain in gained(change, _bare):
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact="lock outside of a transaction",
            title=f"`{gain.unit.name}` locks rows and opens no transaction",
            message="The lock ends with the statement, or the query is refused when it runs.",
            confidence=0.62,
        )
        yield at_head(change, gain.node, says)


def _bare(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    """Locks that are evaluated in the unit; a query that is returned is locked where it is used."""
    for node in unit.nodes:
        if not isinstance(node, ast.Attribute) or node.attr != "select_for_update":
            continue
        returned = any(isinstance(parent, ast.Return) for parent in unit.parents(node))
        if not returned and transaction_around(unit, node) is None and not _is_called_in_one(unit):
            yield "select_for_update", node


def _is_called_in_one(unit: Unit) -> bool:
    """Whether a function of the file that calls this one has a transaction, or something in it sets autocommit."""
    name = unit.name.rpartition(".")[2]
    for other in units_of(unit.source, unit.view).values():
        if any(called.rpartition(".")[2] == name for called in other.called) and (
            any(map(is_transaction, other.nodes)) or "atomic" in other.text
        ):
            return True
    return "atomic" in unit.text or "ATOMIC_REQUESTS" in unit.source.text


_TAKE = """
    def take(pk):
        {body}
"""
_LOCKED = "row = Row.objects.select_for_update().get(pk=pk)"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CC02",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the lock ends at once",
            base=_TAKE.format(body="row = Row.objects.get(pk=pk)"),
            head=_TAKE.format(body=_LOCKED),
            finds=((2, "locks rows and opens no transaction"),),
        ),
        Example(
            "in a transaction",
            base=_TAKE.format(body="row = Row.objects.get(pk=pk)"),
            head=_TAKE.format(body=f"with transaction.atomic():\n            {_LOCKED}"),
        ),
        Example(
            "the caller opens one",
            base=_TAKE.format(body="row = Row.objects.get(pk=pk)"),
            head=_TAKE.format(body=_LOCKED)
            + "\n\n    def work(pk):\n        with transaction.atomic():\n            take(pk)\n",
        ),
        Example(
            "a query for others",
            base=_TAKE.format(body="return Row.objects.filter(pk=pk)"),
            head=_TAKE.format(body="return Row.objects.select_for_update().filter(pk=pk)"),
        ),
    ),
)
