"""Authentication was removed from code that still runs.

An entry point demanded a signed-in caller at base and demands none at head: the decorator, mixin,
dependency, permission class or early exit is gone, nothing on the way to the same code took its place,
and the code it protected still stands.

Why it matters:
    Anyone who can reach the address can run the code: read what it returns, and write what it writes.
    Tests seldom notice, because a signed-in client still passes.

Instead:
    Put the guard back where it stood. If the endpoint is meant to be public, say so in the pull request
    and let the owner of the area sign the boundary. If the guard moved to a router, a base class, a
    middleware or a setting in code that Holdfast does not see, a signature records that a human looked.

What it does not see:
    Guards that a gateway or another service enforces; middleware that is added at run time; a default
    permission that is set outside of the repository.

Sources:
    Catalogue AZ01; OWASP API Security Top 10 2023, API2 Broken Authentication; CWE-306.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, tell

claim = Claim(frozenset({Family.AUTHENTICATION}), LOSSES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened guards of the family authentication."""
    del options
    yield from tell(change, claim, "Callers who are not signed in reach this code.")


_VIEW = """
    from django.contrib.auth.decorators import login_required
    from shop.models import Order

    {guard}
    def export_orders(request):
        rows = Order.objects.all()
        return as_csv(rows)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ01", "AZ28"),
    kind=Kind.LOST,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the decorator is gone, the view stays",
            base=_VIEW.format(guard="@login_required"),
            head=_VIEW.format(guard="# public for now"),
            finds=((4, "`@login_required` no longer guards `export_orders`"),),
        ),
        Example(
            "the dependency on the signed-in user is gone from a route",
            base="""
                @router.get("/orders")
                def list_orders(db: Session, user: User = Depends(current_user)):
                    return db.query(Order).all()
            """,
            head="""
                @router.get("/orders")
                def list_orders(db: Session):
                    return db.query(Order).all()
            """,
            finds=((2, "no longer guards `list_orders`"),),
        ),
        Example(
            "the decorator moved to the class around the method",
            base="""
                class Orders(View):
                    @method_decorator(login_required)
                    def dispatch(self, request):
                        return super().dispatch(request)
            """,
            head="""
                @method_decorator(login_required, name="dispatch")
                class Orders(View):
                    def dispatch(self, request):
                        return super().dispatch(request)
            """,
        ),
        Example(
            "the view went away with its guard",
            base=_VIEW.format(guard="@login_required"),
            head="""
                from shop.models import Order

                def count_orders():
                    return Order.objects.count()
            """,
        ),
        Example(
            "another decorator of the family took its place",
            base=_VIEW.format(guard="@login_required"),
            head=_VIEW.format(guard="@staff_member_required"),
        ),
        Example(
            "the view was renamed and kept its guard",
            base=_VIEW.format(guard="@login_required"),
            head=_VIEW.format(guard="@login_required").replace("export_orders", "download_orders"),
        ),
    ),
)
