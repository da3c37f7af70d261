"""A database race is no longer handled.

The code expected that another transaction could be faster: it caught the integrity or lock error, retried,
or wrote only its own fields. That is gone, and the write that can lose the race still stands.

Why it matters:
    Two requests at once now end in an error page, a failed job, or in one overwriting what the other wrote.

Instead:
    Keep the handler next to the write, or make the write itself safe (`get_or_create`, `ON CONFLICT`).

What it does not see:
    Handlers further up that turn the same error into an answer.

Sources:
    Catalogue CC09, CC15; Django documentation `IntegrityError`, `Model.save(update_fields=...)`.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, tell

claim = Claim(frozenset({Family.INTEGRITY}), LOSSES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened guards of the family integrity."""
    del options
    yield from tell(change, claim, "A concurrent write now ends in an error, or is overwritten.")


_JOIN = """
    def join(room, user):
        try:
            Seat.objects.create(room=room, user=user)
        except {caught}:
            log.info("already seated")
        return room
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CC09", "CC15"),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the unique violation is no longer caught",
            base=_JOIN.format(caught="IntegrityError"),
            head="""
                def join(room, user):
                    Seat.objects.create(room=room, user=user)
                    return room
            """,
            finds=((4, "IntegrityError"),),
        ),
        Example(
            "save writes all fields again",
            base="""
                def rename(user, name):
                    user.name = name
                    user.save(update_fields=["name"])
            """,
            head="""
                def rename(user, name):
                    user.name = name
                    user.save()
            """,
            finds=((3, "update_fields"),),
        ),
        Example(
            "get_or_create took the place of the handler",
            base=_JOIN.format(caught="IntegrityError"),
            head="""
                def join(room, user):
                    Seat.objects.get_or_create(room=room, user=user)
                    return room
            """,
        ),
        Example(
            "the exception goes by its full name now",
            base=_JOIN.format(caught="IntegrityError"),
            head=_JOIN.format(caught="db.IntegrityError"),
        ),
        Example(
            "another exception was caught",
            base=_JOIN.format(caught="RoomFull"),
            head="""
                def join(room, user):
                    Seat.objects.create(room=room, user=user)
                    return room
            """,
        ),
    ),
)
