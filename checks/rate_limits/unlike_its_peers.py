"""A new entry point lacks the limit that its neighbours have.

A route or task is new. At least three of its kind stood in the file before, nearly all of them are limited, and the new
one is not.

Why it matters:
    Passwords, codes and mails can be tried and sent without end there, and nowhere else.

Instead:
    Copy the limit of a neighbour, or say where this one is limited.

What it does not see:
    Guards of a router, a base class of another file or a middleware. It is advice from the neighbours and never asks
    for a sign-off; a rule of your own in the configuration can.

Sources:
    Catalogue RL03.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import Family
from checks.ledger.peers import advise, unlike_peers

_FAMILIES = frozenset({Family.RATE_LIMIT, Family.QUOTA})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A note for every new unit without the guard that nearly all of its peers have."""
    for unlike in unlike_peers(change, _FAMILIES):
        yield advise(change, unlike, "It can be called without end.")


_PEER = """
@router.post("/NAME")
@limiter.limit("5/minute")
def NAME(request):
    return load(request)


"""
_NEW = """
@router.post("/new")
{guard}
def new(request):
    return load(request)
"""
_TWO = _PEER.replace("NAME", "one") + _PEER.replace("NAME", "two")
_PEERS = _TWO + _PEER.replace("NAME", "three")

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("RL03",),
    kind=Kind.MISSING,
    severity=Severity.MEDIUM,
    action=Action.NOTE,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a route without a limit",
            base=_PEERS,
            head=_PEERS + _NEW.format(guard="@timed"),
            finds=((22, "of its 3 peers have one"),),
        ),
        Example(
            "it has one",
            base=_PEERS,
            head=_PEERS + _NEW.format(guard="@limiter.limit(RATE)"),
        ),
        Example(
            "two peers are no rule",
            base=_TWO,
            head=_TWO + _NEW.format(guard="@timed"),
        ),
    ),
)
