"""A permission check inside the code was removed.

An early exit, a check that raises, a restricted query or a condition decided who may go on. It is gone,
neither the function nor what it newly calls decides that any more, and the code behind it still stands.

Why it matters:
    The code behind the check now runs for everyone who reaches the function, often for objects of other
    people: the identifier in the address is all that is needed.

Instead:
    Keep the check before the first read or write of the object, or move it whole into a function that is
    called there. A check that is meant to end needs a reason and a signature.

What it does not see:
    Checks that now stand in a function of a package outside of the repository; checks that callers make
    in files which this change does not touch.

Sources:
    Catalogue AZ02, AZ11; OWASP API Security Top 10 2023, API1 Broken Object Level Authorization;
    CWE-285, CWE-639.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.auth.permission_removed import DECLARED
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import Claim, Family, Verdict, tell

claim = Claim(frozenset({Family.AUTHORIZATION}), frozenset({Verdict.LOST}), but=DECLARED)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost guards of the family authorization that were written out."""
    del options
    yield from tell(change, claim, "What comes after it now runs for callers whom it turned away.")


_CLOSE = """
    def close_account(request, account):
        {guard}
        account.closed_by = request.user
        account.save()
        notify_owner(account)
"""
_DENY = "if not request.user.can_close(account):\n            raise PermissionDenied('not yours')"
_SHOWN = """
    def shown(owner, viewer):
        return Card(name=owner.name, mail={mail})
"""
_LISTED = """
    from sqlalchemy import select

    def entries(session, user, cutoff):
        return session.scalars(select(Entry).where(Entry.account == user.account, {rule}))
"""
_TABLE = """
    def narrowed(model, query, user):
        filters = {{{rows}}}
        for narrow in filters.get(model, []):
            query = narrow(query, user)
        return query


    def only_permitted_orders(query, user):
        return query.filter(Order.owner == user.id)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ02", "AZ11"),
    kind=Kind.LOST,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "everybody reads the address",
            base=_SHOWN.format(mail='owner.email if viewer.can_see_details else ""'),
            head=_SHOWN.format(mail="owner.email"),
            finds=((2, "viewer.can_see_details"),),
        ),
        Example(
            "whether there is an owner at all",
            base=_SHOWN.format(mail='owner.email if owner else ""'),
            head=_SHOWN.format(mail="owner.email"),
        ),
        Example(
            "the same question before",
            base=_SHOWN.format(mail='owner.email if viewer.can_see_details else ""'),
            head=_SHOWN.format(mail="owner.email").replace(
                "return", "if not viewer.can_see_details:\n            owner = Nobody()\n        return"
            ),
        ),
        Example(
            "a restriction left the table",
            base=_TABLE.format(rows="Order: [only_permitted_orders], Item: []"),
            head=_TABLE.format(rows="Item: []"),
            finds=((2, "`only_permitted_orders`"),),
        ),
        Example(
            "the table has another name for it",
            base=_TABLE.format(rows="Order: [only_permitted_orders], Item: []"),
            head=_TABLE.format(rows="Order: [restricted_orders], Item: []").replace(
                "def only_permitted_orders", "def restricted_orders"
            ),
        ),
        Example(
            "what waits for another try",
            base=_CLOSE.format(guard="if account.busy and can_retry():\n            raise Retry"),
            head=_CLOSE.format(guard="account.refresh_from_db()"),
        ),
        Example(
            "rows of a time, not of a person",
            base=_LISTED.format(rule="Entry.created_at <= cutoff"),
            head=_LISTED.format(rule="Entry.sum > 0"),
        ),
        Example(
            "rows of a person",
            base=_LISTED.format(rule="Entry.created_by == user"),
            head=_LISTED.format(rule="Entry.sum > 0"),
            finds=((4, "Entry.created_by"),),
        ),
        Example(
            "the early exit is gone",
            base=_CLOSE.format(guard=_DENY),
            head=_CLOSE.format(guard="account.refresh_from_db()"),
            finds=((2, "no longer guards `close_account`"),),
        ),
        Example(
            "the check that raises is gone",
            base=_CLOSE.format(guard="require_owner(request.user, account)"),
            head=_CLOSE.format(guard="audit_later(account)"),
            finds=((2, "require_owner"),),
        ),
        Example(
            "the override of the check is gone and the inherited one counts",
            base="""
                class CloseAccount(AccountView):
                    def check_permissions(self, request):
                        if not request.user.is_owner:
                            raise PermissionDenied

                    def post(self, request):
                        self.account.close()
            """,
            head="""
                class CloseAccount(AccountView):
                    def post(self, request):
                        self.account.close()
            """,
            finds=((3, "is_owner"),),
        ),
        Example(
            "raise became return of an error",
            base=_CLOSE.format(guard=_DENY),
            head=_CLOSE.format(
                guard="if not request.user.can_close(account):\n            return HttpResponseForbidden()"
            ),
        ),
        Example(
            "the condition was turned round",
            base=_CLOSE.format(guard=_DENY),
            head="""
                def close_account(request, account):
                    if request.user.can_close(account):
                        account.closed_by = request.user
                        account.save()
                        notify_owner(account)
                    else:
                        raise PermissionDenied('not yours')
            """,
        ),
        Example(
            "the check moved into a helper that is called instead",
            base=_CLOSE.format(guard=_DENY),
            head=_CLOSE.format(guard="_only_owners(request, account)")
            + """
    def _only_owners(request, account):
        if not request.user.can_close(account):
            raise PermissionDenied('not yours')
""",
        ),
        Example(
            "the code behind the check went with it",
            base=_CLOSE.format(guard=_DENY),
            head="""
                def close_account(request, account):
                    return redirect("support")
            """,
        ),
        Example(
            "two checks were merged into one",
            base=_CLOSE.format(
                guard="if not request.user.is_staff:\n            raise PermissionDenied\n"
                "        if not request.user.can_close(account):\n            raise PermissionDenied"
            ),
            head=_CLOSE.format(
                guard="if not request.user.is_staff or not request.user.can_close(account):\n"
                "            raise PermissionDenied"
            ),
        ),
    ),
)
