"""A view waits for another service where its neighbours hand such work to a task.

A mail, request, upload or payment is sent while the client waits. The other code of this file gives slow work to a
queue, and asks no other service itself.

Why it matters:
    The answer takes as long as the other side takes, and a worker is bound until then. When the other side is slow, the
    whole service is.

Instead:
    Hand it to a task, as the neighbours do, and answer at once.

What it does not see:
    Calls behind more than one function of the repository; files that never hand work to a task, or whose views ask
    other services anyway.

Sources:
    Catalogue EX03.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.pairs import is_read
from checks.declarations.routes import routes_of
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import gained
from checks.ledger.outbound import is_outbound, outbound_calls
from checks.ledger.unit import Unit

_HANDS_OVER = re.compile(
    r"\.(delay|delay_on_commit|apply_async|apply_async_on_commit|enqueue|enqueue_job|send_task|add_task|send_with_options|"
    r"defer|defer_async|kiq)$"
)
_VIEW = re.compile(r"(View|ViewSet|APIView|Resource|HTTPEndpoint|MethodView|ModelViewSet|GenericViewSet)$")
_VERBS = frozenset(
    "get post put patch delete list create retrieve update partial_update destroy form_valid perform_create "
    "perform_update perform_destroy dispatch".split()
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every such call that a view of the head makes and the base did not."""
    if not is_read(change) or change.base is None or change.head is None or not _hands_over(change.base):
        return
    views = frozenset(route.name for route in routes_of(change.within, change.head) if route.function is not None)

    def waits(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
        if unit.name in views or _is_method_of_view(unit):
            yield from outbound_calls(unit)

    for gain in gained(change, waits):
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"waits for {gain.label}",
            title=f"`{gain.unit.name}` waits for {code(gain.label)}; this file hands such work to a task",
            message="The answer takes as long as the other side takes, and a worker is bound until then.",
            confidence=0.62,
        )
        yield at_head(change, gain.node, says)


def _hands_over(source: Source) -> bool:
    """Whether the file gives work to a queue, and asks no other service itself."""
    names = [dotted(call.func) for call in source.index.all(ast.Call)]
    return any(map(_HANDS_OVER.search, names)) and not any(map(is_outbound, names))


def _is_method_of_view(unit: Unit) -> bool:
    owner = unit.source.index.definition(unit.node)
    return (
        isinstance(owner, ast.ClassDef)
        and unit.name.rpartition(".")[2] in _VERBS
        and any(_VIEW.search(dotted(base)) for base in owner.bases)
    )


_VIEWS = """
    class OrderView(APIView):
        def post(self, request):
            order = self.place(request)
            send_receipt.delay(order.pk)
            return Response(order.data)

        def delete(self, request):
            order = self.cancel(request)
            {tell}
            return Response(order.data)

        def place(self, request):
            return Order(request.data)
"""
_MAIL = "send_mail('Cancelled', order.text, SENDER, [order.mail])"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("EX03",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a view sends the mail itself",
            base=_VIEWS.format(tell="log(order)"),
            head=_VIEWS.format(tell=_MAIL),
            finds=((9, "`OrderView.delete` waits for `send_mail`"),),
        ),
        Example(
            "a task does it",
            base=_VIEWS.format(tell="log(order)"),
            head=_VIEWS.format(tell="send_cancellation.delay(order.pk)"),
        ),
        Example(
            "the neighbours wait as well",
            base=_VIEWS.format(tell="log(order)").replace("send_receipt.delay(order.pk)", _MAIL),
            head=_VIEWS.format(tell=_MAIL).replace("send_receipt.delay(order.pk)", _MAIL),
        ),
        Example(
            "the call stood there",
            base=_VIEWS.format(tell=_MAIL),
            head=_VIEWS.format(tell=_MAIL.replace("Cancelled", "Gone")),
        ),
        Example(
            "a task of the same file",
            base="@app.task\ndef remind(pk):\n    again.delay(pk)\n",
            head="@app.task\ndef remind(pk):\n    again.delay(pk)\n    requests.post(URL, json=pk)\n",
        ),
        Example(
            "no code at all",
            path="deploy/app.yaml",
            base="workers: 2\nqueue: redis.delay(3)\n",
            head="workers: 4\nqueue: redis.delay(3)\n",
        ),
        Example(
            "the view is no longer there to wait",
            base=_VIEWS.format(tell="log(order)"),
            head=_VIEWS.format(tell="transaction.on_commit(lambda: queue.enqueue(order.pk))"),
        ),
    ),
)
