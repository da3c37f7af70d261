"""The permission is asked after the deed.

A check stood before the code that writes. The write stands before the check now.

Why it matters:
    When the check refuses, the row is already changed or the mail already sent; only the answer says no.

Instead:
    Read what the check needs, ask, then write.

What it does not see:
    Transactions that are rolled back by the refusal.

Sources:
    Catalogue AZ16; CWE-696, Incorrect Behavior Order.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.auth._checks import once, written_checks
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_base, code, quote
from checks.ledger import edited_functions
from checks.ledger.extract.position import after
from checks.ledger.guard import Guard
from checks.ledger.statements import writes
from checks.ledger.unit import Unit


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every check of both sides that came after a write of both sides."""
    for pair in edited_functions(change):
        if not pair.same_file:
            continue
        base, head = once(_effects(pair.base)), once(_effects(pair.head))
        both = base.keys() & head.keys()
        before = once(written_checks(pair.base)) if both else {}
        now = once(written_checks(pair.head)) if both else {}
        for mark in before.keys() & now.keys():
            guard, twin = before[mark], now[mark]
            held = {id(node) for stmt in guard.protects for node in ast.walk(stmt)}
            late = [
                text for text in sorted(both) if id(base[text]) in held and _comes_first(pair.head, head[text], twin)
            ]
            if late:
                yield _told(change, pair.base, guard, (twin, head[late[0]]))


def _comes_first(unit: Unit, effect: ast.stmt, guard: Guard) -> bool:
    """Whether the check is among what runs after the effect, on the same way."""
    later = (node for stmt in after(unit, effect) for node in ast.walk(stmt))
    return any(getattr(node, "lineno", 0) == guard.start_line for node in later)


def _told(change: Change, unit: Unit, guard: Guard, now: tuple[Guard, ast.stmt]) -> Hit:
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=unit.name,
        fact=f"late {guard.fact}",
        title=f"{code(guard.label)} of `{unit.name}` comes after {code(ast.unparse(now[1]))}",
        message="When it refuses, the deed is done.",
        confidence=0.82,
    )
    return at_base(change, guard.node, says, quote(change, Side.RIGHT, now[1], "now"))


def _effects(unit: Unit) -> Iterator[tuple[str, ast.stmt]]:
    for node in unit.nodes:
        if isinstance(node, ast.Expr | ast.Assign) and writes([node]):
            yield ast.unparse(node), node


_CLOSE = """
    def close(request, order):
        {first}
        {second}
        return order
"""
_CHECK = "if order.owner != request.user:\n            raise PermissionDenied"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ16",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the order is deleted first",
            base=_CLOSE.format(first=_CHECK, second="order.delete()"),
            head=_CLOSE.format(first="order.delete()", second=_CHECK),
            finds=((2, "comes after `order.delete()`"),),
        ),
        Example(
            "the order is read first",
            base=_CLOSE.format(first=_CHECK, second="order.refresh()"),
            head=_CLOSE.format(first="order.refresh()", second=_CHECK),
        ),
        Example(
            "the check came earlier",
            base=_CLOSE.format(first="order.delete()", second=_CHECK),
            head=_CLOSE.format(first=_CHECK, second="order.delete()"),
        ),
        Example(
            "they stand on different ways",
            base="""
                def act(request, order):
                    if order.owner != request.user:
                        raise PermissionDenied
                    if request.kind == "close":
                        order.delete()
            """,
            head="""
                def act(request, order):
                    if request.kind == "close":
                        order.delete()
                    else:
                        if order.owner != request.user:
                            raise PermissionDenied
            """,
        ),
        Example(
            "the write is new",
            base=_CLOSE.format(first=_CHECK, second="order.touch()"),
            head=_CLOSE.format(first="audit.save()", second=_CHECK),
        ),
    ),
)
