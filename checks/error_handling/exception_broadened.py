"""A handler catches more than it was made for.

A handler named what it expected. It now catches every exception around code that writes, calls or checks, and does not
raise it again.

Why it matters:
    Errors that nobody thought of take the way of the expected one: a typing error looks like a missing row, a refused
    payment like a time-out.

Instead:
    Name the exceptions that the handler can answer, and let the rest pass.

What it does not see:
    Worker loops whose outermost handler is meant to survive everything.

Sources:
    Catalogue ER02; Python documentation, Errors and Exceptions.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code, quote
from checks.kit.span import Side
from checks.ledger import edited_functions
from checks.ledger.statements import Surroundings
from checks.ledger.unit import Unit

_BROAD = frozenset({"", "Exception", "BaseException"})
_SAME = 0.6


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every `try` of the base whose narrow handler became a broad one that raises nothing."""
    for pair in edited_functions(change):
        heads = [node for node in pair.head.nodes if isinstance(node, ast.Try)]
        for old in (node for node in pair.base.nodes if isinstance(node, ast.Try)):
            new = next((it for it in heads if _alike(old, it)), None)
            if new is None or _is_loop(pair.head, new) or _broad(old) is not None:
                continue
            handler = _broad(new)
            if handler is None or any(isinstance(it, ast.Raise) for stmt in handler.body for it in ast.walk(stmt)):
                continue
            was = ", ".join(_caught(it) for it in old.handlers)
            says = Sentence(
                kind=Kind.CHANGED,
                symbol=pair.base.name,
                fact=f"broadened {was}",
                title=f"A handler of `{pair.base.name}` catches every exception, it caught {code(was)}",
                message="Errors that nobody thought of take the way of the expected one.",
                confidence=0.72 if len(new.handlers) == len(old.handlers) else 0.62,
            )
            evidence = (quote(change, Side.RIGHT, handler.type or handler.body[0], "now"),) if pair.same_file else ()
            yield at_base(change, old.handlers[0].type or old.handlers[0].body[0], says, *evidence)


def _alike(old: ast.Try, new: ast.Try) -> bool:
    """Whether both guard the same statements; a `try` around another one guards more."""
    there, back = Surroundings(new.body).share(old.body), Surroundings(old.body).share(new.body)
    return min(there, back) >= _SAME


def _broad(node: ast.Try) -> ast.ExceptHandler | None:
    """The handler that catches everything, alone or as one of several names."""
    for handler in node.handlers:
        names = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        if any(("" if name is None else dotted(name).rpartition(".")[2]) in _BROAD for name in names):
            return handler
    return None


def _caught(handler: ast.ExceptHandler) -> str:
    return "everything" if handler.type is None else ast.unparse(handler.type)


def _is_loop(unit: Unit, node: ast.Try) -> bool:
    """The outermost handler of an endless loop."""
    parent = next(unit.parents(node), None)
    return isinstance(parent, ast.While) and isinstance(parent.test, ast.Constant)


_LOAD = """
    def load(pk):
        try:
            row = rows.get(pk)
        except {caught}:
            {then}
        return row
"""
_NESTED = """
    def load(pk):
        try:
            try:
                row = rows.get(pk)
            except NotFound:
                row = None
            keep(row, {colour})
            send(row)
        except Exception:
            log.exception("failed")
"""
_WORK = """
    def work():
        while True:
            try:
                step()
            except {caught}:
                rest()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("ER02",),
    kind=Kind.CHANGED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "every error is a missing row",
            base=_LOAD.format(caught="NotFound", then="return None"),
            head=_LOAD.format(caught="Exception", then="return None"),
            finds=((4, "catches every exception, it caught `NotFound`"),),
        ),
        Example(
            "the broad handler raises",
            base=_LOAD.format(caught="NotFound", then="return None"),
            head=_LOAD.format(caught="Exception as error", then="raise Unreadable(pk) from error"),
        ),
        Example(
            "one more name",
            base=_LOAD.format(caught="NotFound", then="return None"),
            head=_LOAD.format(caught="(NotFound, Gone)", then="return None"),
        ),
        Example(
            "it was broad before",
            base=_LOAD.format(caught="Exception", then="return None"),
            head=_LOAD.format(caught="BaseException", then="return None"),
        ),
        Example(
            "a worker that must survive",
            base=_WORK.format(caught="Empty"),
            head=_WORK.format(caught="Exception"),
        ),
        Example(
            "a narrow handler inside of a broad one",
            base=_NESTED.format(colour="RED"),
            head=_NESTED.format(colour="BLUE"),
        ),
    ),
)
