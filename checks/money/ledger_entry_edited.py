"""An entry of the books is changed or deleted.

Code changes or deletes an entry of a ledger, a journal, a transaction or a payment that was only ever added to.

Why it matters:
    The books no longer say what happened. Sums that others have already taken from them cannot be explained, and an
    auditor finds no trace.

Instead:
    Add an entry that turns the wrong one round.

What it does not see:
    Models whose names do not say what they are; rows that are drafts.

Sources:
    Catalogue MQ06.
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

_BOOKS = re.compile(
    r"^\w*(LedgerEntry|Ledger|JournalEntry|JournalLine|AccountEntry|BalanceTransaction|CreditTransaction|PaymentTransaction|"
    r"Posting|BookEntry|StockMovement|InventoryMovement|UsageRecord)$"
)
_EDITS = frozenset({"update", "delete", "bulk_update"})
_ELSEWHERE = re.compile(r"(^|/)(migrations|versions|management|scripts?|seed\w*)(/|\.py$)")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every edit of a book that the base did not make."""
    if _ELSEWHERE.search(change.path):
        return
    for gain in gained(change, _edits):
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"books {gain.label}",
            title=f"`{gain.unit.name}` edits the books: {code(gain.label)}",
            message="The books no longer say what happened.",
            confidence=0.76,
        )
        yield at_head(change, gain.node, says)


def _edits(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for node in unit.nodes:
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr in _EDITS:
            model = _model(node.func.value)
            if _BOOKS.match(model):
                yield f"{model} {node.func.attr}", node
        elif dotted(node.func).rpartition(".")[2] in {"update", "delete"} and node.args:
            model = dotted(node.args[0])
            if _BOOKS.match(model):
                yield f"{model} {dotted(node.func).rpartition('.')[2]}", node


def _model(node: ast.expr) -> str:
    """What the query starts from: `LedgerEntry` of `LedgerEntry.objects.filter(...)`."""
    while isinstance(node, ast.Call | ast.Attribute):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


_FIX = """
    def correct(entry, amount):
        {fix}
        return entry
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MQ06",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the amount is overwritten",
            base=_FIX.format(fix="LedgerEntry.objects.create(amount=-amount)"),
            head=_FIX.format(fix="LedgerEntry.objects.filter(pk=entry.pk).update(amount=amount)"),
            finds=((2, "edits the books"),),
        ),
        Example(
            "an entry is added",
            base=_FIX.format(fix="log(entry)"),
            head=_FIX.format(fix="LedgerEntry.objects.create(amount=-amount)"),
        ),
        Example(
            "an ordinary row",
            base=_FIX.format(fix="log(entry)"),
            head=_FIX.format(fix="Draft.objects.filter(pk=entry.pk).update(amount=amount)"),
        ),
        Example(
            "so it was before",
            base=_FIX.format(fix="LedgerEntry.objects.filter(pk=entry.pk).update(amount=amount)"),
            head=_FIX.format(fix="LedgerEntry.objects.filter(id=entry.id).update(amount=amount)"),
        ),
    ),
)
