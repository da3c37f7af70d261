"""A function commits what its caller was to commit.

A function that worked on a session of its caller, and flushed or wrote nothing through, commits it now; or a commit
moved into a loop.

Why it matters:
    The caller's other writes become permanent at that moment. If the rest fails, there is nothing left to roll back;
    in a loop, every run is kept by itself.

Instead:
    `flush()` where the identifiers are needed, and one commit where the unit of work ends.

What it does not see:
    Which function owns the session; batch jobs that commit by chunks on purpose.

Sources:
    Catalogue TX08; SQLAlchemy documentation, When do I construct a Session, when do I commit it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_COMMITS = re.compile(r"(^|[._])(session|db|conn|connection|uow)\w*\.commit$", re.IGNORECASE)
_FLUSHES = re.compile(r"(^|[._])(session|db|uow)\w*\.flush$", re.IGNORECASE)
_BATCH = re.compile(r"batch|chunk|migrat|backfill|import|script|command|seed|worker|consume|poll", re.IGNORECASE)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Commits in place of a flush, and commits that came into a loop."""
    for pair in edited_functions(change):
        base, head = list(_calls(pair.base, _COMMITS)), list(_calls(pair.head, _COMMITS))
        if not pair.same_file or not head or _BATCH.search(f"{change.path} {pair.head.name}"):
            continue
        flushed, flushes = len(list(_calls(pair.base, _FLUSHES))), len(list(_calls(pair.head, _FLUSHES)))
        if len(head) > len(base) and flushes < flushed:
            yield _told(change, pair.head, head[0], "commits where it flushed", 0.82)
            continue
        looped = [call for call in head if _is_looped(pair.head, call)]
        if looped and not any(_is_looped(pair.base, call) for call in base):
            yield _told(change, pair.head, looped[0], "commits in a loop", 0.76 if base else 0.66)
        elif not base and _is_given(pair.head, head[0]):
            yield _told(change, pair.head, head[0], "commits the session that it was given", 0.62)


def _calls(unit: Unit, name: re.Pattern[str]) -> Iterator[ast.Call]:
    return (node for node in unit.nodes if isinstance(node, ast.Call) and name.search(dotted(node.func)))


def _is_looped(unit: Unit, node: ast.AST) -> bool:
    return any(isinstance(parent, ast.For | ast.AsyncFor | ast.While) for parent in unit.parents(node))


def _is_given(unit: Unit, call: ast.Call) -> bool:
    """Whether the session is a parameter, so that somebody else may hold more writes in it."""
    node = unit.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.decorator_list:
        return False
    owner = dotted(call.func).split(".")[0]
    return owner in {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)} - {"self", "cls"}


def _told(change: Change, unit: Unit, call: ast.Call, what: str, confidence: float) -> Hit:
    says = Sentence(
        kind=Kind.INTRODUCED,
        symbol=unit.name,
        fact=what,
        title=f"`{unit.name}` {what}: {code(ast.unparse(call))}",
        message="What the caller has written so far can no longer be rolled back.",
        confidence=confidence,
    )
    return at_head(change, call, says)


_ADD = """
    def add_line(session, order, line):
        session.add(line)
        {end}
        return line.id
"""
_LOOP = """
    def add_lines(self, lines):
        for line in lines:
            self.session.add(line)
    {end}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TX08",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a commit in place of the flush",
            base=_ADD.format(end="session.flush()"),
            head=_ADD.format(end="session.commit()"),
            finds=((3, "commits where it flushed"),),
        ),
        Example(
            "every line is committed by itself",
            base=_LOOP.format(end="    self.session.commit()"),
            head=_LOOP.format(end="        self.session.commit()"),
            finds=((4, "commits in a loop"),),
        ),
        Example(
            "a flush in place of the commit",
            base=_ADD.format(end="session.commit()"),
            head=_ADD.format(end="session.flush()"),
        ),
        Example(
            "it committed before",
            base=_ADD.format(end="session.commit()"),
            head=_ADD.format(end="session.commit()\n        log(line)"),
        ),
        Example(
            "a job that works in batches",
            base=_LOOP.format(end="    self.session.commit()").replace("add_lines", "import_batch"),
            head=_LOOP.format(end="        self.session.commit()").replace("add_lines", "import_batch"),
        ),
        Example(
            "a session of its own",
            base="def add(line):\n    session = Session()\n    session.add(line)\n",
            head="def add(line):\n    session = Session()\n    session.add(line)\n    session.commit()\n",
        ),
    ),
)
