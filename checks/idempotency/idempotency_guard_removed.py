"""A guard against doing the same thing twice was removed.

An idempotency key, a look-up of what is already done, or an insert that tolerates its own repetition is gone,
and the effect it protected still happens.

Why it matters:
    Networks repeat requests, queues deliver twice, people click twice. Without the guard the second time
    charges, mails or creates again.

Instead:
    Keep the key on the outgoing call and the look-up before the effect, both in the transaction of the effect;
    keep inserts as upserts.

What it does not see:
    Unique constraints of the database that refuse the second insert, and deduplication in a broker.

Sources:
    Catalogue ID01, ID03, ID07; Stripe documentation "Idempotent requests".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, tell

claim = Claim(frozenset({Family.IDEMPOTENCY}), LOSSES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened guards of the family idempotency."""
    del options
    yield from tell(change, claim, "The second delivery or click has its effect again.")


_HOOK = """
    def on_paid(event):
        {guard}
        Order.objects.filter(pk=event.order).update(paid=True)
        send_receipt(event.order)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=(
        "ID01",
        "ID03",
        "ID07",
    ),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the look-up of the event is gone",
            base=_HOOK.format(guard="if Event.objects.filter(key=event.id).already_processed():\n            return"),
            head=_HOOK.format(guard="log.info('paid')"),
            finds=((2, "already_processed"),),
        ),
        Example(
            "the key is gone from the charge",
            base="""
                def charge(client, order):
                    return client.charges.create(amount=order.total, idempotency_key=str(order.pk))
            """,
            head="""
                def charge(client, order):
                    return client.charges.create(amount=order.total)
            """,
            finds=((2, "idempotency_key"),),
        ),
        Example(
            "get_or_create became create",
            base="""
                def tag(name):
                    tag, _ = Tag.objects.get_or_create(name=name)
                    return tag
            """,
            head="""
                def tag(name):
                    tag = Tag.objects.create(name=name)
                    return tag
            """,
            finds=((2, "get_or_create"),),
        ),
        Example(
            "the key is made by another expression",
            base="""
                def charge(client, order):
                    return client.charges.create(amount=order.total, idempotency_key=str(order.pk))
            """,
            head="""
                def charge(client, order):
                    return client.charges.create(amount=order.total, idempotency_key=order.charge_key)
            """,
        ),
        Example(
            "get_or_create became update_or_create",
            base="""
                def tag(name):
                    tag, _ = Tag.objects.get_or_create(name=name)
                    return tag
            """,
            head="""
                def tag(name):
                    tag, _ = Tag.objects.update_or_create(name=name)
                    return tag
            """,
        ),
        Example(
            "the call went away with its key",
            base="""
                def charge(client, order):
                    return client.charges.create(amount=order.total, idempotency_key=str(order.pk))
            """,
            head="""
                def charge(client, order):
                    return order.invoice()
            """,
        ),
    ),
)
