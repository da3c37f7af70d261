"""An asynchronous check is never awaited.

A check is an `async def` and is called without `await`: what comes back is a coroutine, which counts as true and runs
nothing.

Why it matters:
    Nobody is refused. The only trace is a warning that a coroutine was never awaited.

Instead:
    `await` it.

What it does not see:
    Functions whose definition cannot be found by name in the repository.

Sources:
    Catalogue AZ15; Python documentation, Detect never-awaited coroutines.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Suggestion
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import Gain, gained
from checks.ledger.resolve import callees
from checks.ledger.unit import Unit

_GUARDS = re.compile(
    r"(^|\.)_?(check|verify|require|ensure|validate|authorize|authorise|authenticate|assert|can|may|is|has|enforce|raise_if|"
    r"acquire|lock)(_|$)\w*"
)
_TAKES = frozenset(
    "gather create_task ensure_future run wait_for shield Depends Security add_task async_to_sync run_until_complete "
    "wait as_completed partial start_soon".split()
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every such call that the base did not have."""
    for gain in gained(change, _bare):
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"not awaited {gain.label}",
            title=f"`{gain.unit.name}` calls {code(gain.label)} without `await`",
            message="The check never runs, and its coroutine counts as true.",
            confidence=0.86,
            suggestion=_awaited(change, gain),
        )
        yield at_head(change, gain.node, says)


def _bare(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    if not isinstance(unit.node, ast.AsyncFunctionDef):
        return
    for node in unit.nodes:
        name = dotted(node.func) if isinstance(node, ast.Call) else ""
        if not _GUARDS.search(name) or _is_taken(unit, node):
            continue
        found = list(callees(unit, {name}))
        if found and all(map(_is_coroutine, found)):
            yield f"{name.rpartition('.')[2]}()", node


def _is_coroutine(unit: Unit) -> bool:
    return isinstance(unit.node, ast.AsyncFunctionDef) and not any(isinstance(node, ast.Yield) for node in unit.nodes)


def _is_taken(unit: Unit, node: ast.AST) -> bool:
    """Whether something awaits the coroutine later, or is given it to run."""
    for parent in unit.parents(node):
        match parent:
            case ast.Await() | ast.Return() | ast.Lambda() | ast.AsyncWith() | ast.Yield() | ast.Assign():
                return True
            case ast.Call(func=function) if dotted(function).rpartition(".")[2] in _TAKES:
                return True
            case ast.List() | ast.ListComp() | ast.GeneratorExp() | ast.Tuple():
                return True
            case ast.stmt():
                return False
            case _:
                continue
    return False


def _awaited(change: Change, gain: Gain) -> Suggestion | None:
    """The line with `await` before the call, where the call alone is the statement or the condition."""
    head, node = change.head, gain.node
    if head is None or not isinstance(node, ast.Call):
        return None
    line = head.lines[node.lineno - 1]
    start = len(line.encode()[: node.col_offset].decode())  # `ast` counts bytes
    before, after = line[:start], line[start:]
    return (
        Suggestion(node.lineno, node.lineno, f"{before}await {after}")
        if before.strip() in {"", "if", "if not"}
        else None
    )


_EDIT = """
    async def edit(request, doc):
        {check}
        await doc.save()


    async def check_owner(user, doc):
        if doc.owner != user:
            raise Denied
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ15",),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the check never runs",
            base=_EDIT.format(check="await check_owner(request.user, doc)"),
            head=_EDIT.format(check="check_owner(request.user, doc)"),
            finds=((2, "calls `check_owner()` without `await`"),),
        ),
        Example(
            "awaited with others",
            base=_EDIT.format(check="await check_owner(request.user, doc)"),
            head=_EDIT.format(check="await gather(check_owner(request.user, doc), load(doc))"),
        ),
        Example(
            "awaited later",
            base=_EDIT.format(check="await check_owner(request.user, doc)"),
            head=_EDIT.format(check="checking = check_owner(request.user, doc)\n        await checking"),
        ),
        Example(
            "an ordinary function",
            base=_EDIT.format(check="await check_owner(request.user, doc)").replace("async def check", "def check"),
            head=_EDIT.format(check="check_owner(request.user, doc)").replace("async def check", "def check"),
        ),
    ),
)
