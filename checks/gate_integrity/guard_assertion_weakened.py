"""A test expects less of a guard than it did.

The test pinned a refusal: one status, one exception. It still runs, and now accepts any error, any exception, or
success, or no longer asks.

Why it matters:
    A test that accepts a server error as well as a refusal passes when the guard is gone. It looks like cover and is
    none.

Instead:
    Expect exactly what the caller gets. When the rule changed on purpose, the new expectation is as exact as the old.

What it does not see:
    Helpers that assert in another file; expectations that are computed.

Sources:
    Catalogue TS02.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from checks.gate_integrity._refusals import Refusal, expects_success
from checks.gate_integrity._tests import Test, test_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_base, quote

_VAGUE, _SUCCESS, _GONE, _OTHER = 0.85, 0.8, 0.65, 0.45


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every refusal that a kept test no longer pins."""
    for base, head in test_pairs(change):
        edited = [refusal for refusal in base.refusals if _is_edited(change, refusal)]
        left = Counter(refusal.label for refusal in head.refusals)
        left.subtract(refusal.label for refusal in set(base.refusals).difference(edited))
        for refusal in edited:
            if left[refusal.label] > 0:
                left[refusal.label] -= 1
            else:
                yield _told(change, base, head, refusal)


def _is_edited(change: Change, refusal: Refusal) -> bool:
    """Whether a line of the expectation was removed."""
    start: int = getattr(refusal.node, "lineno", 0)
    end: int = getattr(refusal.node, "end_lineno", None) or start
    return any(line in change.removed_lines for line in range(start, end + 1))


def _told(change: Change, base: Test, head: Test, refusal: Refusal) -> Hit:
    fresh = Counter(other.label for other in head.refusals) - Counter(other.label for other in base.refusals)
    now = _successor(base, head)
    if fresh:
        kind, what, confidence = Kind.CHANGED, f"expects {', '.join(fresh)} in place of {refusal.label}", _OTHER
    elif expects_success(head.node) > expects_success(base.node):
        kind, what, confidence = Kind.WEAKENED, f"expects success where it expected {refusal.label}", _SUCCESS
    elif now is not None:
        kind, what, confidence = Kind.WEAKENED, f"no longer pins {refusal.label}", _VAGUE
    else:
        kind, what, confidence = Kind.LOST, f"no longer asks for {refusal.label}", _GONE
    says = Sentence(
        kind=kind,
        symbol=base.name,
        fact=f"refusal {refusal.label} weakened",
        title=f"`{base.name}` {what}",
        message="The guard behind this answer can fall and the test stays green.",
        confidence=confidence,
    )
    evidence = () if now is None else (quote(change, Side.RIGHT, now, "now"),)
    return at_base(change, refusal.node, says, *evidence)


def _successor(base: Test, head: Test) -> ast.AST | None:
    """The assertion that the base did not have."""
    known = {ast.unparse(node) for node in _assertions(base)}
    return next((node for node in _assertions(head) if ast.unparse(node) not in known), None)


def _assertions(test: Test) -> Iterator[ast.AST]:
    for node in ast.walk(test.node):
        match node:
            case ast.Assert():
                yield node
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name))) if "assert" in name:
                yield node
            case ast.withitem(context_expr=ast.Call(func=ast.Attribute(attr=name))) if "aises" in name:
                yield node.context_expr
            case _:
                continue


_TEST = """
    def test_delete_order(client, stranger):
        client.force_login(stranger)
        response = client.delete("/orders/1/")
        {expects}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TS02",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "any answer below 500 will do",
            path="tests/test_orders.py",
            base=_TEST.format(expects="assert response.status_code == 403"),
            head=_TEST.format(expects="assert response.status_code < 500"),
            finds=((4, "no longer pins 403"),),
        ),
        Example(
            "the stranger succeeds",
            path="tests/test_orders.py",
            base=_TEST.format(expects="assert response.status_code == status.HTTP_403_FORBIDDEN"),
            head=_TEST.format(expects="assert response.status_code == status.HTTP_204_NO_CONTENT"),
            finds=((4, "expects success where it expected 403"),),
        ),
        Example(
            "any exception will do",
            path="tests/test_orders.py",
            base="""
                def test_twice(db):
                    with pytest.raises(IntegrityError):
                        make_order(1)
            """,
            head="""
                def test_twice(db):
                    with pytest.raises(Exception):
                        make_order(1)
            """,
            finds=((2, "no longer pins IntegrityError"),),
        ),
        Example(
            "the same status by its name",
            path="tests/test_orders.py",
            base=_TEST.format(expects="assert response.status_code == 403"),
            head=_TEST.format(expects="assert response.status_code == status.HTTP_403_FORBIDDEN"),
        ),
        Example(
            "the same expectation by another assertion",
            path="tests/test_orders.py",
            base=_TEST.format(expects="assert response.status_code == 403"),
            head=_TEST.format(expects="self.assertEqual(response.status_code, 403)"),
        ),
        Example(
            "a test of success asks less",
            path="tests/test_orders.py",
            base=_TEST.format(expects="assert response.status_code == 200"),
            head=_TEST.format(expects="assert response.ok"),
        ),
        Example(
            "one more expectation",
            path="tests/test_orders.py",
            base=_TEST.format(expects="assert response.status_code == 403"),
            head=_TEST.format(expects="assert response.status_code == 403 and not response.content"),
        ),
    ),
)
