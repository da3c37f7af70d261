"""Requests are no longer wrapped in a transaction.

A setting put every request into one transaction, so that what a view writes is kept whole or not at all. It is off or
gone, or a view was taken out of it.

Why it matters:
    Views were written on the promise that an error undoes everything. Without it, each of them leaves half-done work
    behind when it fails in the middle, and none of them shows in the pull request.

Instead:
    Keep the setting, or put `transaction.atomic` around the views that write more than once before it goes.

What it does not see:
    Which views write more than once; sessions that a dependency commits.

Sources:
    Catalogue TX12; Django documentation, Tying transactions to HTTP requests; SQLAlchemy documentation, Session basics.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.pairs import is_read
from checks.declarations.settings import setting_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head
from checks.kit.undo import became

_WRAPS = re.compile(r"(^|\.)ATOMIC_REQUESTS$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """The setting that is off or gone, and views that are taken out."""
    for pair in setting_pairs(change):
        if not _WRAPS.search(pair.key) or pair.base is None or pair.base.effective is not True:
            continue
        if pair.head is None or pair.head.effective is False:
            now = pair.head.node if pair.head else None
            yield became(change, pair.base.node, now, _says(pair.key, Kind.WEAKENED, "Requests are"))
    if is_read(change) and change.head is not None and "non_atomic_requests" in change.head.text:
        known = dict(_taken_out(change.base)) if change.base else {}
        for name, node in _taken_out(change.head):
            if name not in known and change.base is not None and name in set(change.base.index.names.values()):
                yield at_head(change, node, _says(name, Kind.INTRODUCED, f"`{name}` is"))


def _taken_out(source: Source) -> Iterator[tuple[str, ast.expr]]:
    for node, name in source.index.names.items():
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        for decorator in node.decorator_list:
            target = decorator.func if isinstance(decorator, ast.Call) else decorator
            if dotted(target).rpartition(".")[2] == "non_atomic_requests":
                yield name, decorator


def _says(symbol: str, kind: Kind, what: str) -> Sentence:
    return Sentence(
        kind=kind,
        symbol=symbol,
        fact="atomic requests",
        title=f"{what} no longer wrapped in a transaction",
        message="A view that fails in the middle leaves half of its writes behind.",
        confidence=0.9 if kind is Kind.WEAKENED else 0.7,
    )


_SETTINGS = """
    DATABASES = {{"default": {{"NAME": "shop"{wrap}}}}}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TX12",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the setting is off",
            path="shop/settings.py",
            base=_SETTINGS.format(wrap=', "ATOMIC_REQUESTS": True'),
            head=_SETTINGS.format(wrap=', "ATOMIC_REQUESTS": False'),
            finds=((1, "no longer wrapped"),),
        ),
        Example(
            "one view is taken out",
            base="def pay(request):\n    charge(request)\n",
            head="@transaction.non_atomic_requests\ndef pay(request):\n    charge(request)\n",
            finds=((1, "`pay` is no longer wrapped"),),
        ),
        Example(
            "the setting is on now",
            path="shop/settings.py",
            base=_SETTINGS.format(wrap=""),
            head=_SETTINGS.format(wrap=', "ATOMIC_REQUESTS": True'),
        ),
        Example(
            "a new view outside of it",
            base="def pay(request):\n    charge(request)\n",
            head="def pay(request):\n    charge(request)\n\n\n@non_atomic_requests\ndef ping(request):\n    pass\n",
        ),
        Example(
            "another option of the database",
            path="shop/settings.py",
            base=_SETTINGS.format(wrap=', "ATOMIC_REQUESTS": True'),
            head=_SETTINGS.format(wrap=', "ATOMIC_REQUESTS": True, "CONN_MAX_AGE": 60'),
        ),
    ),
)
