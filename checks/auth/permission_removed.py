"""A declared permission was removed from code that still runs.

A decorator, mixin, dependency, router dependency or class attribute named who may run this code. It is
gone, nothing on the way to the same code took its place, and the code it protected still stands.

Why it matters:
    Every signed-in user may now do what only some could: members act as administrators, guests as
    members. The change passes its tests, for they run as a user who is allowed.

Instead:
    Put the permission back, or move it to where it covers the same code: the router, the class, a base
    class. If the permission is to end, say why and let the owner of the area sign the boundary.

What it does not see:
    Policies that a gateway enforces, and permissions that a framework attaches by configuration outside
    of the changed files.

Sources:
    Catalogue AZ02, AZ07, AZ22; OWASP API Security Top 10 2023, API5 Broken Function Level Authorization;
    CWE-862.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import Claim, Family, Form, Verdict, tell

DECLARED = frozenset({Form.DECORATOR, Form.DEPENDENCY, Form.ROUTER_DEPENDENCY, Form.CLASS_ATTRIBUTE, Form.BASE})
claim = Claim(frozenset({Family.AUTHORIZATION}), frozenset({Verdict.LOST}), forms=DECLARED)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost guards of the family authorization that were declared, not written out."""
    del options
    yield from tell(change, claim, "Every caller who gets this far may now run this code.")


_VIEWSET = """
    class RefundViewSet(ModelViewSet):
        {permissions}
        queryset = Refund.objects.all()

        def perform_create(self, serializer):
            serializer.save(by=self.request.user)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ02", "AZ07", "AZ22"),
    kind=Kind.LOST,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "one of two permission classes is gone",
            base=_VIEWSET.format(permissions="permission_classes = [IsAuthenticated, CanRefund]"),
            head=_VIEWSET.format(permissions="permission_classes = [IsAuthenticated]"),
            finds=((2, "no longer guards `RefundViewSet`"),),
        ),
        Example(
            "the mixin is gone from the bases",
            base="""
                class Ledger(PermissionRequiredMixin, DetailView):
                    model = Entry
            """,
            head="""
                class Ledger(DetailView):
                    model = Entry
            """,
            finds=((1, "no longer guards `Ledger`"),),
        ),
        Example(
            "a dependency of the whole router is gone",
            base="router = APIRouter(prefix='/admin', dependencies=[Depends(require_admin)])\n",
            head="router = APIRouter(prefix='/admin')\n",
            finds=((1, "require_admin"),),
        ),
        Example(
            "the order of the classes changed",
            base=_VIEWSET.format(permissions="permission_classes = [IsAuthenticated, CanRefund]"),
            head=_VIEWSET.format(permissions="permission_classes = (CanRefund, IsAuthenticated)"),
        ),
        Example(
            "the permission is checked in the class now",
            base=_VIEWSET.format(permissions="permission_classes = [CanRefund]"),
            head=_VIEWSET.format(
                permissions="def check_permissions(self, request):\n"
                "            if not request.user.has_perm('shop.refund'):\n"
                "                raise PermissionDenied"
            ),
            finds=(),
        ),
        Example(
            "a decorator that guards nothing is gone",
            base="""
                @cached_property
                def owner(self):
                    return self.account.owner
            """,
            head="""
                @property
                def owner(self):
                    return self.account.owner
            """,
        ),
        Example(
            "AllowAny was no guard",
            base=_VIEWSET.format(permissions="permission_classes = [AllowAny]"),
            head=_VIEWSET.format(permissions="serializer_class = RefundSerializer"),
        ),
    ),
)
