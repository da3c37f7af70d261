"""What was sent after the commit is sent before it.

A mail, message, task or request left when the transaction had ended. Now it leaves before `commit()` in the same
function.

Why it matters:
    When the commit fails, it has been sent all the same: the customer reads of an order that does not exist. A task
    that starts at once does not find the row.

Instead:
    Commit, then send; or write what is to be sent into the same transaction (an outbox) and send it from there.

What it does not see:
    Commits that a caller, a dependency or a decorator makes; what a function sends whose name does not say so.

Sources:
    Catalogue TX04, TX06; SQLAlchemy documentation, Session basics, Committing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import edited_functions
from checks.ledger.outbound import is_outbound
from checks.ledger.unit import Unit

_SENDS = re.compile(
    r"(^|[._])(send|sends|notify|publish|enqueue|dispatch|emit|deliver|broadcast|produce|flush_\w*(queue|mails?|emails?|"
    r"events?|messages?))(_\w+)?$|\.(delay|apply_async|send_task|add_task|publish)$"
)
_COMMIT = re.compile(r"(^|\.)a?commit$")
_NOT_SENT = re.compile(r"(signal|signals)\.|_signal\.|\.(send_header|dispatch_request)$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every call that came after all commits of its function and comes before one now."""
    for pair in edited_functions(change):
        if not pair.same_file:
            continue
        (was_before, was_behind), (before, behind) = _sent(pair.base), _sent(pair.head)
        for name, call in before.items():
            if name in was_behind and name not in was_before and name not in behind:
                yield _told(change, pair.head.name, name, call)


def _told(change: Change, symbol: str, name: str, call: ast.Call) -> Hit:
    says = Sentence(
        kind=Kind.CHANGED,
        symbol=symbol,
        fact=f"sent before commit {name}",
        title=f"`{symbol}` calls {code(name)} before the commit; it called it after",
        message="When the commit fails it has been sent all the same.",
        confidence=0.74,
    )
    return at_head(change, call, says)


def _sent(unit: Unit) -> tuple[dict[str, ast.Call], dict[str, ast.Call]]:
    """Name -> call of what is sent before the last commit of a function, and of what is sent behind it."""
    calls = [node for node in unit.nodes if isinstance(node, ast.Call)]
    commits = [call.lineno for call in calls if _COMMIT.search(dotted(call.func))]
    before: dict[str, ast.Call] = {}
    behind: dict[str, ast.Call] = {}
    for call in calls:
        name = dotted(call.func)
        if commits and (_SENDS.search(name) or is_outbound(name)) and not _NOT_SENT.search(name):
            place = before if call.lineno < max(commits) else behind
            place.setdefault(name, call)
    return before, behind


_PLACE = """
    def place(order, session):
        session.add(order)
        {first}
        {then}
        return order
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TX04", "TX06"),
    kind=Kind.CHANGED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the mails leave before the commit",
            base=_PLACE.format(first="session.commit()", then="flush_email_queue()"),
            head=_PLACE.format(first="flush_email_queue()", then="session.commit()"),
            finds=((3, "before the commit; it called it after"),),
        ),
        Example(
            "the task starts before the row is there",
            base=_PLACE.format(first="session.commit()", then="invoice.delay(order.pk)"),
            head=_PLACE.format(first="invoice.delay(order.pk)", then="session.commit()"),
            finds=((3, "`invoice.delay`"),),
        ),
        Example(
            "it leaves after the commit now",
            base=_PLACE.format(first="flush_email_queue()", then="session.commit()"),
            head=_PLACE.format(first="session.commit()", then="flush_email_queue()"),
        ),
        Example(
            "before and behind, as it was",
            base=_PLACE.format(first="notify(order)", then="session.commit()\n        notify(order)"),
            head=_PLACE.format(first="notify(order)", then="session.commit()\n        notify(order, again=True)"),
        ),
        Example(
            "nothing is sent",
            base=_PLACE.format(first="session.commit()", then="log(order)"),
            head=_PLACE.format(first="log(order)", then="session.commit()"),
        ),
        Example(
            "the commit is somebody else's",
            base=_PLACE.format(first="session.commit()", then="notify(order)"),
            head=_PLACE.format(first="session.flush()", then="notify(order)"),
        ),
        Example(
            "a new function",
            base="X = 1\n",
            head=_PLACE.format(first="notify(order)", then="session.commit()"),
        ),
    ),
)
