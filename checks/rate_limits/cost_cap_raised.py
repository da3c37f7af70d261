"""A cap on what one request may cost is gone or much higher.

A constant or an argument bounded the cost of one request: the size of a page or a batch, the tokens of a model, the
depth or complexity of a query. It is gone, or at least twice as high.

Why it matters:
    One caller can make the service work, and pay, as much as it likes.

Instead:
    Raise it for those who need it, under a limit per caller.

What it does not see:
    Limits that a plan or the environment gives.

Sources:
    Catalogue RL05; OWASP API Security Top 10 2023, API4 Unrestricted Resource Consumption.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from checks.declarations.environment import literal_of
from checks.declarations.pairs import is_read
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, code
from checks.kit.undo import became
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_CAPS = re.compile(
    r"^(MAX|LIMIT)_\w*(TOKENS|BATCH\w*|PAGE\w*|DEPTH|COMPLEXITY|COST|ITEMS|ROWS|RECIPIENTS|ATTEMPTS|(?<!FILE_)(?<!UPLOAD_)(?<!IMAGE_)(?<!BODY_)SIZE|RESULTS)\w*$|"
    r"^\w+_(MAX|LIMIT)$"
)
_ARGUMENTS = frozenset(
    {"max_tokens", "max_output_tokens", "max_completion_tokens", "max_depth", "max_complexity", "max_cost"}
)
_TWICE = 2


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Caps of the module and of calls that are gone or at least twice as high."""
    if not is_read(change) or change.base is None or change.head is None:
        return
    base, head = _constants(change.base.tree), _constants(change.head.tree)
    for name in base.keys() & head.keys():
        if _is_much_more(base[name].value, head[name].value):
            yield _told(change, name, name, (base[name], head[name]))
    for pair in edited_functions(change):
        if pair.same_file:
            new = dict(_arguments(pair.head))
            for mark, (call, value) in _arguments(pair.base):
                other = new.get(mark)
                if other is not None and _is_much_more(value, other[1]):
                    yield _told(change, pair.base.name, mark.rpartition(" ")[2], (call, other[0]))


def _constants(tree: ast.Module) -> Mapping[str, ast.Assign]:
    return {
        stmt.targets[0].id: stmt
        for stmt in tree.body
        if isinstance(stmt, ast.Assign) and isinstance(stmt.targets[0], ast.Name) and _CAPS.match(stmt.targets[0].id)
    }


def _arguments(unit: Unit) -> Iterator[tuple[str, tuple[ast.Call, ast.expr]]]:
    for node in unit.nodes:
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg in _ARGUMENTS:
                    yield f"{dotted(node.func)} {keyword.arg}", (node, keyword.value)


def _is_much_more(old: ast.expr, new: ast.expr) -> bool:
    was, now = literal_of(old), literal_of(new)
    if not isinstance(was, int | float) or isinstance(was, bool):
        return False
    return now is None or (isinstance(now, int | float) and now >= _TWICE * was > 0)


def _told(change: Change, symbol: str, name: str, places: tuple[ast.AST, ast.AST]) -> Hit:
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=symbol,
        fact=f"cap {name}",
        title=f"The cap {code(name)} is gone or at least twice as high",
        message="One caller can make the service work and pay more.",
        confidence=0.6,
    )
    return became(change, *places, says)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("RL05",),
    kind=Kind.WEAKENED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "ten times the batch",
            base="MAX_BATCH_SIZE = 100\n",
            head="MAX_BATCH_SIZE = 1000\n",
            finds=((1, "The cap `MAX_BATCH_SIZE`"),),
        ),
        Example(
            "no end to the answer of a model",
            base="def ask(text):\n    return model.create(text, max_tokens=500)\n",
            head="def ask(text):\n    return model.create(text, max_tokens=None)\n",
            finds=((2, "`max_tokens`"),),
        ),
        Example("a little more", base="MAX_BATCH_SIZE = 100\n", head="MAX_BATCH_SIZE = 120\n"),
        Example("less", base="MAX_BATCH_SIZE = 100\n", head="MAX_BATCH_SIZE = 50\n"),
        Example("another constant", base="PORT = 100\n", head="PORT = 1000\n"),
    ),
)
