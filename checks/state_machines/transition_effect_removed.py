"""A transition no longer does what belongs to it.

A function that moves an object to another state also told somebody, recorded it or started what follows. The state is
still written, and that call is gone.

Why it matters:
    The object looks right and the world around it does not know: no mail, no delivery, no entry in the history, no
    release of what was held.

Instead:
    Keep the effect with the transition, or move it to what every transition passes through (a signal, an event).

What it does not see:
    Signals and hooks that do the same from another file.

Sources:
    Catalogue SM09, SM12.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code
from checks.ledger import dropped
from checks.ledger.pairing import Pair
from checks.ledger.unit import Unit

_STATE = re.compile(r"(^|_)(status|state|phase|stage)$")
_EFFECT = re.compile(
    r"(^|[._])(notify\w*|send_\w+|emit\w*|publish\w*|dispatch_\w+|signal|record_\w+|log_event|log_action|create_event|"
    r"add_event|audit\w*|release_\w+|unlock\w*|schedule_\w+|enqueue\w*|delay|apply_async|on_commit|send)$"
)
_LOGS = re.compile(r"(^|\.)_?(logger|logging|log|LOG|LOGGER)\.|^print$")
_LONG = 4  # letters; shorter words of a name say little
_STAMP = re.compile(r"(_at|_on|_by|_date)$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every effect or stamp that went from a function which still writes the state."""
    for pair, label, node in dropped(change, _effects):
        if not _moves(pair.base) or not _moves(pair.head) or _is_replaced(pair, label):
            continue
        stamp = isinstance(node, ast.Assign)
        says = Sentence(
            kind=Kind.LOST,
            symbol=pair.base.name,
            fact=f"effect {label}",
            title=f"`{pair.base.name}` moves the state and no longer {'sets' if stamp else 'calls'} {code(label)}",
            message="Those who wait for the transition are not told, or nobody knows when it was.",
            confidence=0.6 if stamp else 0.68,
            codes=("SM12",) if stamp else ("SM09",),
        )
        yield at_base(change, node, says)


def _moves(unit: Unit) -> bool:
    """Whether the function writes a state, or is declared a transition."""
    if any(
        isinstance(it, ast.Attribute) and isinstance(it.ctx, ast.Store) and _STATE.search(it.attr) for it in unit.nodes
    ):
        return True
    decorators = unit.node.decorator_list if isinstance(unit.node, ast.FunctionDef | ast.AsyncFunctionDef) else []
    calls = (node.func if isinstance(node, ast.Call) else node for node in decorators)
    return any(dotted(node).rpartition(".")[2] in {"transition", "fsm_transition"} for node in calls)


def _effects(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for node in unit.nodes:
        match node:
            case ast.Call(func=function) if _EFFECT.search(dotted(function)) and not _LOGS.search(dotted(function)):
                yield dotted(function).rpartition(".")[2], node
            case ast.Assign(targets=[ast.Attribute(attr=name)]) if _STAMP.search(name):
                yield name, node
            case _:
                continue


def _is_replaced(pair: Pair, label: str) -> bool:
    """Whether the head calls something new that may do it: any effect, or a function with a word of the old name."""
    new = {called.rpartition(".")[2] for called in pair.head.called} - {
        called.rpartition(".")[2] for called in pair.base.called
    }
    parts = {part for part in label.split("_") if len(part) >= _LONG}
    return any(_EFFECT.search(name) or parts & set(name.split("_")) for name in new)


_PAY = """
    def pay(order):
        order.status = Order.PAID
        order.save()
        {effect}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SM09", "SM12"),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "nobody is told",
            base=_PAY.format(effect="notify_customer(order)"),
            head=_PAY.format(effect="return order"),
            finds=((4, "no longer calls `notify_customer`"),),
        ),
        Example(
            "nobody knows when",
            base=_PAY.format(effect="order.paid_at = now()"),
            head=_PAY.format(effect="return order"),
            finds=((4, "no longer sets `paid_at`"),),
        ),
        Example(
            "told in another way",
            base=_PAY.format(effect="notify_customer(order)"),
            head=_PAY.format(effect="emit(OrderPaid(order))"),
        ),
        Example(
            "a line of the log",
            base=_PAY.format(effect="logger.send('paid')"),
            head=_PAY.format(effect="return order"),
        ),
        Example(
            "the transition is gone too",
            base=_PAY.format(effect="notify_customer(order)"),
            head="def pay(order):\n    return order\n",
        ),
    ),
)
