"""A field left a message that other programs read.

A message, event or webhook was sent with a field that is not in it any more.

Why it matters:
    Consumers that were written for the field fail on each message, and what waits in their queue cannot be resent in
    the old form.

Instead:
    Keep the field until no consumer reads it, or send a new kind of message beside the old one.

What it does not see:
    Messages that are put together in steps; who consumes them.

Sources:
    Catalogue AP14; AsyncAPI documentation, Message versioning.
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

_SENDS = re.compile(
    r"(^|[._])(publish(_\w+)?|emit(_\w+)?|produce|send_event|send_message|send_webhook\w*|trigger_webhook\w*|"
    r"dispatch_event|notify_subscribers|group_send|xadd|put_events|send_and_wait|basic_publish)$"
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every key that a sent message no longer has."""
    for pair in edited_functions(change):
        head = dict(_messages(pair.head))
        for name, was in _messages(pair.base):
            now = head.get(name)
            if now is None or any(key is None for key in now.keys):
                continue
            kept = set(_keys(now))
            for key, node in _keys(was).items():
                if key not in kept:
                    yield _told(change, pair.base, key, node, now if pair.same_file else None)


def _messages(unit: Unit) -> Iterator[tuple[str, ast.Dict]]:
    """Name of the sending call, and the message that is written out in it or bound right before."""
    bound = {
        node.targets[0].id: node.value
        for node in unit.nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Dict)
    }
    for node in unit.nodes:
        if not isinstance(node, ast.Call) or not _SENDS.search(dotted(node.func)):
            continue
        for order, argument in enumerate((*node.args, *(keyword.value for keyword in node.keywords))):
            message = bound.get(argument.id) if isinstance(argument, ast.Name) else argument
            if isinstance(message, ast.Dict):
                yield f"{dotted(node.func)} {order}", message


def _keys(message: ast.Dict) -> dict[str, ast.AST]:
    return {key.value: key for key in message.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}


def _told(change: Change, unit: Unit, key: str, was: ast.AST, now: ast.AST | None) -> Hit:
    says = Sentence(
        kind=Kind.LOST,
        symbol=unit.name,
        fact=f"message field {key}",
        title=f"The message that `{unit.name}` sends no longer holds {code(key)}",
        message="Consumers that read the field fail on it.",
        confidence=0.7,
    )
    evidence = () if now is None else (quote(change, Side.RIGHT, now, "now"),)
    return at_base(change, was, says, *evidence)


_SEND = """
    def place(order):
        order.save()
        publish("order.placed", {{"id": order.pk{more}}})
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AP14",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the field is gone",
            base=_SEND.format(more=', "total": order.total'),
            head=_SEND.format(more=""),
            finds=((3, "no longer holds `total`"),),
        ),
        Example(
            "one field more",
            base=_SEND.format(more=""),
            head=_SEND.format(more=', "total": order.total'),
        ),
        Example(
            "the field is written in another order",
            base=_SEND.format(more=', "total": order.total'),
            head=_SEND.format(more=', "total": order.total').replace(
                '"id": order.pk, "total": order.total', '"total": order.total, "id": order.pk'
            ),
        ),
        Example(
            "the message is no longer sent",
            base=_SEND.format(more=', "total": order.total'),
            head="def place(order):\n    order.save()\n",
        ),
    ),
)
