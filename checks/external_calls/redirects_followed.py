"""A call follows redirects that it refused to follow.

A request was sent with redirects off. It follows them now.

Why it matters:
    The address that was checked answers with another one, inside of the network: the metadata service, a database
    with a web page, an administration without a password.

Instead:
    Keep redirects off for addresses that users give, or check each one of them.

What it does not see:
    Whether the address comes from a user; defaults of a client that another file makes.

Sources:
    Catalogue EX07; OWASP Server-Side Request Forgery Prevention Cheat Sheet; CWE-918.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, code
from checks.kit.undo import became
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_NAMES = frozenset({"follow_redirects", "allow_redirects"})
_FOLLOWS_ALONE = "allow_redirects"  # requests and aiohttp follow by default, httpx does not


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every kept call whose redirects were off."""
    for pair in edited_functions(change):
        head = list(_calls(pair.head))
        for name, call in _calls(pair.base):
            keyword = next((it for it in call.keywords if it.arg in _NAMES and _is(it.value, value=False)), None)
            if keyword is None:
                continue
            same = [other for called, other in head if called == name]
            if not same or any(_is_off(other, keyword.arg or "") for other in same):
                continue
            says = Sentence(
                kind=Kind.WEAKENED,
                symbol=pair.base.name,
                fact=f"redirects of {name}",
                title=f"{code(name)} of `{pair.base.name}` follows redirects now",
                message="The address that was checked can lead to any other.",
                confidence=0.84,
            )
            yield became(change, call, same[0] if pair.same_file else None, says)


def _calls(unit: Unit) -> Iterator[tuple[str, ast.Call]]:
    for node in unit.nodes:
        if isinstance(node, ast.Call) and dotted(node.func):
            yield dotted(node.func).rpartition(".")[2], node


def _is_off(call: ast.Call, name: str) -> bool:
    given = next((it for it in call.keywords if it.arg == name), None)
    if given is None:
        return name != _FOLLOWS_ALONE or any(it.arg is None for it in call.keywords)
    return not _is(given.value, value=True)


def _is(node: ast.expr, *, value: bool) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


_FETCH = """
    def fetch(url):
        return requests.get(url, timeout=5{redirects})
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("EX07",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "redirects are followed by default",
            base=_FETCH.format(redirects=", allow_redirects=False"),
            head=_FETCH.format(redirects=""),
            finds=((2, "follows redirects now"),),
        ),
        Example(
            "redirects are switched on",
            base=_FETCH.format(redirects=", follow_redirects=False"),
            head=_FETCH.format(redirects=", follow_redirects=True"),
            finds=((2, "follows redirects now"),),
        ),
        Example(
            "httpx does not follow by default",
            base=_FETCH.format(redirects=", follow_redirects=False"),
            head=_FETCH.format(redirects=""),
        ),
        Example(
            "it followed before",
            base=_FETCH.format(redirects=", allow_redirects=True"),
            head=_FETCH.format(redirects=""),
        ),
        Example(
            "the caller decides",
            base=_FETCH.format(redirects=", allow_redirects=False"),
            head=_FETCH.format(redirects=", allow_redirects=FOLLOW"),
        ),
    ),
)
