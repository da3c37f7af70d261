"""Errors of code that writes or checks are passed over in silence.

A new handler catches every exception around code that writes, pays or asks for permission, and does nothing: `pass`,
`continue`, a default, or a line in the log.

Why it matters:
    The write that failed is reported as done. Nobody is told until the numbers do not add up.

Instead:
    Catch what you can answer. Where the work must go on, keep the failed item and count it.

What it does not see:
    What a called function does with its errors.

Sources:
    Catalogue ER03; CWE-390, Detection of Error Condition Without Action.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head
from checks.ledger import gained
from checks.ledger.statements import Surroundings, writes
from checks.ledger.unit import Unit

_BROAD = frozenset({"", "Exception", "BaseException"})
_RISKY = re.compile(
    r"(^|[._])(charge|refund|capture|pay|transfer|withdraw|deposit|authorize|check_permissions?|verify\w*|authenticate|"
    r"require_\w+|validate_\w+|save|commit|bulk_create|bulk_update|delete|revoke|audit\w*)$"
)
_HARMLESS = re.compile(
    r"(^|[._])(cache|redis|metrics|statsd|posthog|analytics|sentry\w*|tmp|temp|path|file|os|shutil)\b"
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every broad handler around risky code that the base did not have and that only goes on."""
    for gain in gained(change, _silent):
        wrapped = gain.before is not None and _stood_there(gain.before, gain.unit, gain.node)
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact="broad handler",
            title=f"`{gain.unit.name}` passes over every error of code that writes or checks",
            message="What failed is reported as done.",
            confidence=0.74 if wrapped else 0.56,
        )
        yield at_head(change, gain.node, says)


def _silent(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for node in unit.nodes:
        if isinstance(node, ast.Try) and _is_risky(node.body):
            for handler in node.handlers:
                caught = "" if handler.type is None else dotted(handler.type).rpartition(".")[2]
                if caught in _BROAD and all(map(_goes_on, handler.body)):
                    yield "silent", handler.type or handler.body[0]


def _is_risky(body: list[ast.stmt]) -> bool:
    called = [
        dotted(node.func)
        for stmt in body
        for node in ast.walk(stmt)
        if isinstance(node, ast.Call) and dotted(node.func)
    ]
    return any(_RISKY.search(name) and not _HARMLESS.search(name) for name in called) or (
        bool(writes(body)) and not any(map(_HARMLESS.search, called))
    )


def _goes_on(stmt: ast.stmt) -> bool:
    """`pass`, `continue`, a return of nothing or of a literal, a line in the log."""
    match stmt:
        case ast.Pass() | ast.Continue() | ast.Return(value=None | ast.Constant() | ast.List() | ast.Dict()):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            return name in {"debug", "info", "warning", "error", "exception", "log"}
        case ast.Expr(value=ast.Call(func=ast.Name(id="print")) | ast.Constant()):
            return True
        case _:
            return False


def _stood_there(before: Unit, unit: Unit, node: ast.AST) -> bool:
    """Whether the base had the same code without the handler."""
    around = next((parent for parent in unit.parents(node) if isinstance(parent, ast.Try)), None)
    return around is not None and Surroundings(before.body).share(around.body) == 1.0


_PAY = """
    def pay(order):
        gateway.charge(order.total)
        order.save()
"""
_CAUGHT = """
    def pay(order):
        try:
            gateway.charge(order.total)
            order.save()
        except {caught}:
            {then}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("ER03",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a failed charge is passed over",
            base=_PAY,
            head=_CAUGHT.format(caught="Exception", then="pass"),
            finds=((5, "passes over every error"),),
        ),
        Example(
            "it is told and raised",
            base=_PAY,
            head=_CAUGHT.format(caught="Exception", then="logger.exception('charge')\n            raise"),
        ),
        Example(
            "an error that is expected",
            base=_PAY,
            head=_CAUGHT.format(caught="CardDeclined", then="pass"),
        ),
        Example(
            "the failure is kept",
            base=_PAY,
            head=_CAUGHT.format(caught="Exception as error", then="order.fail(error)"),
        ),
        Example(
            "a cache that may fail",
            base="def keep(row):\n    cache.delete(row.key)\n",
            head="def keep(row):\n    try:\n        cache.delete(row.key)\n    except Exception:\n        pass\n",
        ),
    ),
)
