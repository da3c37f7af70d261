"""A write left the transaction that held it.

Writes stood in one transaction. One of them now stands outside of it, while another stays inside.

Why it matters:
    If the process dies or the write fails between the two, the half that is inside is kept and the other is not:
    money without an order, an order without its lines.

Instead:
    Keep both inside. What must not hold the transaction (a mail, a call) goes into `on_commit`.

What it does not see:
    Transactions that a caller opens around the whole function.

Sources:
    Catalogue TX02, TX03; Django documentation, Controlling transactions explicitly.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import callee
from checks.kit.sentence import Sentence, at_base, code, quote
from checks.ledger import edited_functions
from checks.ledger.pairing import Pair
from checks.ledger.statements import writes
from checks.ledger.unit import Unit

_SCOPE = re.compile(r"(^|\.)(atomic|begin|begin_nested|transaction|in_transaction|unit_of_work|atomic_block)$")
_LOGS = re.compile(r"(^|[._])(log|logger|logging|audit\w*|metrics|statsd|cache)\b")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every write that stood in a transaction and stands outside of one in the same function."""
    for pair in edited_functions(change):
        if _is_wrapped(pair.head):
            continue
        left = Counter(text for text, _ in _written(pair.head, inside=True))
        were_out = Counter(text for text, _ in _written(pair.base, inside=False))
        out = Counter(text for text, _ in _written(pair.head, inside=False)) - were_out
        places = dict(_written(pair.head, inside=False))
        if not left:
            continue
        for text, nodes in _grouped(_written(pair.base, inside=True)).items():
            if out[text] and left[text] < len(nodes):
                yield _told(change, pair, _edited(change, nodes), places[text])


def _grouped(written: Iterable[tuple[str, ast.stmt]]) -> dict[str, list[ast.stmt]]:
    found: dict[str, list[ast.stmt]] = {}
    for text, node in written:
        found.setdefault(text, []).append(node)
    return found


def _edited(change: Change, nodes: list[ast.stmt]) -> ast.stmt:
    """Of equal statements, the one whose line was removed."""
    return next((node for node in nodes if node.lineno in change.removed_lines), nodes[0])


def _told(change: Change, pair: Pair, was: ast.stmt, now: ast.stmt) -> Hit:
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=pair.base.name,
        fact="write outside of the transaction",
        title=f"{code(ast.unparse(was))} of `{pair.base.name}` no longer stands in the transaction",
        message="When it fails, what the transaction holds is kept without it.",
        confidence=0.85,
    )
    evidence = (quote(change, Side.RIGHT, now, "now"),) if pair.same_file else ()
    return at_base(change, was, says, *evidence)


def _written(unit: Unit, *, inside: bool) -> Iterator[tuple[str, ast.stmt]]:
    """Text and place of the simple statements that write, in a transaction of the unit or outside of all."""
    for node in unit.nodes:
        if not isinstance(node, ast.Expr | ast.Assign | ast.Return) or not writes([node]):
            continue
        text = ast.unparse(node)
        if _LOGS.search(text.partition("(")[0]) or any(isinstance(parent, ast.Lambda) for parent in unit.parents(node)):
            continue
        if any(_is_scope(parent) for parent in unit.parents(node)) is inside:
            yield text, node


def _is_scope(node: ast.AST) -> bool:
    if not isinstance(node, ast.With | ast.AsyncWith):
        return False
    calls = (item.context_expr for item in node.items)
    return any(_SCOPE.search(callee(call)) for call in calls)


def _is_wrapped(unit: Unit) -> bool:
    """Whether a decorator holds the whole function in a transaction."""
    decorators = unit.node.decorator_list if isinstance(unit.node, ast.FunctionDef | ast.AsyncFunctionDef) else ()
    return any(_SCOPE.search(callee(node)) for node in decorators)


_PLACE = """
    def place(order):
        with transaction.atomic():
            order.save()
            {inside}
        {outside}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TX02", "TX03"),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the second write stands after the transaction",
            base=_PLACE.format(inside="order.lines.create(n=1)", outside="notify(order)"),
            head=_PLACE.format(inside="order.touch()", outside="order.lines.create(n=1)"),
            finds=((4, "no longer stands in the transaction"),),
        ),
        Example(
            "the decorator holds the whole function",
            base=_PLACE.format(inside="order.lines.create(n=1)", outside="notify(order)"),
            head="@transaction.atomic\ndef place(order):\n    with transaction.atomic():\n        order.save()\n"
            "    order.lines.create(n=1)\n",
        ),
        Example(
            "a write moved in",
            base=_PLACE.format(inside="order.touch()", outside="order.lines.create(n=1)"),
            head=_PLACE.format(inside="order.lines.create(n=1)", outside="notify(order)"),
        ),
        Example(
            "what was no write moved out",
            base=_PLACE.format(inside="total = sum(order)", outside="notify(order)"),
            head=_PLACE.format(inside="order.touch()", outside="total = sum(order)"),
        ),
        Example(
            "the write is gone",
            base=_PLACE.format(inside="order.lines.create(n=1)", outside="notify(order)"),
            head=_PLACE.format(inside="order.touch()", outside="notify(order)"),
        ),
    ),
)
