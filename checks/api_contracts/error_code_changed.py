"""A refusal carries another error code.

A refusal told callers a short code of what went wrong. The code is another.

Why it matters:
    Callers compare the code, not the sentence: they show the right message, retry, ask for a payment. An unknown code
    ends in "something went wrong".

Instead:
    Keep the code and change the sentence.

What it does not see:
    Codes that stand in constants or tables.

Sources:
    Catalogue AP11; RFC 9457, Problem Details for HTTP APIs.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_base, code, quote
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_KEYS = frozenset({"code", "error_code", "error", "errorCode", "type", "reason"})
_CODE = re.compile(r"^[A-Za-z][A-Za-z0-9]*([_.\-][A-Za-z0-9]+)+$|^[A-Z][A-Z0-9_]{3,}$|^[a-z]{3,}[A-Z]\w+$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for the one error code of a function that became another."""
    for pair in edited_functions(change):
        if not pair.same_file:
            continue
        base, head = dict(_codes(pair.base)), dict(_codes(pair.head))
        lost = [text for text in base if text not in head]
        gained = [text for text in head if text not in base]
        if len(lost) == len(gained) == 1:
            says = Sentence(
                kind=Kind.CHANGED,
                symbol=pair.base.name,
                fact=f"error code {lost[0]}",
                title=f"`{pair.base.name}` refuses with {code(gained[0])} where it said {code(lost[0])}",
                message="Callers that compare the code do not know the new one.",
                confidence=0.6,
            )
            yield at_base(change, base[lost[0]], says, quote(change, Side.RIGHT, head[gained[0]], "now"))


def _codes(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    """Code and place of every refusal that is raised or answered."""
    for node in unit.nodes:
        if not isinstance(node, ast.Raise | ast.Return):
            continue
        for inner in ast.walk(node):
            match inner:
                case ast.keyword(arg=str(key), value=ast.Constant(value=str(text))) if key in _KEYS:
                    pass
                case ast.Dict(keys=keys, values=values):
                    yield from _in_dict(keys, values)
                    continue
                case _:
                    continue
            if _CODE.match(text):
                yield text, inner.value


def _in_dict(keys: list[ast.expr | None], values: list[ast.expr]) -> Iterator[tuple[str, ast.AST]]:
    for key, value in zip(keys, values, strict=True):
        match key, value:
            case ast.Constant(value=str(name)), ast.Constant(value=str(text)) if name in _KEYS and _CODE.match(text):
                yield text, value
            case _:
                continue


_PAY = """
    def pay(order):
        if order.paid:
            raise Conflict({detail}, code={code})
        charge(order)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AP11",),
    kind=Kind.CHANGED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "another code",
            base=_PAY.format(detail='"paid"', code='"already_paid"'),
            head=_PAY.format(detail='"paid"', code='"order_paid"'),
            finds=((3, "refuses with `order_paid`"),),
        ),
        Example(
            "another sentence",
            base=_PAY.format(detail='"paid"', code='"already_paid"'),
            head=_PAY.format(detail='"was paid before"', code='"already_paid"'),
        ),
        Example(
            "one refusal more",
            base=_PAY.format(detail='"paid"', code='"already_paid"'),
            head=_PAY.format(detail='"paid"', code='"already_paid"').replace(
                "charge(order)",
                'if order.void:\n            raise Conflict("void", code="order_void")\n        charge(order)',
            ),
        ),
    ),
)
