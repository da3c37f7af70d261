"""A background task takes other arguments.

Messages that are queued already carry the arguments of the base. The task of the head needs one more, or no longer
knows one.

Why it matters:
    Between the deployment and the last old message, and wherever an older process still enqueues, each task fails
    with a wrong number of arguments.

Instead:
    Give a new argument a default, and keep an old one unused until the queue is empty. Or make a new task beside the
    old one.

What it does not see:
    How long messages wait; callers in other repositories.

Sources:
    Catalogue AP15, AP14; Celery documentation, Tasks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import Function, callee
from checks.kit.sentence import Sentence, at_base, code, quote
from checks.ledger import edited_functions

_TASK = re.compile(r"(^|[._])(\w*task|actor|job|worker|activity|consumer|background)$", re.IGNORECASE)
_NOT = re.compile(r"pytest|before_|after_|mock")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every task whose queued messages no longer fit."""
    for pair in edited_functions(change):
        base, head = pair.base.node, pair.head.node
        if not isinstance(base, Function) or not isinstance(head, Function) or not (_is_task(base) and _is_task(head)):
            continue
        what = _difference(base, head)
        if what:
            says = Sentence(
                kind=Kind.CHANGED,
                symbol=pair.base.name,
                fact=f"task signature {what}",
                title=f"The task `{pair.base.name}` {what}",
                message="Messages that are queued already do not fit it.",
                confidence=0.7,
            )
            evidence = (quote(change, Side.RIGHT, head, "now"),) if pair.same_file else ()
            yield at_base(change, base, says, *evidence)


def _is_task(function: Function) -> bool:
    names = (callee(node) for node in function.decorator_list)
    return any(_TASK.search(name) and not _NOT.search(name) for name in names)


def _difference(base: Function, head: Function) -> str:
    """What old messages stumble over, "" when nothing."""
    old, new = _names(base), _names(head)
    if head.args.vararg is not None and head.args.kwarg is not None:
        return ""
    needed = [name for name in _required(head) if name not in old]
    if needed:
        return f"now needs {code(', '.join(needed))}"
    gone = [name for name in old if name not in new]
    if gone and head.args.kwarg is None:
        return f"no longer takes {code(', '.join(gone))}"
    if [name for name in new if name in old] != [name for name in old if name in new]:
        return "takes its arguments in another order"
    return ""


def _names(function: Function) -> list[str]:
    arguments = function.args
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return [argument.arg for argument in every if argument.arg not in {"self", "cls", "ctx", "task"}]


def _required(function: Function) -> list[str]:
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    free = positional[: len(positional) - len(arguments.defaults)]
    only = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    free += [argument for argument, default in only if default is None]
    return [argument.arg for argument in free if argument.arg not in {"self", "cls", "ctx", "task"}]


_TASK_OF = """
    @shared_task
    def send_receipt({arguments}):
        mail(order_id)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AP15", "AP14"),
    kind=Kind.CHANGED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "one argument more is needed",
            base=_TASK_OF.format(arguments="order_id"),
            head=_TASK_OF.format(arguments="order_id, language"),
            finds=((1, "now needs `language`"),),
        ),
        Example(
            "an argument is gone",
            base=_TASK_OF.format(arguments="order_id, language"),
            head=_TASK_OF.format(arguments="order_id"),
            finds=((1, "no longer takes `language`"),),
        ),
        Example(
            "the new argument has a default",
            base=_TASK_OF.format(arguments="order_id"),
            head=_TASK_OF.format(arguments='order_id, language="en"'),
        ),
        Example(
            "a function that is no task",
            base=_TASK_OF.format(arguments="order_id").replace("@shared_task", "@cached"),
            head=_TASK_OF.format(arguments="order_id, language").replace("@shared_task", "@cached"),
        ),
        Example(
            "it takes the task itself now",
            base=_TASK_OF.format(arguments="order_id"),
            head=_TASK_OF.format(arguments="self, order_id"),
        ),
    ),
)
