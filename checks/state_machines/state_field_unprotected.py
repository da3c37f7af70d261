"""A state can be written without its transitions.

The field that holds a state was protected: only its transitions could write it. The protection is off, or the field
is an ordinary one.

Why it matters:
    Any line can set any state now. Conditions, permissions and records of the transitions are skipped without an
    error.

Instead:
    Keep the field protected and call the transition. A repair by hand writes through one function that says so.

What it does not see:
    Who writes the field; protection by a property of the house.

Sources:
    Catalogue SM08; django-fsm documentation, protected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.declarations.columns import Column
from checks.declarations.models import ModelPair, model_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.sentence import Sentence
from checks.kit.undo import became

_FSM = re.compile(r"^(FSM\w*Field|StateField|StateMachineField)$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every state field that lost its protection or its kind."""
    for pair in model_pairs(change):
        for base, head in pair.kept():
            if not _FSM.match(base.kind):
                continue
            if not _FSM.match(head.kind):
                yield _told(pair, base, head, "is an ordinary field now")
            elif base.flag("protected") is True and head.flag("protected") is not True:
                yield _told(pair, base, head, "is no longer protected")


def _told(pair: ModelPair, base: Column, head: Column, what: str) -> Hit:
    name = f"{pair.base.name}.{base.name}"
    says = Sentence(
        kind=Kind.LOST,
        symbol=pair.base.name,
        fact=f"state field {base.name} {what}",
        title=f"`{name}` {what}",
        message="Any line can set any state, past conditions, permissions and records.",
        confidence=0.9,
    )
    return became(pair.change, base.statement, head.statement if pair.head_change is pair.change else None, says)


_ORDER = """
    class Order(models.Model):
        status = {field}
        number = models.CharField(max_length=9)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SM08",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the protection is off",
            base=_ORDER.format(field='FSMField(default="new", protected=True)'),
            head=_ORDER.format(field='FSMField(default="new")'),
            finds=((2, "is no longer protected"),),
        ),
        Example(
            "another default",
            base=_ORDER.format(field='FSMField(default="new", protected=True)'),
            head=_ORDER.format(field='FSMField(default="draft", protected=True)'),
        ),
        Example(
            "an ordinary field became a state",
            base=_ORDER.format(field="models.CharField(max_length=9)"),
            head=_ORDER.format(field='FSMField(default="new", protected=True)'),
        ),
    ),
)
