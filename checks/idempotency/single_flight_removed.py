"""A job may be queued or run twice at a time.

A job had an identity (`job_id=`, `task_id=`, `unique=`, `singleton`) or a limit of one running instance
(`max_instances=1`, `coalesce=`). It has none now.

Why it matters:
    Two clicks, two deliveries of an event or a slow run make two jobs for one thing.

Instead:
    Keep the identity that says what is one job.

What it does not see:
    Locks inside of the job.

Sources:
    Catalogue ID08; RQ documentation, Jobs; APScheduler documentation, max_instances.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, code
from checks.kit.undo import became
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_QUEUES = re.compile(r"(^|\.)(enqueue\w*|apply_async|add_job|send_task|schedule|defer_async|configure|submit)$")
_IDENTITY = frozenset({"job_id", "task_id", "unique", "unique_key", "queueing_lock", "max_instances", "coalesce",
                       "deduplication_id", "MessageDeduplicationId", "singleton", "job_key"})  # fmt: skip


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every identity that a kept call no longer gives."""
    for pair in edited_functions(change):
        head = dict(_queued(pair.head))
        for name, call in _queued(pair.base):
            now = head.get(name)
            if now is None or any(keyword.arg is None for keyword in now.keywords):
                continue
            left = {keyword.arg for keyword in now.keywords}
            lost = sorted(key.arg for key in call.keywords if key.arg in _IDENTITY and key.arg not in left)
            if lost and not left & _IDENTITY:
                says = Sentence(
                    kind=Kind.LOST,
                    symbol=pair.base.name,
                    fact=f"single flight {lost[0]}",
                    title=f"`{pair.base.name}` queues without {code(lost[0])}",
                    message="Two requests for one thing make two jobs.",
                    confidence=0.8,
                )
                yield became(change, call, now if pair.same_file else None, says)


def _queued(unit: Unit) -> Iterator[tuple[str, ast.Call]]:
    """What is called with which first argument, and the call."""
    for node in unit.nodes:
        if isinstance(node, ast.Call) and _QUEUES.search(dotted(node.func)):
            first = ast.unparse(node.args[0]) if node.args else ""
            yield f"{dotted(node.func)} {first}", node


_START = """
    def start(report):
        queue.enqueue(render, report.pk{identity})
        return report
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("ID08",),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "each click makes a job",
            base=_START.format(identity=', job_id=f"report-{report.pk}"'),
            head=_START.format(identity=""),
            finds=((2, "queues without `job_id`"),),
        ),
        Example(
            "another identity",
            base=_START.format(identity=', job_id=f"report-{report.pk}"'),
            head=_START.format(identity=", unique=True"),
        ),
        Example(
            "the options come as a dictionary",
            base=_START.format(identity=', job_id="r"'),
            head=_START.format(identity=", **ONCE"),
        ),
        Example(
            "another option is gone",
            base=_START.format(identity=", priority=3"),
            head=_START.format(identity=""),
        ),
    ),
)
