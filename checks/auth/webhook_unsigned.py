"""A new webhook does not look at the signature of what it receives.

An entry point for calls from outside (`webhook`, `callback`) is new, and nothing in it or around it verifies who sent
the call.

Why it matters:
    The address is public by its nature. Whoever finds it can say that an order was paid.

Instead:
    Verify the signature over the raw body before anything else, with the secret of the sender.

What it does not see:
    A middleware or a gateway that verifies; addresses that only the inner network reaches. It is advice and never asks
    for a sign-off.

Sources:
    Catalogue SS14; GitHub documentation, Validating webhook deliveries; Stripe documentation, Webhook signatures.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.sentence import Sentence, at_head
from checks.ledger import Family, new_functions
from checks.ledger.extract import guards_of
from checks.ledger.unit import Unit

_HOOK = re.compile(r"web_?hooks?($|_|handler)|(^|_)(ipn|hook_receiver)($|_)", re.IGNORECASE)
_MANAGES = re.compile(
    r"(^|_)(create|list|delete|update|get|register|remove|send|dispatch|test|retry|deliver|fire|trigger)(_|$)"
)
_VERIFIES = re.compile(
    r"signature|hmac|construct_event|verify|compare_digest|secret|authenticat|permission|Depends\(|token|svix|login_required",
    re.IGNORECASE,
)
_FAMILIES = frozenset({Family.SIGNATURE, Family.AUTHENTICATION, Family.AUTHORIZATION})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A note for every new entry point of that name without any verification."""
    for unit in new_functions(change):
        if _is_entry(unit) and not _VERIFIES.search(unit.text) and not _is_guarded(unit):
            says = Sentence(
                kind=Kind.MISSING,
                symbol=unit.name,
                fact="webhook without signature",
                title=f"`{unit.name}` receives calls and verifies no signature",
                message="Whoever finds the address can say anything in the sender's name.",
                confidence=0.45,
                action=Action.NOTE,
            )
            yield at_head(change, unit.node, says)


def _is_guarded(unit: Unit) -> bool:
    return any(guard.family in _FAMILIES and "exempt" not in guard.label for guard in guards_of(unit))


def _is_entry(unit: Unit) -> bool:
    """A decorated function, or one that takes a request, whose name says webhook."""
    node, name = unit.node, unit.name.rpartition(".")[2]
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or not _HOOK.search(name) or _MANAGES.search(name):
        return False
    return any(argument.arg == "request" for argument in node.args.args)


_HOOK_OF = """
    @csrf_exempt
    def {name}(request):
        {first}
        mark_paid(request.body)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SS14",),
    kind=Kind.MISSING,
    severity=Severity.HIGH,
    action=Action.NOTE,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "anybody can say that it was paid",
            base="X = 1\n",
            head=_HOOK_OF.format(name="payment_webhook", first="log(request)"),
            finds=((1, "verifies no signature"),),
        ),
        Example(
            "the signature is verified",
            base="X = 1\n",
            head=_HOOK_OF.format(name="payment_webhook", first="verify_signature(request)"),
        ),
        Example(
            "a page about webhooks",
            base="X = 1\n",
            head=_HOOK_OF.format(name="list_webhooks", first="log(request)"),
        ),
        Example(
            "it stood there before",
            base=_HOOK_OF.format(name="payment_webhook", first="log(request)"),
            head=_HOOK_OF.format(name="payment_webhook", first="log(request.body)"),
        ),
    ),
)
