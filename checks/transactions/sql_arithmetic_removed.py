"""A counter is computed in Python that the database computed.

The new value was an expression of the database (`F("n") + 1`, `Model.n + 1`), so that of two writers none lost a step.
It is computed from a value that was read before.

Why it matters:
    Two requests read the same number, each adds one, and one step is lost. It happens under load only, and the number
    is wrong for good.

Instead:
    Keep the expression, or read the row with `select_for_update` in the same transaction.

What it does not see:
    Locks that a caller holds; counters that are recounted as a whole.

Sources:
    Catalogue CC05, MQ04; Django documentation, F() expressions, Avoiding race conditions.
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

_LOCKS = frozenset({"select_for_update", "with_for_update"})
_UNDER_LOCK = "A row lock of this function has to cover it now, on this very row and until the write."
_MONEY = re.compile(r"balance|stock|credit|quota|amount|inventory|seats?|points|remaining|used|quantity", re.IGNORECASE)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every field whose arithmetic left the database."""
    for pair in edited_functions(change):
        locked = _is_locked(pair.head)
        if not pair.same_file or (locked and not _is_locked(pair.base)):
            continue
        left = {name for name, _ in _computed_by_database(pair.head)}
        written = dict(_computed_in_python(pair.head))
        known = dict(_computed_in_python(pair.base))
        for name, node in _computed_by_database(pair.base):
            if name not in left and name in written and name not in known:
                says = Sentence(
                    kind=Kind.CHANGED if locked else Kind.WEAKENED,
                    symbol=pair.base.name,
                    fact=f"arithmetic of {name}",
                    title=f"{code(name)} is computed in Python in `{pair.base.name}`, the database did it",
                    message=_UNDER_LOCK if locked else "Of two writers at one time, one step is lost.",
                    confidence=0.55 if locked else 0.85,
                    codes=("MQ04",) if _MONEY.search(name) else ("CC05",),
                )
                yield became(change, node, written[name], says)


def _is_locked(unit: Unit) -> bool:
    return any(called.rpartition(".")[2] in _LOCKS for called in unit.called)


def _computed_by_database(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    """Field and place of every `F("n") + x` that is assigned or passed to an update, and `Model.n + x` in `values`."""
    for node in unit.nodes:
        match node:
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=ast.BinOp() as value) if _speaks_of(value, name):
                yield name, node
            case ast.keyword(arg=str(name), value=ast.BinOp() as value) if _speaks_of(value, name):
                yield name, value
            case _:
                continue


def _speaks_of(value: ast.BinOp, name: str) -> bool:
    for inner in ast.walk(value):
        match inner:
            case ast.Call(func=function, args=[ast.Constant(value=str(field))]) if field == name:
                if dotted(function).rpartition(".")[2] == "F":
                    return True
            case ast.Attribute(value=ast.Name(id=owner), attr=field) if field == name and owner[:1].isupper():
                return True
            case _:
                continue
    return False


def _computed_in_python(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    """Field and place of `obj.n = obj.n + x`, `obj.n += x` and `update(n=obj.n + x)`."""
    for node in unit.nodes:
        match node:
            case ast.AugAssign(target=ast.Attribute(attr=name)):
                yield name, node
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=value) if not _is_expression(value, name):
                yield name, node
            case ast.keyword(arg=str(name), value=value) if _reads(value, name) and not _is_expression(value, name):
                yield name, value
            case _:
                continue


def _is_expression(value: ast.expr, name: str) -> bool:
    return isinstance(value, ast.BinOp) and _speaks_of(value, name)


def _reads(value: ast.expr, name: str) -> bool:
    return any(isinstance(inner, ast.Attribute) and inner.attr == name for inner in ast.walk(value))


_PING = """
    def ping(check):
        check.n_pings = {value}
        check.save()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CC05", "MQ04"),
    kind=Kind.WEAKENED,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the sum is made in Python",
            base=_PING.format(value='F("n_pings") + 1'),
            head=_PING.format(value="check.n_pings + 1"),
            finds=((2, "`n_pings` is computed in Python"),),
        ),
        Example(
            "the update passes a value that was read",
            base='def add(cart):\n    Cart.objects.filter(pk=cart.pk).update(size=F("size") + 1)\n',
            head="def add(cart):\n    Cart.objects.filter(pk=cart.pk).update(size=cart.size + 1)\n",
            finds=((2, "`size`"),),
        ),
        Example(
            "the row is locked now",
            base=_PING.format(value='F("n_pings") + 1'),
            head="def ping(pk):\n    check = Check.objects.select_for_update().get(pk=pk)\n"
            "    check.n_pings = check.n_pings + 1\n    check.save()\n",
        ),
        Example(
            "another step",
            base=_PING.format(value='F("n_pings") + 1'),
            head=_PING.format(value='F("n_pings") + 2'),
        ),
        Example(
            "the counter is gone",
            base=_PING.format(value='F("n_pings") + 1'),
            head="def ping(check):\n    check.save()\n",
        ),
    ),
)
