"""A state that nobody knows is passed over.

A chain of conditions, or a `match`, went through the states and raised for any other. Its last branch goes on now, or
is gone.

Why it matters:
    The error was how the next new state was found. Now its rows fall through in silence.

Instead:
    Keep the branch that raises, or `assert_never`, which the type checker sees.

What it does not see:
    Tables that are asked with a default.

Sources:
    Catalogue SM10; Python documentation, typing.assert_never.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_base, code, quote
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_FEWEST = 2
_STATE = re.compile(r"(^|_)(status|state|phase|stage|kind|type|event|action|role|transition|step|mode)$", re.IGNORECASE)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every distinction of both sides whose last branch no longer refuses."""
    for pair in edited_functions(change):
        head = dict(_distinctions(pair.head))
        for subject, last in _distinctions(pair.base):
            now = head.get(subject)
            if now is None or not _STATE.search(subject) or not _refuses(last) or _refuses(now):
                continue
            says = Sentence(
                kind=Kind.WEAKENED,
                symbol=pair.base.name,
                fact=f"unknown {subject}",
                title=f"`{pair.base.name}` no longer refuses an unknown {code(subject)}",
                message="Rows in the next new state fall through in silence.",
                confidence=0.72,
            )
            evidence = (quote(change, Side.RIGHT, now[0], "now"),) if now and pair.same_file else ()
            yield at_base(change, last[0], says, *evidence)


def _distinctions(unit: Unit) -> Iterator[tuple[str, Sequence[ast.stmt]]]:
    """(What is asked, the last branch) of every chain over one subject and every `match`, if it may be a state."""
    inner: set[ast.AST] = set()
    for node in unit.nodes:
        match node:
            case ast.If() if node not in inner:
                chain = [node]
                while len(chain[-1].orelse) == 1 and isinstance(chain[-1].orelse[0], ast.If):
                    chain.append(chain[-1].orelse[0])
                inner.update(chain)
                subjects = {_subject(unit, link.test) for link in chain}
                if len(chain) >= _FEWEST and len(subjects) == 1 and "" not in subjects:
                    yield subjects.pop(), chain[-1].orelse
            case ast.Match(subject=subject, cases=cases) if len(cases) >= _FEWEST:
                final = cases[-1]
                last = final.body if isinstance(final.pattern, ast.MatchAs) and final.pattern.pattern is None else []
                yield _name(unit, subject), last
            case _:
                continue


def _subject(unit: Unit, test: ast.expr) -> str:
    match test:
        case ast.Compare(left=left, ops=[ast.Eq() | ast.Is() | ast.In()]):
            return _name(unit, left)
        case _:
            return ""


def _name(unit: Unit, node: ast.expr) -> str:
    """The attribute that is asked, or "value" for a local."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return "value" if isinstance(node, ast.Name) and node.id in unit.locals else ast.unparse(node)


def _refuses(body: Sequence[ast.stmt]) -> bool:
    return any(
        isinstance(node, ast.Raise) or (isinstance(node, ast.Name) and node.id in {"assert_never", "abort"})
        for stmt in body
        for node in ast.walk(stmt)
    )


_LABEL = """
    def label(order):
        if order.status == NEW:
            return "open"
        elif order.status == PAID:
            return "paid"
        else:
            {last}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SM10",),
    kind=Kind.WEAKENED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "an unknown state has no label",
            base=_LABEL.format(last="raise ValueError(order.status)"),
            head=_LABEL.format(last='return ""'),
            finds=((7, "no longer refuses an unknown `status`"),),
        ),
        Example(
            "another error",
            base=_LABEL.format(last="raise ValueError(order.status)"),
            head=_LABEL.format(last="assert_never(order.status)"),
        ),
        Example(
            "it never refused",
            base=_LABEL.format(last="return None"),
            head=_LABEL.format(last='return ""'),
        ),
        Example(
            "one condition alone",
            base="def show(order):\n    if order.status == NEW:\n        return 1\n    else:\n        raise Gone\n",
            head="def show(order):\n    if order.status == NEW:\n        return 1\n    else:\n        return 2\n",
        ),
    ),
)
