"""A failure is answered as success.

A branch answered with an error status. It answers with success now, while the branch still stands.

Why it matters:
    Callers believe that it was done: they do not retry, they tell the user, they delete their copy. Monitoring that
    counts errors sees none.

Instead:
    Answer with the status of what happened. Deleting what is gone already may count as success; say so in a comment.

What it does not see:
    Failures that a body tells while the status always said success; exceptions that another layer turns into answers.

Sources:
    Catalogue AP07; RFC 9110, HTTP Semantics, section 15.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.api_contracts._statuses import statuses
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, quote
from checks.ledger import edited_functions
from checks.ledger.pairing import Pair


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every branch that answered with an error and answers with success."""
    for pair in edited_functions(change):
        if not pair.same_file:
            continue
        head = dict(_branches(pair.head.node))
        for key, branch in _branches(pair.base.node):
            now = head.get(key)
            if now is None:
                continue
            was = [(status, node) for status, node in _answers(branch) if status >= 400]
            if was and not _refuses(now) and any(status < 400 for status, _ in _answers(now)):
                yield _told(pair, was[0][1], was[0][0], now[-1])


def _branches(function: ast.AST) -> Iterator[tuple[str, list[ast.stmt]]]:
    """What decides, and what is done then: handlers of exceptions and bodies of conditions."""
    for node in ast.walk(function):
        match node:
            case ast.ExceptHandler(type=kind, body=body):
                yield f"except {ast.unparse(kind) if kind is not None else ''}", body
            case ast.If(test=test, body=body):
                yield f"if {ast.unparse(test)}", body
            case _:
                continue


def _answers(body: list[ast.stmt]) -> list[tuple[int, ast.AST]]:
    """Statuses of what the branch returns or raises; a plain answer counts as 200."""
    found = [row for stmt in body for row in statuses(stmt)]
    if found or not isinstance(body[-1], ast.Return):
        return found
    value = body[-1].value
    plain = isinstance(value, ast.Call) and dotted(value.func).endswith(("Response", "jsonify"))
    return [(200, body[-1])] if plain or isinstance(value, ast.Dict) else []


def _refuses(body: list[ast.stmt]) -> bool:
    return any(isinstance(node, ast.Raise) for stmt in body for node in ast.walk(stmt)) or any(
        status >= 400 for status, _ in _answers(body)
    )


def _told(pair: Pair, was: ast.AST, status: int, now: ast.stmt) -> Hit:
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=pair.base.name,
        fact=f"success for {status}",
        title=f"`{pair.base.name}` answers success where it answered {status}",
        message="Callers believe that it was done.",
        confidence=0.72,
    )
    return at_base(pair.change, was, says, quote(pair.change, Side.RIGHT, now, "now"))


_VIEW = """
    def pay(request):
        try:
            charge(request.data)
        except CardError as error:
            return Response({{"detail": "declined"}}, status={status})
        return Response(status=201)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AP07",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a declined card is fine",
            base=_VIEW.format(status=402),
            head=_VIEW.format(status=200),
            finds=((5, "answers success where it answered 402"),),
        ),
        Example(
            "another error",
            base=_VIEW.format(status=402),
            head=_VIEW.format(status=409),
        ),
        Example(
            "the error is raised now",
            base=_VIEW.format(status=402),
            head=_VIEW.format(status=402).replace(
                'return Response({"detail": "declined"}, status=402)', "raise Declined() from error"
            ),
        ),
        Example(
            "the branch is gone",
            base=_VIEW.format(status=402),
            head="def pay(request):\n    charge(request.data)\n    return Response(status=201)\n",
        ),
    ),
)
