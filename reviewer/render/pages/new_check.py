"""The file that `holdfast new-check AREA/NAME` writes: a check that works, to be made into another."""

from __future__ import annotations

import re
from collections.abc import Mapping

from checks.kit import Area
from reviewer.domain.errors import UserProblem
from reviewer.render.pages.areas_page import AREAS

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")


def new_check(check_id: str, since: str) -> Mapping[str, str]:
    """Path -> text of the new module, first, and of its package, which may be there already.

    Discovery accepts the module as it is.

    Raises:
        UserProblem: the id is not "<area>/<words>", or there is no such area.
    """
    area, _, name = check_id.partition("/")
    if area not in set(Area):
        raise UserProblem(f"There is no area {area!r}.", hint=f"the areas are {', '.join(Area)}")
    if not _NAME.fullmatch(name):
        raise UserProblem(
            f"{name!r} does not name a check.",
            hint="two or more words in lower case with hyphens that say the fact, as in auth/role-weakened",
        )
    family = re.split(r"[ ,]", AREAS[Area(area)][0])[0]
    package = f"checks/{Area(area).package}"
    return {
        f"{package}/{name.replace('-', '_')}.py": _MODULE.replace("SINCE", since).replace("ROW", f"{family}00"),
        f"{package}/__init__.py": _PACKAGE.replace("AREA", area),
    }


_PACKAGE = '''\
"""Checks of the area AREA.

Lives here: one check per file; the file's name is the check's.
May not live here: facts that another area asks for too (`checks.ledger`, `checks.schema`).
"""
'''
_MODULE = '''\
"""A call of a function that is to be retired was added.

The change calls `retired`, which it did not call at base. This is a working example of a check: give it
its own fact, page and examples, and switch it on.

Why it matters:
    Say what happens in operation when nobody notices.

Instead:
    Say what to write, shortest way first.

What it does not see:
    Calls by another name.

Sources:
    Name the row of the catalogue, the page of the manual, the incident.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Evidence, Example, Hit, Kind, Options, Severity, Side, Source, Span

_FUNCTION = "retired"


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Calls of the function in units that did not call it at base."""
    del options
    if change.head is None or _FUNCTION not in change.head.text:
        return
    before = frozenset(_calls(change.base) if change.base else ())
    for symbol, node in _calls(change.head).items():
        if symbol not in before:
            yield _hit(change, symbol, node)


def _calls(source: Source) -> dict[str, ast.Call]:
    """Unit -> its first call of the function; asks the shared index, walks nothing."""
    calls: dict[str, ast.Call] = {}
    for node in source.index.all(ast.Call):
        if source.index.origin(node.func).rpartition(".")[2] == _FUNCTION:
            calls.setdefault(source.index.symbol(node) or "", node)
    return calls


def _hit(change: Change, symbol: str, node: ast.Call) -> Hit:
    end = node.end_lineno or node.lineno
    place = Span(Side.RIGHT, change.path, node.lineno, end)
    snippet = change.head.snippet(node.lineno, end) if change.head else ""
    return Hit(
        kind=Kind.INTRODUCED,
        span=place,
        symbol=symbol or None,
        fact=f"calls {_FUNCTION}",
        title=f"`{symbol or change.path}` now calls `{_FUNCTION}`",
        message="It will be gone with the next version.",
        confidence=0.9,
        evidence=(Evidence(place, snippet, "now"),),
    )


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("ROW",),  # the row of the catalogue that it implements
    kind=Kind.INTRODUCED,
    severity=Severity.LOW,
    action=Action.NOTE,
    since="SINCE",
    find=find,
    enabled=False,
    examples=(
        Example(
            "a call is new",
            base="""
                def ship(order):
                    return order.ship()
            """,
            head="""
                def ship(order):
                    return retired(order)
            """,
            finds=((2, "now calls `retired`"),),
        ),
        Example(
            "the call was there before, another line changed",
            base="""
                def ship(order):
                    return retired(order)
            """,
            head="""
                def ship(order):
                    order.save()
                    return retired(order)
            """,
        ),
        Example(
            "a name that only contains the word",
            base="def ship(order):\\n    return order.ship()\\n",
            head="def ship(order):\\n    return order.retired_at\\n",
        ),
    ),
)
'''
