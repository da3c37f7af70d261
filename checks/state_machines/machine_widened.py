"""A state machine allows more than before.

The declaration of a machine (`StateMachine` of python-statemachine, the list or calls of `transitions`) got a way
between two of its states, lost the condition of one, or lets a final state be left.

Why it matters:
    The rules are what keeps a refunded order from being sent. One more way can join states that the rest of the code
    believes apart.

Instead:
    Say in the pull request which rows take the new way and what must hold for them. A test of the way that stays closed
    belongs beside it.

What it does not see:
    Transitions that are added at run time from data.

Sources:
    Catalogue SM03, SM04; python-statemachine documentation, Transitions; transitions documentation.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.declarations.machines import Edge, Machine, machines_of
from checks.declarations.pairs import is_read
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Settings, Severity, Side
from checks.kit.sentence import Sentence, at_head, code, quote

_ANY = "*"


def find(change: Change, options: Options) -> Iterator[Hit]:
    """New ways between known states, and ways that lost a condition."""
    if not is_read(change):
        return
    base, head = machines_of(change.within, change.base), machines_of(change.within, change.head)
    terminal = {state.lower() for states in change.within.settings.state_fields.values() for state in states}
    for name, old in base.items():
        if name in head:
            yield from _compared(change, old, head[name], terminal)


def _compared(change: Change, old: Machine, new: Machine, terminal: set[str]) -> Iterator[Hit]:
    before = {(edge.source, edge.target): edge for edge in old.edges}
    for edge in new.edges:
        was = before.get((edge.source, edge.target))
        if was is not None:
            lost = sorted(was.guards - edge.guards)
            if lost and not edge.guards:
                says = _says(old, edge, f"no longer asks for {code(', '.join(lost))}", ends=False)
                yield at_head(change, edge.node, says, quote(change, Side.LEFT, was.node, "was"))
        elif _joins_known_states(old, edge) and not _is_renamed(old, new, edge):
            ends = edge.source in old.finals or edge.source.rpartition(".")[2].lower() in terminal
            yield at_head(change, edge.node, _says(old, edge, "is allowed now", ends=ends))


def _joins_known_states(old: Machine, edge: Edge) -> bool:
    return (edge.source in old.states or edge.source == _ANY) and edge.target in old.states


def _is_renamed(old: Machine, new: Machine, edge: Edge) -> bool:
    """A transition that starts elsewhere because its old start is gone from the machine."""
    return any(
        it.trigger == edge.trigger and it.target == edge.target and it.source not in new.states for it in old.edges
    )


def _says(machine: Machine, edge: Edge, what: str, *, ends: bool) -> Sentence:
    way = f"{edge.source} -> {edge.target}"
    return Sentence(
        kind=Kind.WEAKENED,
        symbol=machine.name,
        fact=f"way {way} {what}",
        title=f"{code(way)} of `{machine.name}` {what}",
        message="The state was final and can be left now." if ends else "Rows can go a way that was closed.",
        confidence=0.82 if ends or edge.source == _ANY else 0.74,
        codes=("SM04",) if ends else ("SM03",),
    )


_ORDER = """
    class OrderFlow(StateMachine):
        new = State(initial=True)
        paid = State()
        done = State(final=True)
        pay = new.to(paid{cond}){more}
        finish = paid.to(done)
"""
_LIST = """
    transitions = [
        {{"trigger": "pay", "source": {source}, "dest": "paid"{cond}}},
        ["finish", "paid", "done"],
    ]
    states = ["new", "held", "paid", "done"]
    machine = Machine(model, states=states, transitions=[["hold", "new", "held"]])
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SM03", "SM04"),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a final state can be left",
            base=_ORDER.format(cond="", more=""),
            head=_ORDER.format(cond="", more=" | done.to(paid)"),
            finds=((5, "`done -> paid` of `OrderFlow` is allowed now"),),
        ),
        Example(
            "the condition is gone",
            base=_ORDER.format(cond=', cond="has_card"', more=""),
            head=_ORDER.format(cond="", more=""),
            finds=((5, "no longer asks for `cond`"),),
        ),
        Example(
            "a list of transitions starts anywhere",
            base=_LIST.format(source='"new"', cond=""),
            head=_LIST.format(source='"*"', cond=""),
            finds=((2, "`* -> paid`"),),
        ),
        Example(
            "a state that the configuration calls final",
            base=_LIST.format(source='"new"', cond=""),
            head=_LIST.format(source='["new", "done"]', cond=""),
            settings=Settings(state_fields={"shop.Order.status": ("done",)}),
            finds=((2, "`done -> paid`"),),
        ),
        Example(
            "one condition more",
            base=_ORDER.format(cond="", more=""),
            head=_ORDER.format(cond=', cond="has_card"', more=""),
        ),
        Example(
            "a way is gone",
            base=_ORDER.format(cond="", more=" | done.to(paid)"),
            head=_ORDER.format(cond="", more=""),
        ),
        Example(
            "a new state with its ways",
            base=_ORDER.format(cond="", more=""),
            head=_ORDER.format(cond="", more=" | held.to(paid)") + "    held = State()\n",
        ),
        Example(
            "a state has another name",
            base=_LIST.format(source='"new"', cond=""),
            head=_LIST.format(source='"open"', cond="").replace('"new"', '"open"'),
        ),
        Example(
            "another order",
            base=_ORDER.format(cond="", more=" | done.to(paid)"),
            head=_ORDER.format(cond="", more="").replace("new.to(paid)", "done.to(paid) | new.to(paid)"),
        ),
    ),
)
