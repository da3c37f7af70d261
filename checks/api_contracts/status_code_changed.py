"""A route answers with another status.

The status of success of a route, or the status of one of its refusals, is another number.

Why it matters:
    Callers decide by the number: retry, sign in again, show an error. A refusal with another status is handled as
    something else.

Instead:
    Keep the number, or serve the new one under a new version.

What it does not see:
    Statuses that are computed or mapped from exceptions elsewhere.

Sources:
    Catalogue AP06; RFC 9110, HTTP Semantics, section 15.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from checks.api_contracts._statuses import status_of, statuses
from checks.declarations.pairs import is_read
from checks.declarations.routes import route_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_base, quote
from checks.ledger import edited_functions


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every route status, and for every refusal, that has another number."""
    if not is_read(change) or change.base is None or change.head is None:
        return
    for base, head in route_pairs(change):
        was, now = base.options.get("status_code"), head.options.get("status_code")
        old, new = (status_of(was) if was else 200), (status_of(now) if now else 200)
        if old is not None and new is not None and old != new and base.mark == head.mark:
            shown = now if now is not None else head.node
            yield _told(change, was if was is not None else base.node, shown, base.name, (old, new))
    for pair in edited_functions(change):
        if not pair.same_file:
            continue
        lost, gained = _difference(pair.base.node, pair.head.node)
        if len(lost) == len(gained) == 1 and (lost[0][0] >= 400) == (gained[0][0] >= 400):
            yield _told(change, lost[0][1], gained[0][1], pair.base.name, (lost[0][0], gained[0][0]))


def _difference(base: ast.AST, head: ast.AST) -> tuple[list[tuple[int, ast.AST]], list[tuple[int, ast.AST]]]:
    """Statuses that only one side has, as multisets."""
    old, new = list(statuses(base)), list(statuses(head))
    return _without(old, new), _without(new, old)


def _without(some: list[tuple[int, ast.AST]], others: list[tuple[int, ast.AST]]) -> list[tuple[int, ast.AST]]:
    left = Counter(status for status, _ in others)
    found: list[tuple[int, ast.AST]] = []
    for status, node in some:
        if left[status]:
            left[status] -= 1
        else:
            found.append((status, node))
    return found


def _told(change: Change, was: ast.AST, now: ast.AST, symbol: str, numbers: tuple[int, int]) -> Hit:
    old, new = numbers
    says = Sentence(
        kind=Kind.CHANGED,
        symbol=symbol,
        fact=f"status {old} to {new}",
        title=f"`{symbol}` answers {new} where it answered {old}",
        message="Callers that decide by the number do something else.",
        confidence=0.6,
    )
    return at_base(change, was, says, quote(change, Side.RIGHT, now, "now"))


_ROUTE = """
    @router.post("/orders", status_code={status})
    def create_order(order: OrderCreate):
        if not order.items:
            raise HTTPException({refusal}, "empty")
        return save(order)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AP06",),
    kind=Kind.CHANGED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "success has another number",
            base=_ROUTE.format(status=201, refusal=400),
            head=_ROUTE.format(status=202, refusal=400),
            finds=((1, "answers 202 where it answered 201"),),
        ),
        Example(
            "the refusal has another number",
            base=_ROUTE.format(status=201, refusal=403),
            head=_ROUTE.format(status=201, refusal=404),
            finds=((4, "answers 404 where it answered 403"),),
        ),
        Example(
            "the number by its name",
            base=_ROUTE.format(status=201, refusal=400),
            head=_ROUTE.format(status="status.HTTP_201_CREATED", refusal="HTTPStatus.BAD_REQUEST"),
        ),
        Example(
            "one refusal more",
            base=_ROUTE.format(status=201, refusal=400),
            head=_ROUTE.format(status=201, refusal=400).replace(
                "return save",
                'if order.total < 0:\n            raise HTTPException(422, "negative")\n        return save',
            ),
        ),
        Example(
            "the route is gone",
            base=_ROUTE.format(status=201, refusal=400),
            head="def other():\n    return 1\n",
        ),
    ),
)
