"""A task is queued before the transaction that it depends on is committed.

A task is handed to the queue from within a transaction, without waiting for the commit.

Why it matters:
    A worker may start before the commit and not find the row; after a rollback it works on a row that never was.

Instead:
    `transaction.on_commit(lambda: task.delay(...))`, or Celery's `delay_on_commit`.

What it does not see:
    Task classes that wait by themselves; transactions that a caller opens.

Sources:
    Catalogue TX05; Celery documentation, Database transactions.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Suggestion
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import Gain, gained
from checks.ledger.inside import calls_in_transaction
from checks.ledger.unit import Unit

_QUEUES = re.compile(r"\.(delay|apply_async|enqueue|enqueue_in|enqueue_at|send_task|enqueue_job|defer_async)$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every task that is queued inside of a transaction and was not."""
    for gain in gained(change, _queued):
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"queued {gain.label}",
            title=f"`{gain.unit.name}` queues {code(gain.label)} inside a transaction",
            message="A worker may look for the row before it is committed, or after it was rolled back.",
            confidence=0.78,
            suggestion=_after_commit(change, gain),
        )
        yield at_head(change, gain.node, says)


def _queued(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for call in calls_in_transaction(unit):
        name = dotted(call.func)
        if _QUEUES.search(name):
            yield name, call


def _after_commit(change: Change, gain: Gain) -> Suggestion | None:
    """The call wrapped, where it is a statement of one line and no loop could rebind what it names."""
    head, node = change.head, gain.node
    if head is None or not head.index.imports.get("transaction", "").startswith("django.db"):
        return None
    parents = list(gain.unit.parents(node))
    looped = any(isinstance(parent, ast.For | ast.AsyncFor | ast.While) for parent in parents)
    if looped or not isinstance(parents[0], ast.Expr) or parents[0].end_lineno != parents[0].lineno:
        return None
    text = head.lines[parents[0].lineno - 1]
    statement = ast.get_source_segment(head.text, node)
    if statement is None or text.strip() != statement:
        return None
    indent = text[: len(text) - len(text.lstrip())]
    wrapped = f"{indent}transaction.on_commit(lambda: {statement})"
    return Suggestion(parents[0].lineno, parents[0].lineno, wrapped)


_PLACE = """
    from django.db import transaction


    def place(order):
        with transaction.atomic():
            order.save()
            {inside}
        {after}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TX05",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the task is queued at once",
            base=_PLACE.format(inside="order.touch()", after="confirm.delay(order.pk)"),
            head=_PLACE.format(inside="confirm.delay(order.pk)", after="return order"),
            finds=((7, "queues `confirm.delay` inside"),),
        ),
        Example(
            "after the commit",
            base=_PLACE.format(inside="order.touch()", after="return order"),
            head=_PLACE.format(inside="transaction.on_commit(lambda: confirm.delay(order.pk))", after="return order"),
        ),
        Example(
            "the queue waits by itself",
            base=_PLACE.format(inside="order.touch()", after="return order"),
            head=_PLACE.format(inside="confirm.delay_on_commit(order.pk)", after="return order"),
        ),
        Example(
            "it was queued there before",
            base=_PLACE.format(inside="confirm.delay(order.pk)", after="return order"),
            head=_PLACE.format(inside="confirm.delay(order.pk)", after="return order.pk"),
        ),
    ),
)
