"""A new action writes several rows without the transaction of its neighbours.

A view, route, task or mutation is new and writes more than once. At least three of its kind stood in the file before,
nearly all of them write in a transaction, and the new one does not.

Why it matters:
    When the second write fails, the first one stays.

Instead:
    Put the writes into a transaction as the neighbours do.

What it does not see:
    Guards of a router, a base class of another file or a middleware. It is advice from the neighbours and never asks
    for a sign-off; a rule of your own in the configuration can.

Sources:
    Catalogue TX14.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import Family
from checks.ledger.peers import advise, unlike_peers
from checks.ledger.statements import writes
from checks.ledger.unit import Unit

_FAMILIES = frozenset({Family.TRANSACTION})
_SEVERAL = 2


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A note for every new unit without the guard that nearly all of its peers have."""
    for unlike in unlike_peers(change, _FAMILIES, _matters):
        yield advise(change, unlike, "Half of its writes can be kept.")


def _matters(unit: Unit) -> bool:
    return writes(unit.own) >= _SEVERAL


_PEER = """
@router.post("/NAME")
@transaction.atomic
def NAME(order, line):
    order.save()
    line.save()


"""
_NEW = """
@router.post("/new")
{guard}
def new(order, line):
    order.save()
    line.save()
"""
_TWO = _PEER.replace("NAME", "one") + _PEER.replace("NAME", "two")
_PEERS = _TWO + _PEER.replace("NAME", "three")

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TX14",),
    kind=Kind.MISSING,
    severity=Severity.MEDIUM,
    action=Action.NOTE,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "two writes and no transaction",
            base=_PEERS,
            head=_PEERS + _NEW.format(guard="@timed"),
            finds=((25, "of its 3 peers have one"),),
        ),
        Example(
            "it has one",
            base=_PEERS,
            head=_PEERS + _NEW.format(guard="@transaction.atomic"),
        ),
        Example(
            "two peers are no rule",
            base=_TWO,
            head=_TWO + _NEW.format(guard="@timed"),
        ),
    ),
)
