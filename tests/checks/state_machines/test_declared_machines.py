"""Every way in which libraries declare transitions is read, and only what widens a machine is told."""

from __future__ import annotations

import pytest

from checks.declarations.machines import machines_of
from checks.kit import Example, Settings
from checks.kit.discovery import all_checks

CHECKS = [check for check in all_checks() if check.area == "state-machines"]


def ways(text: str) -> set[tuple[str, str, str, frozenset[str]]]:
    """(Trigger, source, target, guards) of every machine of a file."""
    (change,) = Example("", base="X = 1\n", head=text).changes()
    machines = machines_of(change.within, change.head).values()
    return {(edge.trigger, edge.source, edge.target, edge.guards) for it in machines for edge in it.edges}


NO = frozenset[str]()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "class A(StateMachine):\n    a = State(initial=True)\n    b = State()\n    go = a.to(b)\n",
            {("go", "a", "b", NO)},
        ),
        (
            "class A(StateMachine):\n    a = State()\n    go = a.to(b, cond='ok') | c.to(b)\n",
            {("go", "a", "b", frozenset({"cond"})), ("go", "c", "b", NO)},
        ),
        (
            "class A(StateMachine):\n    b = State()\n    go = b.from_(a, c)\n",
            {("go", "a", "b", NO), ("go", "c", "b", NO)},
        ),
        (
            "state = 1\ntransitions = [{'trigger': 'go', 'source': ['a', 'c'], 'dest': 'b', 'unless': 'x'}]\n",
            {("go", "a", "b", frozenset({"unless"})), ("go", "c", "b", frozenset({"unless"}))},
        ),
        ("states = 1\nm = Machine(transitions=[['go', 'a', 'b']])\n", {("go", "a", "b", NO)}),
        (
            "states = 1\nm.add_transition('go', source='*', dest='b', conditions=['ok'])\n",
            {("go", "*", "b", frozenset({"conditions"}))},
        ),
        ("states = 1\ntransitions = load('file.json')\n", set[tuple[str, str, str, frozenset[str]]]()),
        (
            "class A(StateMachine):\n    a = State()\n    count = a.total(b)\n",
            set[tuple[str, str, str, frozenset[str]]](),
        ),
    ],
)
def test_transitions_are_read_as_they_are_declared(
    text: str, expected: set[tuple[str, str, str, frozenset[str]]]
) -> None:
    assert ways(text) == expected


def test_final_states_are_those_that_say_so_and_those_that_nothing_leaves() -> None:
    text = "class A(StateMachine):\n    a = State()\n    z = State(final=True)\n    go = a.to(b) | b.to(c)\n"
    (change,) = Example("", base="X = 1\n", head=text).changes()
    assert machines_of(change.within, change.head)["A"].finals == {"z", "c"}


def told(base: str, head: str, settings: Settings | None = None) -> list[str]:
    changes = Example("", base=base, head=head, settings=settings).changes()
    found = [hit for change in changes for check in CHECKS for hit in check.find(change, check.options())]
    return [hit.title for hit in found]


FSM = """\
class Order(models.Model):
    status = FSMField(default="new", protected=True)

    @transition(field=status, source="new", target="paid", conditions=[has_card], permission="shop.pay")
    def pay(self):
        self.paid_at = now()
"""
VIEWFLOW = """\
class OrderFlow:
    state = fsm.State(OrderState, default=OrderState.NEW)

    @state.transition(source=OrderState.NEW, target=OrderState.PAID, conditions=[has_card])
    def pay(self):
        self.order.pay()
"""
TABLE = "ALLOWED_TRANSITIONS = {\n    NEW: {PAID},\n    PAID: {SENT},\n    SENT: set(),\n}\n"


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (FSM, FSM.replace('source="new"', 'source="*"')),
        (FSM, FSM.replace(", conditions=[has_card]", "")),
        (FSM, FSM.replace(', permission="shop.pay"', "")),
        (FSM, FSM.replace(", protected=True", "")),
        (FSM, FSM.replace('FSMField(default="new", protected=True)', "models.CharField(max_length=9)")),
        (VIEWFLOW, VIEWFLOW.replace("source=OrderState.NEW", "source={OrderState.NEW, OrderState.HELD}")),
        (VIEWFLOW, VIEWFLOW.replace(", conditions=[has_card]", "")),
        (TABLE, TABLE.replace("SENT: set()", "SENT: {NEW}")),
        (TABLE, TABLE.replace("{PAID}", "{PAID, SENT}")),
    ],
)
def test_what_widens_a_machine_is_told_once(base: str, head: str) -> None:
    assert len(told(base, head)) == 1


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (FSM, FSM.replace("self.paid_at = now()", "self.paid_at = timezone.now()")),
        (FSM, FSM.replace('source="new"', 'source=["new"]')),
        (FSM, FSM.replace("[has_card]", "[has_card, is_open]")),
        (VIEWFLOW, VIEWFLOW.replace("[has_card]", "[has_card, is_open]")),
        (TABLE, TABLE.replace("{SENT}", "[SENT]")),
        (TABLE, TABLE.replace("    PAID: {SENT},\n", "")),
        (TABLE, TABLE.replace("}\n", "    HELD: {NEW},\n}\n")),
        (
            TABLE.replace("ALLOWED_TRANSITIONS", "COLOURS"),
            TABLE.replace("ALLOWED_TRANSITIONS", "COLOURS").replace("set()", "{NEW}"),
        ),
    ],
)
def test_what_does_not_widen_a_machine_is_silent(base: str, head: str) -> None:
    assert told(base, head) == []


CLOSE = "def close(case):\n    {guard}\n    case.phase = DONE\n    case.save()\n"


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (CLOSE.format(guard="if case.progress == 'shut':\n        raise Refused"), CLOSE.format(guard="log(case)")),
        (CLOSE.format(guard="if case.progress in ENDED:\n        return"), CLOSE.format(guard="log(case)")),
    ],
)
def test_a_field_of_the_configuration_is_a_state_whatever_it_is_called(base: str, head: str) -> None:
    configured = Settings(state_fields={"shop.Case.progress": ("shut",)})
    assert [title for title in told(base, head, configured) if "progress" in title]
