"""One session is used by several tasks at a time.

The same database session is handed to coroutines that run together (`gather`, a task group), to a task in the
background or to a thread.

Why it matters:
    A session is one connection with one transaction and no lock: statements of the tasks mix, one task's rollback takes
    the other's rows, and the errors make no sense. After the answer the session is closed under the task.

Instead:
    A session per task; give the task identifiers and let it open its own.

What it does not see:
    Sessions inside of objects that are handed over.

Sources:
    Catalogue CC12, CC14; SQLAlchemy documentation, Using AsyncSession with Concurrent Tasks.
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

_TOGETHER = re.compile(r"(^|\.)(gather|create_task|ensure_future|start_soon|as_completed|TaskGroup)$")
_LATER = re.compile(r"(^|\.)(add_task|Thread|run_in_executor|submit)$")
_SESSION = re.compile(r"(^|_)(session|db|db_session|async_session)$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every session that is handed to work beside this function, and was not."""
    for gain in gained(change, _shared):
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"shared session {gain.label}",
            title=f"`{gain.unit.name}` hands its session to {code(gain.label)}",
            message="Statements of the tasks mix in one transaction, or the session is closed under them.",
            confidence=0.72,
        )
        yield at_head(change, gain.node, says)


def _shared(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for node in unit.nodes:
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func)
        inner = [it for it in node.args if isinstance(it, ast.Call)] + [
            it.value for it in node.args if isinstance(it, ast.Starred)
        ]
        if _TOGETHER.search(name):
            holders = [it for it in inner if _hands_over(it)]
            several = len(holders) > 1 or any(not isinstance(it, ast.Call) for it in holders)
            if several or (holders and not name.endswith("gather")):
                yield name.rpartition(".")[2], node
        elif _LATER.search(name) and any(map(_is_session, node.args)):
            yield name.rpartition(".")[2], node


def _hands_over(node: ast.AST) -> bool:
    return any(
        isinstance(call, ast.Call) and any(map(_is_session, (*call.args, *(it.value for it in call.keywords))))
        for call in ast.walk(node)
    )


def _is_session(node: ast.AST) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and bool(_SESSION.search(dotted(node).rpartition(".")[2]))


_LOAD = """
    async def load(session, pk):
        {work}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CC12", "CC14"),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "two coroutines with one session",
            base=_LOAD.format(work="return await order(session, pk), await lines(session, pk)"),
            head=_LOAD.format(work="return await asyncio.gather(order(session, pk), lines(session, pk))"),
            finds=((2, "hands its session to `gather`"),),
        ),
        Example(
            "a task after the answer",
            base=_LOAD.format(work="notify(pk)"),
            head=_LOAD.format(work="tasks.add_task(notify, session, pk)"),
            finds=((2, "hands its session to `add_task`"),),
        ),
        Example(
            "each opens its own",
            base=_LOAD.format(work="return await order(session, pk)"),
            head=_LOAD.format(work="return await asyncio.gather(order(pk), lines(pk))"),
        ),
        Example(
            "one after the other",
            base=_LOAD.format(work="return 1"),
            head=_LOAD.format(work="return await order(session, pk)"),
        ),
        Example(
            "only one of them needs it",
            base=_LOAD.format(work="return await order(session, pk)"),
            head=_LOAD.format(work="return await asyncio.gather(order(session, pk), weather(pk))"),
        ),
    ),
)
