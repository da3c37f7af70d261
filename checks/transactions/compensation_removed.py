"""What undoes a half-done action is gone.

When a later step failed, the code took the earlier one back: it refunded, released, cancelled or cleaned up in the
handler or at the end. The handler stands, and that call is gone.

Why it matters:
    The money stays taken, the seat stays held, the file stays there, for an order that failed.

Instead:
    Keep the step back with the step, or give it to a job that looks for what was left half-done.

What it does not see:
    Context managers and jobs that clean up elsewhere.

Sources:
    Catalogue TX16, ER06.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code
from checks.ledger import dropped
from checks.ledger.statements import Surroundings
from checks.ledger.unit import Unit

_BACK = re.compile(
    r"(^|[._])(refund\w*|void\w*|release\w*|unlock\w*|undo\w*|cancel\w*|compensate\w*|revert\w*|restore\w*|rollback_\w+|"
    r"clean_?up\w*|unreserve\w*|free\w*|close|shutdown|disconnect|unlink|rmtree|remove|delete)$"
)
_CLOSES = re.compile(r"(^|[._])(close|shutdown|disconnect|unlink|rmtree|remove|delete|clean_?up\w*|free\w*)$")
_STILL = 0.5


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every step back that went from a handler or an end whose `try` stays."""
    for pair, label, node in dropped(change, _steps_back):
        around = next(it for it in pair.base.parents(node) if isinstance(it, ast.Try))
        here = {called.rpartition(".")[2] for called in pair.head.called}
        if label in here or Surroundings(pair.head.body).share(around.body) < _STILL:
            continue
        if any(_BACK.search(called) for called in pair.head.called - pair.base.called) or _is_managed(
            pair.head, pair.base
        ):
            continue
        closes = bool(_CLOSES.search(label))
        says = Sentence(
            kind=Kind.LOST,
            symbol=pair.base.name,
            fact=f"step back {label}",
            title=f"`{pair.base.name}` no longer calls {code(label)} when it fails or ends",
            message="What the first step took stays taken.",
            confidence=0.6 if closes else 0.76,
            codes=("ER06",) if closes else ("TX16",),
        )
        yield at_base(change, node, says)


def _steps_back(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    """Calls in handlers and ends of a `try`."""
    for node in unit.nodes:
        if isinstance(node, ast.Try):
            for stmt in (*(it for handler in node.handlers for it in handler.body), *node.finalbody):
                for call in ast.walk(stmt):
                    if isinstance(call, ast.Call) and _BACK.search(dotted(call.func)):
                        yield dotted(call.func).rpartition(".")[2], call


def _is_managed(head: Unit, base: Unit) -> bool:
    """Whether the head has a context manager more."""
    return sum(isinstance(it, ast.With | ast.AsyncWith) for it in head.nodes) > sum(
        isinstance(it, ast.With | ast.AsyncWith) for it in base.nodes
    )


_ORDER = """
    def order(cart):
        hold = stock.reserve(cart)
        try:
            pay(cart)
            ship(cart)
        except PaymentFailed:
            {back}
            raise
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TX16", "ER06"),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the stock stays held",
            base=_ORDER.format(back="stock.release(hold)"),
            head=_ORDER.format(back="log.info('failed')"),
            finds=((7, "no longer calls `release`"),),
        ),
        Example(
            "undone in another way",
            base=_ORDER.format(back="stock.release(hold)"),
            head=_ORDER.format(back="cancel_hold(hold)"),
        ),
        Example(
            "a context manager does it",
            base=_ORDER.format(back="stock.release(hold)"),
            head="def order(cart):\n    with stock.held(cart):\n        pay(cart)\n        ship(cart)\n",
        ),
        Example(
            "nothing is done that could be undone",
            base=_ORDER.format(back="stock.release(hold)"),
            head="def order(cart):\n    return refuse(cart)\n",
        ),
    ),
)
