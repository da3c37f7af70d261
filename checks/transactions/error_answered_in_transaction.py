"""An error is answered inside a transaction, which then commits.

A handler within a transaction catches an error and returns. At base the error left the transaction and undid its work,
or the handler marked it for rolling back.

Why it matters:
    To return is to succeed: the transaction commits what was written before the error. The client hears of a failure,
    and half of the work stands.

Instead:
    Raise, and answer where the transaction has ended; or mark it, by `transaction.set_rollback(True)` or
    `session.rollback()`.

What it does not see:
    Transactions that a caller or a dependency opens; `ATOMIC_REQUESTS`, where no `manage.py` names the settings.

Sources:
    Catalogue TX10, ER07; Django documentation, Controlling transactions explicitly; Django REST framework, Exceptions.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.settings import settings_of
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import dropped, gained
from checks.ledger.inside import is_transaction, transaction_around
from checks.ledger.project import settings_modules
from checks.ledger.statements import writes
from checks.ledger.unit import Unit

_UNDOES = re.compile(r"(^|\.)(set_rollback|rollback|arollback|savepoint_rollback|doom|abort|fail)$")
_ANSWERS = re.compile(r"Response|response|[Ee]rror|redirect|render|HttpResponse|\b[45]\d\d\b|[Ff]ail|messages\.")
_MARKS = re.compile(r"(^|\.)set_rollback$")
_WRAPS = re.compile(r"(^|\.)ATOMIC_REQUESTS$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every such handler that is new, and for every mark for rolling back that is gone."""
    for gain in gained(change, _answered):
        if gain.before is None:
            continue  # who writes a new function has decided what a failure leaves
        if transaction_around(gain.unit, gain.node) is None and not _wraps_requests(change, gain.unit):
            continue
        says = _says(gain.unit.name, f"answers {code(gain.label)} inside a transaction, which then commits")
        yield at_head(change, gain.node, says)
    for pair, label, _ in dropped(change, _marks):
        if any(isinstance(node, ast.Return) for node in pair.head.nodes) and pair.same_file:
            yield at_head(change, pair.head.node, _says(pair.head.name, f"no longer calls {code(label)}"))


def _says(symbol: str, what: str) -> Sentence:
    return Sentence(
        kind=Kind.INTRODUCED,
        symbol=symbol,
        fact="error answered in transaction",
        title=f"`{symbol}` {what}",
        message="The client hears of a failure, and what was written before it stands.",
        confidence=0.68,
    )


def _wraps_requests(change: Change, unit: Unit) -> bool:
    """Whether each request is one transaction, by the settings of the project, and the unit answers requests."""
    for settings in settings_modules(unit):
        found = settings_of(change.within, settings.source)
        if any(_WRAPS.search(key) and value.effective is True for key, value in found.items()):
            return True
    return False


def _answers_requests(unit: Unit) -> bool:
    """`def pay(request)`, and the methods of a view."""
    return any(isinstance(node, ast.Name) and node.id == "request" for node in unit.nodes) or any(
        isinstance(node, ast.arg) and node.arg == "request" for node in ast.walk(unit.node)
    )


def _answered(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    """Handlers that return an answer, where writes of the same transaction come before the error."""
    for node in unit.nodes:
        if not isinstance(node, ast.Try) or any(map(is_transaction, _inside(node.body))):
            continue
        around = transaction_around(unit, node) or (unit.node if _answers_requests(unit) else None)
        if around is None or not _leaves_something(unit, node, around):
            continue
        for handler in node.handlers:
            if _returns_an_answer(handler):
                yield "Exception" if handler.type is None else ast.unparse(handler.type), handler


def _leaves_something(unit: Unit, node: ast.Try, around: ast.AST) -> bool:
    """Whether something is written before the error can come: before the `try`, or by its first of two writes."""
    scope = around.body if isinstance(around, ast.With | ast.AsyncWith) else unit.own
    before = [stmt for stmt in scope if (stmt.end_lineno or stmt.lineno) < node.lineno]
    return writes(before) > 0 or writes(node.body) > 1


def _returns_an_answer(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    if not isinstance(last, ast.Return) or last.value is None or not _ANSWERS.search(ast.unparse(last.value)):
        return False
    return not any(
        isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and bool(_UNDOES.search(dotted(node.func))))
        for node in _inside(handler.body)
    )


def _inside(body: list[ast.stmt]) -> Iterator[ast.AST]:
    return (node for stmt in body for node in ast.walk(stmt))


def _marks(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for node in unit.nodes:
        if isinstance(node, ast.Call) and _MARKS.search(dotted(node.func)):
            yield "set_rollback", node


_PAY = """
    @transaction.atomic
    def pay(request):
        order = Order.objects.create(text=request.text)
        {charge}
        return Response(order.data)
"""
_PLAIN = _PAY.format(charge="charge(order)")
_TRY = """try:
            charge(order)
        except CardError:
            {then}"""
_HANDLER = """
    def handle(error, context):
        response = answer(error)
        {mark}
        return response
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TX10", "ER07"),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the view answers, and the order stands",
            base=_PLAIN,
            head=_PAY.format(charge=_TRY.format(then="return Response(status=402)")),
            finds=((6, "answers `CardError` inside a transaction"),),
        ),
        Example(
            "the handler of all errors marks nothing",
            base=_HANDLER.format(mark="set_rollback()"),
            head=_HANDLER.format(mark="log(error)"),
            finds=((1, "no longer calls `set_rollback`"),),
        ),
        Example(
            "the transaction is marked",
            base=_PLAIN,
            head=_PAY.format(
                charge=_TRY.format(then="transaction.set_rollback(True)\n            return Response(status=402)")
            ),
        ),
        Example(
            "the error goes on",
            base=_PLAIN,
            head=_PAY.format(charge=_TRY.format(then="raise PaymentRequired")),
        ),
        Example(
            "nothing was written before",
            base=_PLAIN,
            head=_PAY.format(charge=_TRY.format(then="return Response(status=402)")).replace(
                "Order.objects.create(text=request.text)", "request.order"
            ),
        ),
        Example(
            "a savepoint holds what may fail",
            base=_PLAIN,
            head=_PAY.format(
                charge=_TRY.format(then="return Response(status=402)").replace(
                    "charge(order)", "with transaction.atomic():\n                charge(order)"
                )
            ),
        ),
        Example(
            "each request is a transaction",
            base=_PLAIN.replace("@transaction.atomic\n    ", ""),
            head=_PAY.format(charge=_TRY.format(then="return Response(status=402)")).replace(
                "@transaction.atomic\n    ", ""
            ),
            context={
                "manage.py": "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
                "shop/settings.py": "DATABASES = {'default': {'ATOMIC_REQUESTS': True}}\n",
            },
            finds=((5, "answers `CardError` inside a transaction"),),
        ),
        Example(
            "no transaction",
            base=_PLAIN.replace("@transaction.atomic\n    ", ""),
            head=_PAY.format(charge=_TRY.format(then="return Response(status=402)")).replace(
                "@transaction.atomic\n    ", ""
            ),
        ),
        Example(
            "so it was before",
            base=_PAY.format(charge=_TRY.format(then="return Response(status=402)")),
            head=_PAY.format(charge=_TRY.format(then="return Response({'error': 'card'}, status=402)")),
        ),
    ),
)
