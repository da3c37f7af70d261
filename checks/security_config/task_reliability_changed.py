"""Background tasks are delivered or limited otherwise than before.

A setting of the task queue decides whether a lost task comes back, how long a task may run, and whether tasks run in
the background at all. It is gone or says the opposite.

Why it matters:
    Without late acknowledgement a task whose worker dies is lost. Without a time limit one task holds a worker for
    ever. With tasks run at once, they run inside the request and its transaction.

Instead:
    Keep the setting, or say for which tasks the other behaviour is safe and set it there.

What it does not see:
    Options of single tasks; what the broker itself is told.

Sources:
    Catalogue CF07; Celery documentation, Configuration and defaults.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.declarations.settings import SettingPair, setting_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.sentence import Sentence, at_head, code
from checks.kit.undo import became

_KEEPS = re.compile(r"(^|_|\.)(TASK_)?(ACKS_LATE|REJECT_ON_WORKER_LOST|TRACK_STARTED|PUBLISH_RETRY)$", re.IGNORECASE)
_AT_ONCE = re.compile(r"(^|_|\.)(TASK_ALWAYS_EAGER|ALWAYS_EAGER)$", re.IGNORECASE)
_LIMITS = re.compile(
    r"(^|_|\.)(TASK_(SOFT_)?TIME_LIMIT|TASKD?_SOFT_TIME_LIMIT|MAX_TASKS_PER_CHILD|VISIBILITY_TIMEOUT|job_timeout)$",
    re.IGNORECASE,
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every setting of delivery or limits that keeps less."""
    for pair in setting_pairs(change):
        what = _verdict(pair)
        if not what:
            continue
        says = Sentence(
            kind=Kind.WEAKENED,
            symbol=pair.key.partition(".")[0],
            fact=f"tasks {pair.key} {what}",
            title=f"{code(pair.key)} {what}",
            message="Every task without an option of its own follows it.",
            confidence=0.75,
        )
        if pair.base is not None:
            yield became(change, pair.base.node, pair.head.node if pair.head else None, says)
        elif pair.head is not None:
            yield at_head(change, pair.head.node, says)


def _verdict(pair: SettingPair) -> str:
    was = pair.base.effective if pair.base else None
    now = pair.head.effective if pair.head else None
    if _KEEPS.search(pair.key) and was is True and now in {False, None}:
        return "is off" if pair.head else "is gone"
    if _AT_ONCE.search(pair.key) and was is not True and now is True:
        return "is on: tasks run inside of requests"
    if _LIMITS.search(pair.key) and isinstance(was, int | float) and (pair.head is None or now is None):
        return f"is gone, it was {was:g}"
    return ""


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CF07",),
    kind=Kind.WEAKENED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "tasks of a dead worker are lost",
            path="shop/settings.py",
            base="CELERY_TASK_ACKS_LATE = True\n",
            head="CELERY_TASK_ACKS_LATE = False\n",
            finds=((1, "is off"),),
        ),
        Example(
            "tasks may run for ever",
            path="shop/settings.py",
            base="CELERY_TASK_TIME_LIMIT = 300\nX = 1\n",
            head="X = 1\n",
            finds=((1, "is gone, it was 300"),),
        ),
        Example(
            "another limit",
            path="shop/settings.py",
            base="CELERY_TASK_TIME_LIMIT = 300\n",
            head="CELERY_TASK_TIME_LIMIT = 600\n",
        ),
        Example(
            "tasks at once in tests",
            path="shop/settings/test.py",
            base="CELERY_TASK_ALWAYS_EAGER = False\n",
            head="CELERY_TASK_ALWAYS_EAGER = True\n",
        ),
        Example(
            "another broker",
            path="shop/settings.py",
            base='CELERY_BROKER_URL = "amqp://"\n',
            head='CELERY_BROKER_URL = "redis://"\n',
        ),
    ),
)
