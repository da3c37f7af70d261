"""A new action leaves no record where its neighbours leave one.

A view, route or mutation that writes is new. At least three of its kind stood in the file before, nearly all of them
leave a record of who did what, and the new one does not.

Why it matters:
    When somebody asks who changed it, there is an answer for everything but this.

Instead:
    Write the record as the neighbours do.

What it does not see:
    Guards of a router, a base class of another file or a middleware. It is advice from the neighbours and never asks
    for a sign-off; a rule of your own in the configuration can.

Sources:
    Catalogue LG02.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import Family
from checks.ledger.peers import advise, unlike_peers
from checks.ledger.statements import has_effect
from checks.ledger.unit import Unit

_FAMILIES = frozenset({Family.AUDIT})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A note for every new unit without the guard that nearly all of its peers have."""
    for unlike in unlike_peers(change, _FAMILIES, _matters):
        yield advise(change, unlike, "Nobody will know who did it.")


def _matters(unit: Unit) -> bool:
    return has_effect(unit.own)


_PEER = """
@router.post("/NAME")
def NAME(request, order):
    order.save()
    audit_log(request.user, order)
    return order


"""
_NEW = """
@router.post("/new")
def new(request, order):
    order.save()
    {guard}
    return order
"""
_TWO = _PEER.replace("NAME", "one") + _PEER.replace("NAME", "two")
_PEERS = _TWO + _PEER.replace("NAME", "three")

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("LG02",),
    kind=Kind.MISSING,
    severity=Severity.MEDIUM,
    action=Action.NOTE,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a write without a record",
            base=_PEERS,
            head=_PEERS + _NEW.format(guard="log(order)"),
            finds=((25, "of its 3 peers have one"),),
        ),
        Example(
            "it has one",
            base=_PEERS,
            head=_PEERS + _NEW.format(guard="audit_log(request.user, order)"),
        ),
        Example(
            "two peers are no rule",
            base=_TWO,
            head=_TWO + _NEW.format(guard="log(order)"),
        ),
    ),
)
