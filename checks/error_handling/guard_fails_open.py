"""When a guard fails, the code goes on.

A check that could stop the code (a permission, a signature, a validation, a lock) now stands in a `try` whose handler
goes on as if it had passed.

Why it matters:
    The refusal itself is an exception: it is caught with everything else. An attacker needs to cause an error, not to
    pass the check.

Instead:
    Refuse in the handler, or keep the check outside of the `try`.

What it does not see:
    Handlers of the caller.

Sources:
    Catalogue ER04; CWE-636, Not Failing Securely.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code, quote
from checks.ledger import Family, edited_functions
from checks.ledger.extract import guards_of
from checks.ledger.guard import Form, Guard
from checks.ledger.unit import Unit

_FAMILIES = frozenset(
    {Family.AUTHENTICATION, Family.AUTHORIZATION, Family.SIGNATURE, Family.VALIDATION, Family.LOCK, Family.QUOTA,
     Family.RATE_LIMIT, Family.TENANT_SCOPE, Family.MONEY}
)  # fmt: skip
_RAISING = frozenset({Form.CALL, Form.EXIT})
_BROAD = frozenset({"", "Exception", "BaseException"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every guard of both sides that only the head swallows."""
    for pair in edited_functions(change):
        swallowed = Counter((guard.family, guard.key) for guard, _ in _swallowed(pair.head))
        if not swallowed:
            continue
        swallowed -= Counter((guard.family, guard.key) for guard, _ in _swallowed(pair.base))
        handlers = {(guard.family, guard.key): handler for guard, handler in _swallowed(pair.head)}
        for guard in _guards(pair.base):
            mark = (guard.family, guard.key)
            if swallowed[mark]:
                swallowed[mark] -= 1
                says = Sentence(
                    kind=Kind.WEAKENED,
                    symbol=pair.base.name,
                    fact=f"fails open {guard.fact}",
                    title=f"When {code(guard.label)} fails, `{pair.base.name}` goes on",
                    message="The refusal is caught with everything else.",
                    confidence=0.85,
                )
                evidence = (quote(change, Side.RIGHT, handlers[mark], "now"),) if pair.same_file else ()
                yield at_base(change, guard.node, says, *evidence)


def _guards(unit: Unit) -> Iterator[Guard]:
    return (guard for guard in guards_of(unit) if guard.family in _FAMILIES and guard.form in _RAISING)


def _swallowed(unit: Unit) -> Iterator[tuple[Guard, ast.AST]]:
    """Guards in a `try` that goes on, with what the handler catches."""
    tries = [node for node in unit.nodes if isinstance(node, ast.Try)]
    if not tries:
        return
    for guard in _guards(unit):
        for node in tries:
            handler = _open_handler(node)
            first, last = node.body[0].lineno, node.body[-1].end_lineno or node.body[-1].lineno
            if handler is not None and first <= guard.start_line <= last:
                yield guard, handler.type or handler.body[0]
                break


def _open_handler(node: ast.Try) -> ast.ExceptHandler | None:
    """The broad handler that neither raises nor returns: what comes after the `try` runs."""
    for handler in node.handlers:
        caught = "" if handler.type is None else dotted(handler.type).rpartition(".")[2]
        leaves = any(
            isinstance(inner, ast.Raise | ast.Return | ast.Continue | ast.Break)
            for stmt in handler.body
            for inner in ast.walk(stmt)
        )
        if caught in _BROAD and not leaves:
            return handler
    return None


_HOOK = """
    def hook(request):
        verify_signature(request)
        store(request.body)
"""
_TRIED = """
    def hook(request):
        try:
            verify_signature(request)
        except {caught}:
            {then}
        store(request.body)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("ER04",),
    kind=Kind.WEAKENED,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a wrong signature is a line in the log",
            base=_HOOK,
            head=_TRIED.format(caught="Exception", then="logger.warning('signature')"),
            finds=((2, "When `verify_signature(request)` fails"),),
        ),
        Example(
            "the handler refuses",
            base=_HOOK,
            head=_TRIED.format(caught="Exception", then="return HttpResponseForbidden()"),
        ),
        Example(
            "the handler raises",
            base=_HOOK,
            head=_TRIED.format(caught="Exception", then="raise Denied"),
        ),
        Example(
            "it failed open before",
            base=_TRIED.format(caught="Exception", then="pass"),
            head=_TRIED.format(caught="Exception", then="logger.info('no')"),
        ),
        Example(
            "something else is tried",
            base=_HOOK,
            head=_HOOK + "        try:\n            ping()\n        except Exception:\n            pass\n",
        ),
    ),
)
