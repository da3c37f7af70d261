"""A new handler lacks the look for duplicates that its neighbours have.

A handler of events or a task is new and writes or sends. At least three of its kind stood in the file before, nearly
all of them look whether the event was handled already, and the new one does not.

Why it matters:
    Events are delivered at least once: the second delivery does it again.

Instead:
    Look for the identifier of the event as the neighbours do, or make the write an upsert.

What it does not see:
    Guards of a router, a base class of another file or a middleware. It is advice from the neighbours and never asks
    for a sign-off; a rule of your own in the configuration can.

Sources:
    Catalogue ID04.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import Family
from checks.ledger.peers import advise, unlike_peers
from checks.ledger.statements import has_effect
from checks.ledger.unit import Unit

_FAMILIES = frozenset({Family.IDEMPOTENCY, Family.INTEGRITY, Family.STATE})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A note for every new unit without the guard that nearly all of its peers have."""
    for unlike in unlike_peers(change, _FAMILIES, _matters):
        yield advise(change, unlike, "A second delivery does it again.")


def _matters(unit: Unit) -> bool:
    return has_effect(unit.own)


_PEER = """
@consumer.on("NAME")
def NAME(event):
    if event.already_processed:
        return
    charge(event)
    event.save()


"""
_NEW = """
@consumer.on("new")
def new(event):
    {guard}
    charge(event)
    event.save()
"""
_TWO = _PEER.replace("NAME", "one") + _PEER.replace("NAME", "two")
_PEERS = _TWO + _PEER.replace("NAME", "three")

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("ID04",),
    kind=Kind.MISSING,
    severity=Severity.HIGH,
    action=Action.NOTE,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "each delivery charges",
            base=_PEERS,
            head=_PEERS + _NEW.format(guard="log(event)"),
            finds=((28, "of its 3 peers have one"),),
        ),
        Example(
            "it has one",
            base=_PEERS,
            head=_PEERS + _NEW.format(guard="if event.already_processed:\n        return"),
        ),
        Example(
            "two peers are no rule",
            base=_TWO,
            head=_TWO + _NEW.format(guard="log(event)"),
        ),
    ),
)
