"""Callers are shown the text of an internal error.

The answer to a failed request holds the text of whatever exception came up, or a traceback.

Why it matters:
    The text names tables, paths, addresses and values of other people, and tells an attacker which attempt came close.

Instead:
    Log it with an identifier, and answer the identifier.

What it does not see:
    Errors that are made for callers; handlers of the framework in debug mode.

Sources:
    Catalogue ER09; CWE-209, Error Message Containing Sensitive Information.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import gained
from checks.ledger.unit import Unit

_BROAD = frozenset({"", "Exception", "BaseException", "DatabaseError", "SQLAlchemyError", "OSError", "RuntimeError"})
_ANSWERS = re.compile(r"(Response|jsonify|HTTPException|abort|JsonResponse|HttpResponse\w*|make_response|HTTPError)$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every answer with the text of a broad exception that the base did not give."""
    for gain in gained(change, _shown):
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"error text {gain.label}",
            title=f"`{gain.unit.name}` answers with the text of {code(gain.label)}",
            message="It names tables, paths and values that are nobody's business.",
            confidence=0.7,
        )
        yield at_head(change, gain.node, says)


def _shown(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for handler in (node for node in unit.nodes if isinstance(node, ast.ExceptHandler)):
        caught = _broadest(handler)
        if caught is None:
            continue
        for stmt in handler.body:
            for node in ast.walk(stmt):
                if isinstance(node, ast.Call) and _ANSWERS.search(dotted(node.func)) and _tells(node, handler.name):
                    yield f"any {caught or 'exception'}", node


def _broadest(handler: ast.ExceptHandler) -> str | None:
    """The broad exception that a handler catches, "" for any; None when it names narrow ones only."""
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type] if handler.type else []
    names = [dotted(node).rpartition(".")[2] for node in types]
    return "" if not names else next((name for name in names if name in _BROAD), None)


def _tells(answer: ast.Call, name: str | None) -> bool:
    """Whether `str(error)`, the error itself in a text, or a traceback stands in the answer."""
    for node in ast.walk(answer):
        match node:
            case (
                ast.Call(func=ast.Name(id="str" | "repr"), args=[ast.Name(id=who)])
                | ast.FormattedValue(value=ast.Name(id=who))
            ) if name is not None and who == name:
                return True
            case ast.Call(func=function) if dotted(function).endswith(("format_exc", "format_exception")):
                return True
            case _:
                continue
    return False


_SHOW = """
    def show(request):
        try:
            return load(request)
        except {caught} as error:
            return JsonResponse({answer}, status=500)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("ER09",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the caller reads the error",
            base=_SHOW.format(caught="Exception", answer='{"error": "internal"}'),
            head=_SHOW.format(caught="Exception", answer='{"error": str(error)}'),
            finds=((5, "answers with the text of `any Exception`"),),
        ),
        Example(
            "an error that is made for callers",
            base=_SHOW.format(caught="Invalid", answer='{"error": "invalid"}'),
            head=_SHOW.format(caught="Invalid", answer='{"error": str(error)}'),
        ),
        Example(
            "several errors that are made for callers",
            base=_SHOW.format(caught="(Invalid, TooLong)", answer='{"error": "invalid"}'),
            head=_SHOW.format(caught="(Invalid, TooLong)", answer='{"error": str(error)}'),
        ),
        Example(
            "an identifier",
            base=_SHOW.format(caught="Exception", answer='{"error": "internal"}'),
            head=_SHOW.format(caught="Exception", answer='{"error": logged(error)}'),
        ),
        Example(
            "it was shown before",
            base=_SHOW.format(caught="Exception", answer='{"error": str(error)}'),
            head=_SHOW.format(caught="Exception", answer='{"detail": str(error)}'),
        ),
    ),
)
