"""Something that must happen once is tried several times.

A retry was put around a call that writes, charges or sends: a decorator, a loop, `autoretry_for`, `acks_late`, a retry
policy that covers POST. No key says that two tries are one.

Why it matters:
    A time-out says nothing about whether the first try worked. The second one charges again, sends again, creates
    again.

Instead:
    Send an idempotency key that stays the same for all tries, look whether it was done, or retry reading only.

What it does not see:
    Whether the other side tells duplicates apart.

Sources:
    Catalogue ID05, ID06; Stripe documentation, Idempotent requests; Celery documentation, acks_late.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import callee
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_RETRIES = re.compile(
    r"(^|\.)(retry|retrying|on_exception|on_predicate|retry_with_backoff|with_retry|retriable|with_retries)$"
)
_TASK = frozenset({"autoretry_for", "acks_late", "reject_on_worker_lost", "retry_backoff"})
_EFFECT = re.compile(
    r"(^|[._])(post|put|patch|charge\w*|capture\w*|refund\w*|pay\w*|transfer\w*|send\w*|publish\w*|create\w*|create|insert|"
    r"submit\w*|enqueue|delay|save|bulk_create|withdraw|deposit|book\w*)$"
)
_KEY = re.compile(
    r"idempoten|dedup|already|processed|get_or_create|update_or_create|on_conflict|upsert|request_id|message_id|event_id|"
    r"select_for_update|exists\(",
    re.IGNORECASE,
)
_READS = re.compile(r"IntegrityError|OperationalError|Deadlock|Serialization|StaleData", re.IGNORECASE)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every function of both sides that is retried now, has an effect and knows no key."""
    for pair in edited_functions(change):
        if not pair.same_file:
            continue
        known = {label for label, _ in _retried(pair.base)}
        for label, node in _retried(pair.head):
            effect = _effect(pair.head)
            if label in known or known or not effect or _KEY.search(pair.head.text):
                continue
            says = Sentence(
                kind=Kind.INTRODUCED,
                symbol=pair.head.name,
                fact=f"retried {label}",
                title=f"`{pair.head.name}` is tried again ({code(label)}) and calls {code(effect)}",
                message="After a time-out the first try may have worked: it happens twice.",
                confidence=0.76 if label not in _TASK else 0.66,
                codes=("ID06",) if label in _TASK else ("ID05",),
            )
            yield at_head(change, node, says)
            break


def _retried(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    """Name and place of every retry that is declared on the function, except those of a broken transaction."""
    for node in unit.node.decorator_list if isinstance(unit.node, ast.FunctionDef | ast.AsyncFunctionDef) else ():
        name = callee(node)
        if _RETRIES.search(name) and not _READS.search(ast.unparse(node)):
            yield name.rpartition(".")[2], node
        for keyword in node.keywords if isinstance(node, ast.Call) else ():
            if keyword.arg in _TASK and not (isinstance(keyword.value, ast.Constant) and not keyword.value.value):
                yield keyword.arg or "", keyword.value


def _effect(unit: Unit) -> str:
    return next((name for name in sorted(unit.called) if _EFFECT.search(name)), "")


_PAY = """
    {retry}
    def pay(order):
        {body}
        return order
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("ID05", "ID06"),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the charge is tried again",
            base=_PAY.format(retry="@logged", body="gateway.charge(order.total)"),
            head=_PAY.format(retry="@retry(stop=stop_after_attempt(3))", body="gateway.charge(order.total)"),
            finds=((1, "`pay` is tried again (`retry`)"),),
        ),
        Example(
            "the task is run again when a worker dies",
            base=_PAY.format(retry="@shared_task", body="send_mail(order.owner)"),
            head=_PAY.format(retry="@shared_task(acks_late=True)", body="send_mail(order.owner)"),
            finds=((1, "`acks_late`"),),
        ),
        Example(
            "a key says that two tries are one",
            base=_PAY.format(retry="@logged", body="gateway.charge(order.total, idempotency_key=order.key)"),
            head=_PAY.format(retry="@retry", body="gateway.charge(order.total, idempotency_key=order.key)"),
        ),
        Example(
            "it only reads",
            base=_PAY.format(retry="@logged", body="gateway.get(order.key)"),
            head=_PAY.format(retry="@retry", body="gateway.get(order.key)"),
        ),
        Example(
            "it was tried again before",
            base=_PAY.format(retry="@retry(3)", body="gateway.charge(order.total)"),
            head=_PAY.format(retry="@retry(5)", body="gateway.charge(order.total)"),
        ),
        Example(
            "a broken transaction is tried again",
            base=_PAY.format(retry="@logged", body="order.save()"),
            head=_PAY.format(retry="@retry(retry_if=DeadlockDetected)", body="order.save()"),
        ),
    ),
)
