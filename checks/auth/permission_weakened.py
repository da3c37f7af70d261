"""A permission became weaker.

The guard still stands, but lets more callers through: an alternative was added to its condition, "and"
became "or", a role or scope left its list.

Why it matters:
    A weakened guard looks like a guard. Reviewers see a permission check and go on; the callers whom it
    used to turn away go on as well.

Instead:
    Ask for the same or for more than before. To open an action to another role on purpose, name that role
    and let the owner of the area sign the boundary.

What it does not see:
    Which of two roles is the stronger one, unless the configuration lists the roles in order; what a
    permission means where it is granted.

Sources:
    Catalogue AZ03, AZ04, AZ24; CWE-863.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Settings, Severity
from checks.ledger import Claim, Family, Verdict, tell

claim = Claim(frozenset({Family.AUTHORIZATION}), frozenset({Verdict.WEAKENED}))


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Weakened guards of the family authorization."""
    del options
    yield from tell(change, claim, "Callers whom it turned away before are let through.")


_PREDICATE = """
    def can_edit(user, page):
        return {rule}
"""
_EXIT = """
    def delete_page(user, page):
        if {refusal}:
            raise PermissionDenied
        page.delete()
        page.log("deleted")
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ03", "AZ04", "AZ24"),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "and became or in an access rule",
            base=_PREDICATE.format(rule="user.is_editor and page.owner == user"),
            head=_PREDICATE.format(rule="user.is_editor or page.owner == user"),
            finds=((2, "became weaker"), (2, "became weaker")),
        ),
        Example(
            "the refusal got another condition that must hold too",
            base=_EXIT.format(refusal="not user.is_owner"),
            head=_EXIT.format(refusal="not user.is_owner and not page.is_shared"),
            finds=((2, "became weaker"),),
        ),
        Example(
            "a lesser role of the house is enough now",
            base="""
                @requires_role("manager")
                def refund(order):
                    order.gateway.refund(order.total)
                    order.save()
            """,
            head="""
                @requires_role("member")
                def refund(order):
                    order.gateway.refund(order.total)
                    order.save()
            """,
            finds=((1, "became weaker"),),
            settings=Settings(roles=("admin", "manager", "member")),
        ),
        Example(
            "a stronger role of the house is asked for",
            base="""
                @requires_role("member")
                def refund(order):
                    order.gateway.refund(order.total)
            """,
            head="""
                @requires_role("admin")
                def refund(order):
                    order.gateway.refund(order.total)
            """,
            settings=Settings(roles=("admin", "manager", "member")),
        ),
        Example(
            "the rule got a further condition",
            base=_PREDICATE.format(rule="user.is_editor"),
            head=_PREDICATE.format(rule="user.is_editor and page.owner == user"),
        ),
        Example(
            "the same rule, written the other way round",
            base=_EXIT.format(refusal="not (user.is_owner or user.is_staff)"),
            head=_EXIT.format(refusal="not user.is_owner and not user.is_staff"),
        ),
        Example(
            "an alternative in a condition that guards nothing",
            base="""
                def color(page):
                    return "red" if page.urgent else "grey"
            """,
            head="""
                def color(page):
                    return "red" if page.urgent or page.late else "grey"
            """,
        ),
    ),
)
