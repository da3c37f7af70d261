"""A transaction was removed from around writes that belong together.

A `with` scope, decorator or explicit block made several writes one. It is gone, and at least two of the
writes (or a write and the calls around it) still stand.

Why it matters:
    When the second write fails, the first stays: an order without its lines, money taken and not booked.
    It happens under load, at a restart, on a constraint that a test never hits.

Instead:
    Keep the writes in one transaction, or let the caller open it and say where. One write alone needs none.

What it does not see:
    A transaction that a caller in an unchanged file opens, `ATOMIC_REQUESTS`, and sessions that a
    framework commits once per request.

Sources:
    Catalogue TX01; Django documentation "Database transactions"; SQLAlchemy documentation "Framing out a
    begin / commit / rollback block".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, Form, tell

claim = Claim(frozenset({Family.TRANSACTION}), LOSSES, but=frozenset({Form.CALL}))


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost transaction scopes and decorators."""
    del options
    yield from tell(change, claim, "If one of the writes fails, the others stay.")


_PLACE = """
    from django.db import transaction

    def place(cart, user):
        {opening}
            order = Order.objects.create(user=user)
            order.lines.bulk_create(cart.lines())
            cart.delete()
        return cart
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TX01",),
    kind=Kind.LOST,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the with block became a plain block",
            base=_PLACE.format(opening="with transaction.atomic():"),
            head=_PLACE.format(opening="if True:"),
            finds=((4, "transaction.atomic()"),),
        ),
        Example(
            "the decorator is gone",
            base="""
                @transaction.atomic
                def move(amount, source, target):
                    source.withdraw(amount)
                    source.save()
                    target.deposit(amount)
                    target.save()
            """,
            head="""
                def move(amount, source, target):
                    source.withdraw(amount)
                    source.save()
                    target.deposit(amount)
                    target.save()
            """,
            finds=((1, "@transaction.atomic"),),
        ),
        Example(
            "the scope became a decorator",
            base=_PLACE.format(opening="with transaction.atomic():"),
            head="""
                from django.db import transaction

                @transaction.atomic
                def place(cart, user):
                    order = Order.objects.create(user=user)
                    order.lines.bulk_create(cart.lines())
                    cart.delete()
                    return cart
            """,
        ),
        Example(
            "one write alone was in it",
            base="""
                def touch(order):
                    with transaction.atomic():
                        order.save()
            """,
            head="""
                def touch(order):
                    order.save()
            """,
        ),
        Example(
            "the writes moved into a function that opens it",
            base=_PLACE.format(opening="with transaction.atomic():"),
            head="""
                from django.db import transaction

                def place(cart, user):
                    _store(cart, user)
                    return cart

                def _store(cart, user):
                    with transaction.atomic():
                        order = Order.objects.create(user=user)
                        order.lines.bulk_create(cart.lines())
                        cart.delete()
            """,
        ),
        Example(
            "the writes went away",
            base=_PLACE.format(opening="with transaction.atomic():"),
            head="""
                def place(cart, user):
                    enqueue_order(cart, user)
                    return cart
            """,
        ),
    ),
)
