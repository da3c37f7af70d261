"""A check or exclusion constraint was dropped from a model, or says something else.

The model told the database which rows are impossible: a negative amount, an end before its start, two bookings of
one room. Head no longer tells it, or tells it something else, while the columns stay.

Why it matters:
    The constraint is the last line that no code path, script or race can go around. Without it the first bad row is
    found by whoever reads it.

Instead:
    Keep the constraint. A condition that had to change is worth a sentence on which rows it now allows.

What it does not see:
    Whether a changed condition allows more rows or fewer; constraints that only a migration creates.

Sources:
    Catalogue SC02; Django documentation, CheckConstraint; PostgreSQL documentation, Constraints.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.constraints import Constraint, Rule
from checks.declarations.models import ModelPair, model_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_base, code, quote

_WORD = re.compile(r"\w+")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every check or exclusion constraint that is gone or reads otherwise."""
    for pair in model_pairs(change):
        left = [other for other in pair.head.constraints if other.rule is not Rule.UNIQUE]
        for lost in pair.base.constraints:
            if lost.rule is Rule.UNIQUE or any(other.implies(lost) for other in left):
                continue
            if not _speaks_of_gone(pair, lost):
                yield _told(pair, lost, _successor(lost, left, pair))


def _successor(lost: Constraint, left: list[Constraint], pair: ModelPair) -> Constraint | None:
    """The constraint of the same name, or a new one without a counterpart at base."""
    known = pair.base.constraints
    for other in left:
        if other.name and other.name == lost.name:
            return other
    fresh = [other for other in left if not any(old.implies(other) or old.name == other.name != "" for old in known)]
    return fresh[0] if len(fresh) == 1 and fresh[0].rule is lost.rule else None


def _speaks_of_gone(pair: ModelPair, lost: Constraint) -> bool:
    """Whether a column that the condition names went away."""
    gone = pair.base.columns.keys() - pair.head.columns.keys()
    spoken = {word.partition("__")[0] for word in _WORD.findall(lost.condition)}
    return bool(gone & spoken)


def _told(pair: ModelPair, lost: Constraint, now: Constraint | None) -> Hit:
    label = lost.name or ast.unparse(lost.node)
    changed = now is not None
    says = Sentence(
        kind=Kind.CHANGED if changed else Kind.LOST,
        symbol=pair.base.name,
        fact=f"{lost.rule} constraint {lost.name or lost.condition}",
        title=f"Constraint {code(label)} of `{pair.base.name}` {'says something else' if changed else 'is gone'}",
        message="Rows that the database refused may be stored now.",
        confidence=0.7 if changed else 0.9,
    )
    evidence = () if now is None else (quote(pair.head_change, Side.RIGHT, now.node, "now"),)
    return at_base(pair.change, lost.node, says, *evidence)


_DJANGO = """
    class Booking(models.Model):
        start = models.DateTimeField()
        end = models.DateTimeField()

        class Meta:
            ordering = ["start"]
            constraints = [{rules}]
"""
_END = 'models.CheckConstraint(check=models.Q(end__gt=models.F("start")), name="{name}")'

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SC02",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the constraint is gone",
            base=_DJANGO.format(rules=_END.format(name="ends_late")),
            head=_DJANGO.format(rules=""),
            finds=((7, "`ends_late` of `Booking` is gone"),),
        ),
        Example(
            "the condition changed",
            base="""
                class Order(Base):
                    __table_args__ = (CheckConstraint("amount > 0", name="positive"),)
                    amount = Column(Integer)
            """,
            head="""
                class Order(Base):
                    __table_args__ = (CheckConstraint("amount >= 0", name="positive"),)
                    amount = Column(Integer)
            """,
            finds=((2, "says something else"),),
        ),
        Example(
            "only its name changed",
            base=_DJANGO.format(rules=_END.format(name="ends_late")),
            head=_DJANGO.format(rules=_END.format(name="ends_after_start")),
        ),
        Example(
            "another constraint joined it",
            base=_DJANGO.format(rules=_END.format(name="ends_late")),
            head=_DJANGO.format(
                rules=_END.format(name="ends_late") + ', models.UniqueConstraint(fields=["start"], name="one")'
            ),
        ),
        Example(
            "a column went away with the constraint that spoke of it",
            base=_DJANGO.format(rules=_END.format(name="ends_late")),
            head="""
                class Booking(models.Model):
                    start = models.DateTimeField()

                    class Meta:
                        ordering = ["start"]
                        constraints = []
            """,
        ),
    ),
)
