"""A new entry point lacks the permission that its neighbours ask for.

A view, route or mutation is new. At least three of its kind stood in the file before, nearly all of them ask who
calls or what the caller may do, and the new one does not.

Why it matters:
    Forgetting the line is the usual way in which an endpoint becomes public.

Instead:
    Copy the line of a neighbour, or say in the code why this one is for everybody.

What it does not see:
    Guards of a router, a base class of another file or a middleware. It is advice from the neighbours and never asks
    for a sign-off; a rule of your own in the configuration can.

Sources:
    Catalogue AZ06, AZ22.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import Family
from checks.ledger.peers import advise, unlike_peers
from checks.ledger.unit import Unit

_FAMILIES = frozenset({Family.AUTHENTICATION, Family.AUTHORIZATION, Family.SIGNATURE})
_PUBLIC = re.compile(r"login|logout|sign|health|ping|status|register|webhook|callback|public|version", re.IGNORECASE)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A note for every new unit without the guard that nearly all of its peers have."""
    for unlike in unlike_peers(change, _FAMILIES, _matters):
        yield advise(change, unlike, "It may be open to everybody.")


def _matters(unit: Unit) -> bool:
    return not _PUBLIC.search(unit.name)


_PEER = """
@router.get("/NAME")
@login_required
def NAME(request):
    return load(request)


"""
_NEW = """
@router.get("/new")
{guard}
def new(request):
    return load(request)
"""
_TWO = _PEER.replace("NAME", "one") + _PEER.replace("NAME", "two")
_PEERS = _TWO + _PEER.replace("NAME", "three")

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ06", "AZ22"),
    kind=Kind.MISSING,
    severity=Severity.HIGH,
    action=Action.NOTE,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a route for everybody",
            base=_PEERS,
            head=_PEERS + _NEW.format(guard="@timed"),
            finds=((22, "of its 3 peers have one"),),
        ),
        Example(
            "it has one",
            base=_PEERS,
            head=_PEERS + _NEW.format(guard="@login_required"),
        ),
        Example(
            "two peers are no rule",
            base=_TWO,
            head=_TWO + _NEW.format(guard="@timed"),
        ),
    ),
)
