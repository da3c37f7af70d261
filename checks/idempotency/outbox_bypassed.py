"""An event is sent at once that was written down first.

A function wrote an event into the outbox, in the transaction of the change itself. It sends the event directly now.

Why it matters:
    The change is kept and the event is lost, or the event is out and the change is rolled back. Nobody sends it again.

Instead:
    Keep the row in the outbox; one process reads it and sends.

What it does not see:
    Brokers that take part in the transaction.

Sources:
    Catalogue ID10; Microservices patterns, Transactional outbox.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code, quote
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_OUTBOX = re.compile(r"outbox|inbox|event_store|pending_event|domain_event", re.IGNORECASE)
_SENDS = re.compile(
    r"(^|[._])(producer|publisher|broker|bus|kafka|sns|sqs|channel|nats|pubsub|rabbit)\w*\.\w+$|(^|\.)(publish|basic_publish)$"
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every function that wrote to the outbox and sends now."""
    for pair in edited_functions(change):
        written, sent = list(_calls(pair.base, _OUTBOX)), list(_calls(pair.head, _SENDS))
        if not written or not sent or list(_calls(pair.head, _OUTBOX)) or list(_calls(pair.base, _SENDS)):
            continue
        says = Sentence(
            kind=Kind.LOST,
            symbol=pair.base.name,
            fact="outbox",
            title=f"`{pair.base.name}` sends with {code(dotted(sent[0].func))} what it wrote to the outbox",
            message="The change can be kept without its event, or the event sent without its change.",
            confidence=0.82,
        )
        evidence = (quote(change, Side.RIGHT, sent[0], "now"),) if pair.same_file else ()
        yield at_base(change, written[0], says, *evidence)


def _calls(unit: Unit, name: re.Pattern[str]) -> Iterator[ast.Call]:
    """Calls of such a name, or with such a class as argument."""
    for node in unit.nodes:
        if isinstance(node, ast.Call) and (
            name.search(dotted(node.func))
            or any(isinstance(it, ast.Call) and name.search(dotted(it.func)) for it in node.args)
        ):
            yield node


_PAY = """
    def pay(session, order):
        order.paid = True
        {tell}
        session.commit()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("ID10",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the event is sent at once",
            base=_PAY.format(tell="session.add(OutboxEvent(order.pk))"),
            head=_PAY.format(tell="producer.send('paid', order.pk)"),
            finds=((3, "what it wrote to the outbox"),),
        ),
        Example(
            "another row in the outbox",
            base=_PAY.format(tell="session.add(OutboxEvent(order.pk))"),
            head=_PAY.format(tell="outbox.append('paid', order.pk)"),
        ),
        Example(
            "it was sent before",
            base=_PAY.format(tell="producer.send('paid', order.pk)"),
            head=_PAY.format(tell="producer.send('order.paid', order.pk)"),
        ),
        Example(
            "no event any more",
            base=_PAY.format(tell="session.add(OutboxEvent(order.pk))"),
            head=_PAY.format(tell="log(order)"),
        ),
    ),
)
