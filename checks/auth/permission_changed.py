"""Who may run this code changed, or is decided in another place.

A guard of authentication, permission or signature was replaced by a different one in the same unit, or
moved to another unit, and nothing proves that the new one covers the same callers.

Why it matters:
    It is not said that anything was lost. But a boundary was redrawn, and whether the new rule turns away
    the same people is a question that a person who knows the product answers in a minute.

Instead:
    Nothing needs to change. Let someone who owns the area compare the two and sign.

What it does not see:
    Whether two differently named rules mean the same. A move whose new place is on the way to the same
    code (class, router, caller, callee) is shown as a note and asks for nothing.

Sources:
    Catalogue AZ02, AZ03; guard-ledger verdicts "changed" and "moved".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import CHANGES, Claim, Family, tell

claim = Claim(frozenset({Family.AUTHENTICATION, Family.AUTHORIZATION, Family.SIGNATURE}), CHANGES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Changed and moved guards of the three families that decide who a caller is and what they may do."""
    del options
    yield from tell(change, claim, "Whether the same callers are turned away is for a person to say.")


_ROUTE = """
    @router.get("/accounts")
    def accounts(db: Session, user: User = Depends({provider})):
        return db.query(Account).all()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ02", "AZ03"),
    kind=Kind.CHANGED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "another dependency decides",
            base=_ROUTE.format(provider="require_admin_user"),
            head=_ROUTE.format(provider="require_member_user"),
            finds=((2, "changed"),),
        ),
        Example(
            "the check now asks about another object",
            base="""
                def pay(user, invoice):
                    if not user.owns(invoice):
                        raise PermissionDenied
                    invoice.pay()
            """,
            head="""
                def pay(user, invoice):
                    if not invoice.payer.can_pay():
                        raise PermissionDenied
                    invoice.pay()
            """,
            finds=((2, "changed"),),
        ),
        Example(
            "the same dependency, another parameter name",
            base=_ROUTE.format(provider="require_admin_user"),
            head=_ROUTE.format(provider="require_admin_user").replace("user: User", "admin: User"),
        ),
        Example(
            "only the message of the refusal changed",
            base="""
                def pay(user, invoice):
                    if not user.owns(invoice):
                        raise PermissionDenied("no")
                    invoice.pay()
            """,
            head="""
                def pay(user, invoice):
                    if not user.owns(invoice):
                        raise PermissionDenied("this invoice belongs to another account")
                    invoice.pay()
            """,
        ),
    ),
)
