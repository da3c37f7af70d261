"""More transitions are allowed than before.

The rules of a state machine grew: a table of next states holds one more, a transition starts from more states or from
any, or it lost a condition or a permission.

Why it matters:
    The rules are what keeps a refunded order from being sent. One more edge can join states that the rest of the code
    believes apart, also a final one with what comes before it.

Instead:
    Say in the pull request which rows take the new way and what must hold for them. A test of the way that stays
    closed belongs beside it.

What it does not see:
    Transitions that assignments make; states that are known at run time only.

Sources:
    Catalogue SM03, SM04; django-fsm documentation, Transitions.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from checks.declarations.pairs import is_read
from checks.kit import Action, Change, ChangeSet, Check, Example, Hit, Kind, Options, Severity, Side, Source
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, at_head, code, quote
from checks.kit.undo import undo
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_TABLE = re.compile(
    r"transition|allowed_(next|from|status|state)|next_(states?|status)|valid_(next|from)|(state|status)_flow",
    re.IGNORECASE,
)
_GUARDS = frozenset({"conditions", "permission", "unless", "custom", "cond", "guards", "validators"})
_ANY = frozenset({"'*'", "'+'"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Tables with new edges, and transitions from more states or with fewer conditions."""
    if not is_read(change) or change.base is None or change.head is None:
        return
    base, head = _tables(change.within, change.base), _tables(change.within, change.head)
    for name, (was, old) in base.items():
        if name in head:
            yield from _edges(change, name, (was, old), head[name])
    for pair in edited_functions(change):
        yield from _decorated(change, pair.base, pair.head)


Table = tuple[ast.Dict, Mapping[str, frozenset[str]]]


def _edges(change: Change, name: str, base: Table, head: Table) -> Iterator[Hit]:
    """New edges between states that the base knew."""
    known = base[1].keys() | {state for targets in base[1].values() for state in targets}
    for key, value in zip(head[0].keys, head[0].values, strict=True):
        state = "" if key is None else ast.unparse(key)
        gained = head[1].get(state, frozenset()) - base[1].get(state, frozenset())
        if not gained or state not in base[1] or not gained & known:
            continue
        final = not base[1][state]
        edge = ", ".join(sorted(gained & known))
        says = Sentence(
            kind=Kind.WEAKENED,
            symbol=name.rpartition(".")[2] if "." not in name else name,
            fact=f"edge {state} to {edge}",
            title=f"`{name}` now allows {code(f'{state} -> {edge}')}",
            message="The state was final and can be left now." if final else "Rows can go a way that was closed.",
            confidence=0.8 if final else 0.74,
            suggestion=undo(change, base[0], value),
            codes=("SM04",) if final else ("SM03",),
        )
        yield at_head(change, value, says, quote(change, Side.LEFT, base[0], "was"))


def _tables(changes: ChangeSet, source: Source) -> Mapping[str, Table]:
    return changes.remember((_tables, source), lambda: dict(_read(source)))


def _read(source: Source) -> Iterator[tuple[str, Table]]:
    """Name -> table of next states: a dictionary from a state to a list, tuple or set of states."""
    for node in (*source.index.all(ast.Assign), *source.index.all(ast.AnnAssign)):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if not isinstance(target, ast.Name) or not _TABLE.search(target.id) or not isinstance(node.value, ast.Dict):
            continue
        rows = {
            ast.unparse(key): frozenset(_states(value))
            for key, value in zip(node.value.keys, node.value.values, strict=True)
            if key is not None
        }
        around = source.index.symbol(node)
        yield f"{around}.{target.id}" if around else target.id, (node.value, rows)


def _states(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            yield from map(ast.unparse, items)
        case ast.Call(func=ast.Name(id="frozenset" | "set" | "tuple" | "list"), args=[inner]):
            yield from _states(inner)
        case _:
            return


def _decorated(change: Change, base: Unit, head: Unit) -> Iterator[Hit]:
    """`@transition(source=..., conditions=..., permission=...)`."""
    old, new = _transition(base), _transition(head)
    if old is None or new is None:
        return
    was, now = _options(old), _options(new)
    source, other = was.get("source"), now.get("source")
    if source is not None and other is not None and _is_wider(source, other):
        yield _told(change, base.name, source, other, f"starts from {code(ast.unparse(other))} now")
    for name in _GUARDS & was.keys():
        if name not in now or ast.unparse(now[name]) in {"[]", "()", "None"}:
            yield _told(change, base.name, was[name], new, f"no longer asks for {code(name)}")


def _is_wider(old: ast.expr, new: ast.expr) -> bool:
    if ast.unparse(old) in _ANY:
        return False
    if ast.unparse(new) in _ANY:
        return True
    before, after = set(_states(old)) or {ast.unparse(old)}, set(_states(new)) or {ast.unparse(new)}
    return before < after


def _transition(unit: Unit) -> ast.Call | None:
    for node in unit.node.decorator_list if isinstance(unit.node, ast.FunctionDef | ast.AsyncFunctionDef) else ():
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in {"transition", "fsm_transition"}:
            return node
    return None


def _options(call: ast.Call) -> dict[str, ast.expr]:
    return {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}


def _told(change: Change, symbol: str, was: ast.AST, now: ast.AST, what: str) -> Hit:
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=symbol,
        fact=f"transition {what}",
        title=f"The transition `{symbol}` {what}",
        message="Rows can go a way that was closed.",
        confidence=0.85,
    )
    return at_base(change, was, says, quote(change, Side.RIGHT, now, "now"))


_TABLE_OF = """
    TRANSITIONS = {{
        "new": ["paid"],
        "paid": ["sent"{paid}],
        "refunded": [{refunded}],
    }}
"""
_PAY = """
    class Order(Model):
        @transition(field=status, source={source}, target="paid"{more})
        def pay(self):
            self.paid_at = now()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SM03", "SM04"),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a final state can be left",
            base=_TABLE_OF.format(paid="", refunded=""),
            head=_TABLE_OF.format(paid="", refunded='"paid"'),
            finds=((4, "now allows"),),
        ),
        Example(
            "the transition starts anywhere",
            base=_PAY.format(source='"new"', more=""),
            head=_PAY.format(source='"*"', more=""),
            finds=((2, "starts from"),),
        ),
        Example(
            "the condition is gone",
            base=_PAY.format(source='"new"', more=", conditions=[has_card]"),
            head=_PAY.format(source='"new"', more=""),
            finds=((2, "no longer asks for `conditions`"),),
        ),
        Example(
            "the table was written in another order",
            base=_TABLE_OF.format(paid=', "refunded"', refunded=""),
            head='TRANSITIONS = {\n    "refunded": (),\n    "paid": ("refunded", "sent"),\n    "new": ("paid",),\n}\n',
        ),
        Example(
            "an edge is gone",
            base=_TABLE_OF.format(paid=', "refunded"', refunded=""),
            head=_TABLE_OF.format(paid="", refunded=""),
        ),
        Example(
            "the transition starts from fewer states",
            base=_PAY.format(source='["new", "held"]', more=""),
            head=_PAY.format(source='["new"]', more=""),
        ),
    ),
)
