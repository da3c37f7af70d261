"""A filter on deleted, archived or inactive rows was removed.

A query or condition passed over rows that are hidden by their state. It no longer does, and the same rows
are still asked for.

Why it matters:
    Deleted and unpublished things come back: in lists, in mails, in jobs that act on them.

Instead:
    Keep the filter, or move it into the manager that every query of the model goes through.

What it does not see:
    Managers and default scopes that filter in an unchanged file.

Sources:
    Catalogue TN10.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, tell

claim = Claim(frozenset({Family.VISIBILITY}), LOSSES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened guards of the family visibility."""
    del options
    yield from tell(change, claim, "Rows that were hidden by their state are processed again.")


_REMIND = """
    def remind(team):
        for task in Task.objects.filter({rule}):
            send_reminder(task)
"""

_BILL = """
    from sqlalchemy import and_, not_, select

    def bill(session, team):
        rows = select(Seat).where(Seat.team_id == team.id, {rule})
        for seat in session.scalars(rows):
            charge(seat)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TN10",),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "deleted tasks are no longer passed over",
            base=_REMIND.format(rule="team=team, deleted_at__isnull=True"),
            head=_REMIND.format(rule="team=team"),
            finds=((2, "deleted_at__isnull"),),
        ),
        Example(
            "the same filter in a call of its own",
            base=_REMIND.format(rule="team=team, deleted_at__isnull=True"),
            head=_REMIND.format(rule="team=team).filter(deleted_at=None"),
        ),
        Example(
            "the column went with it",
            base={
                "shop/tasks.py": _REMIND.format(rule="team=team, is_deleted=False"),
                "shop/models.py": "class Task(models.Model):\n    team = models.ForeignKey(Team)\n"
                "    is_deleted = models.BooleanField(default=False)\n",
            },
            head={
                "shop/tasks.py": _REMIND.format(rule="team=team"),
                "shop/models.py": "class Task(models.Model):\n    team = models.ForeignKey(Team)\n",
            },
        ),
        Example(
            "a column of another model went with it",
            base={
                "shop/tasks.py": _REMIND.format(rule="team=team, is_deleted=False"),
                "shop/models.py": "class Team(models.Model):\n    name = models.TextField()\n"
                "    is_deleted = models.BooleanField(default=False)\n",
            },
            head={
                "shop/tasks.py": _REMIND.format(rule="team=team"),
                "shop/models.py": "class Team(models.Model):\n    name = models.TextField()\n",
            },
            finds=((2, "is_deleted=False"),),
        ),
        Example(
            "the column came to the model by a base",
            base=_REMIND.format(rule="team=team"),
            head=_REMIND.format(rule="team=team, is_deleted=False"),
        ),
        Example(
            "another filter was dropped",
            base=_REMIND.format(rule="team=team, colour='red'"),
            head=_REMIND.format(rule="team=team"),
        ),
        Example(
            "a column of truth values is a condition by itself",
            base=_BILL.format(rule="and_(Seat.active, Seat.price > 0)"),
            head=_BILL.format(rule="Seat.price > 0"),
            finds=((4, "Seat.active"),),
        ),
        Example(
            "the same, spelled out",
            base=_BILL.format(rule="Seat.active.is_(True), Seat.archived == False"),
            head=_BILL.format(rule="Seat.active, Seat.archived.is_(False)"),
        ),
        Example(
            "the same, negated in other words",
            base=_BILL.format(rule="Seat.archived.is_(False), ~Seat.draft"),
            head=_BILL.format(rule="not_(Seat.archived) & not_(Seat.draft)"),
        ),
        Example(
            "a column that is only loaded",
            base=_BILL.format(rule="Seat.price > 0).options(load_only(Seat.active)"),
            head=_BILL.format(rule="Seat.price > 0"),
        ),
    ),
)
