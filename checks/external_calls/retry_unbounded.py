"""A retry has no end or no pause any more.

A retry said how often (`stop=`, `max_retries=`, `max_tries=`) or how long to wait between (`wait=`, `backoff`). That is
gone, or it is much more now.

Why it matters:
    While the other side is down, every worker asks it again and again: it cannot come back, and nothing else is done.

Instead:
    A few tries with growing pauses, then give up loudly.

What it does not see:
    Defaults of a library; limits of the queue.

Sources:
    Catalogue EX04; tenacity documentation; Celery documentation, max_retries.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code, quote
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_RETRIES = re.compile(
    r"(^|\.)(retry|Retry|retrying|on_exception|on_predicate|task|shared_task|AsyncRetrying|Retrying)$"
)
_BOUNDS = frozenset({"stop", "max_retries", "max_tries", "max_time", "stop_max_attempt_number", "wait", "retry_backoff",
                     "backoff_factor", "total", "retries", "attempts", "max_attempts"})  # fmt: skip
_MUCH = 3


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every bound that a kept retry lost, or that grew at least threefold."""
    for pair in edited_functions(change):
        head = dict(_retried(pair.head))
        for name, bounds in _retried(pair.base):
            now = head.get(name)
            for bound, value in bounds.items() if now is not None else ():
                new = now.get(bound) if now is not None else None
                what = _verdict(value, new)
                if what and not (new is None and now and now.keys() & _BOUNDS and bound in {"max_time", "stop"}):
                    says = Sentence(
                        kind=Kind.WEAKENED,
                        symbol=pair.base.name,
                        fact=f"retry {bound}",
                        title=f"The retry of `{pair.base.name}` {what}: {code(bound)}",
                        message="While the other side is down, every worker asks it again and again.",
                        confidence=0.76,
                    )
                    evidence = (quote(change, Side.RIGHT, new, "now"),) if new is not None and pair.same_file else ()
                    yield at_base(change, value, says, *evidence)


def _retried(unit: Unit) -> Iterator[tuple[str, Mapping[str, ast.expr]]]:
    decorators = unit.node.decorator_list if isinstance(unit.node, ast.FunctionDef | ast.AsyncFunctionDef) else []
    for node in (*decorators, *unit.nodes):
        if isinstance(node, ast.Call) and _RETRIES.search(dotted(node.func)):
            yield dotted(node.func), {key.arg: key.value for key in node.keywords if key.arg in _BOUNDS}


def _verdict(old: ast.expr, new: ast.expr | None) -> str:
    if new is None:
        return "lost a bound"
    if ast.unparse(old) == ast.unparse(new):
        return ""
    if isinstance(new, ast.Constant) and new.value is None:
        return "has no end now"
    was, now = _number(old), _number(new)
    return "grew threefold" if was is not None and now is not None and 0 < was * _MUCH <= now else ""


def _number(node: ast.expr) -> float | None:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Call(args=[ast.Constant(value=int() | float() as number)]):
            return float(number)
        case _:
            return None


_SYNC = """
    @retry({bounds})
    def sync(account):
        account.pull()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("EX04",),
    kind=Kind.WEAKENED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the end is gone",
            base=_SYNC.format(bounds="stop=stop_after_attempt(3), wait=wait_fixed(2)"),
            head=_SYNC.format(bounds=""),
            finds=((1, "lost a bound"), (1, "lost a bound")),
        ),
        Example(
            "ten times as often",
            base=_SYNC.format(bounds="stop=stop_after_attempt(3)"),
            head=_SYNC.format(bounds="stop=stop_after_attempt(30)"),
            finds=((1, "grew threefold"),),
        ),
        Example(
            "it never had an end",
            base="@app.task(max_retries=None)\ndef sync(account):\n    account.pull()\n",
            head="@app.task(max_retries=None)\ndef sync(account):\n    account.pull_all()\n",
        ),
        Example(
            "once more",
            base=_SYNC.format(bounds="stop=stop_after_attempt(3)"),
            head=_SYNC.format(bounds="stop=stop_after_attempt(4)"),
        ),
        Example(
            "the retry is gone",
            base=_SYNC.format(bounds="stop=stop_after_attempt(3)"),
            head="def sync(account):\n    account.pull()\n",
        ),
        Example(
            "a pause more",
            base=_SYNC.format(bounds="stop=stop_after_attempt(3)"),
            head=_SYNC.format(bounds="stop=stop_after_attempt(3), wait=wait_fixed(2)"),
        ),
    ),
)
