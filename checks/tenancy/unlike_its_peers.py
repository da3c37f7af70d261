"""A new entry point is not scoped to a tenant where its neighbours are.

A view or route is new. At least three of its kind stood in the file before, nearly all of them ask for rows of the
caller's tenant, and the new one does not.

Why it matters:
    Exports, searches and reports are where the filter is forgotten, and they show most rows at once.

Instead:
    Narrow the query as the neighbours do, or say in the code why it may see all tenants.

What it does not see:
    Guards of a router, a base class of another file or a middleware. It is advice from the neighbours and never asks
    for a sign-off; a rule of your own in the configuration can.

Sources:
    Catalogue TN07.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import Family
from checks.ledger.peers import advise, unlike_peers
from checks.ledger.unit import Unit

_FAMILIES = frozenset({Family.TENANT_SCOPE})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A note for every new unit without the guard that nearly all of its peers have."""
    for unlike in unlike_peers(change, _FAMILIES, _matters):
        yield advise(change, unlike, "It may show rows of other tenants.")


def _matters(unit: Unit) -> bool:
    return "objects" in unit.text or "select(" in unit.text or "query" in unit.text


_PEER = """
@router.get("/NAME")
def NAME(request):
    return Order.objects.filter(workspace=request.user.workspace)


"""
_NEW = """
@router.get("/new")
def new(request):
    return Order.objects.filter({guard})
"""
_TWO = _PEER.replace("NAME", "one") + _PEER.replace("NAME", "two")
_PEERS = _TWO + _PEER.replace("NAME", "three")

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TN07",),
    kind=Kind.MISSING,
    severity=Severity.HIGH,
    action=Action.NOTE,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "an export of all tenants",
            base=_PEERS,
            head=_PEERS + _NEW.format(guard="open=True"),
            finds=((19, "of its 3 peers have one"),),
        ),
        Example(
            "it has one",
            base=_PEERS,
            head=_PEERS + _NEW.format(guard="workspace=request.user.workspace"),
        ),
        Example(
            "two peers are no rule",
            base=_TWO,
            head=_TWO + _NEW.format(guard="open=True"),
        ),
    ),
)
