"""A row lock was removed from a query.

A query locked the rows it read (`select_for_update`, `with_for_update`), and what was decided on them
still is. The lock is gone or asks for less.

Why it matters:
    Two requests read the same balance, state or counter, both decide that they may, and both write. The
    second overwrites the first, once in a thousand times, in production only.

Instead:
    Keep the lock, or replace it by one conditional update (`filter(status="open").update(status="paid")`)
    or by arithmetic in the database.

What it does not see:
    Locks that a caller in an unchanged file holds already.

Sources:
    Catalogue CC01; PostgreSQL documentation "Explicit Locking"; CWE-362.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, Form, tell

claim = Claim(frozenset({Family.LOCK}), LOSSES, forms=frozenset({Form.ROW_LOCK}))


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened row locks."""
    del options
    yield from tell(change, claim, "Two requests can now decide on the same row at once.")


_TAKE = """
    def take(seat_id, user):
        with transaction.atomic():
            seat = Seat.objects{lock}.get(pk=seat_id)
            if seat.user_id is None:
                seat.user = user
                seat.save()
"""

_ROTATE = """
    async def rotate(session, license_key):
        await session.refresh(license_key, attribute_names=["status"]{lock})
        if license_key.status not in ROTATABLE:
            raise NotRotatable(license_key.status)
        license_key.key = generate()
        session.add(license_key)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CC01",),
    kind=Kind.LOST,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the lock is gone, the decision stays",
            base=_TAKE.format(lock=".select_for_update()"),
            head=_TAKE.format(lock=""),
            finds=((3, "select_for_update"),),
        ),
        Example(
            "the lock that was asked for by keyword is gone",
            base=_ROTATE.format(lock=", with_for_update=True"),
            head=_ROTATE.format(lock=""),
            finds=((2, "with_for_update=True"),),
        ),
        Example(
            "a lock by keyword became stricter",
            base=_ROTATE.format(lock=", with_for_update=True"),
            head=_ROTATE.format(lock=', with_for_update={"nowait": True}'),
        ),
        Example(
            "a lock by keyword became a statement",
            base=_ROTATE.format(lock=", with_for_update=True"),
            head=_ROTATE.format(lock="").replace(
                'await session.refresh(license_key, attribute_names=["status"])',
                "await session.execute(select(LicenseKey).where(LicenseKey.id == license_key.id).with_for_update())",
            ),
        ),
        Example(
            "no lock was asked for",
            base=_ROTATE.format(lock=", with_for_update=False"),
            head=_ROTATE.format(lock=""),
        ),
        Example(
            "the same lock on a renamed variable",
            base=_TAKE.format(lock=".select_for_update()"),
            head=_TAKE.format(lock=".select_for_update()").replace("seat ", "place ").replace("seat.", "place."),
        ),
        Example(
            "the lock became stricter",
            base=_TAKE.format(lock=".select_for_update()"),
            head=_TAKE.format(lock=".select_for_update(nowait=True)"),
        ),
        Example(
            "a query that never locked was edited",
            base=_TAKE.format(lock=""),
            head=_TAKE.format(lock=".select_related('row')"),
        ),
    ),
)
