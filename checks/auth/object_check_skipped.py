"""A view fetches its object without asking whether it may be seen.

A class of REST framework has a `get_object` of its own that answers a row and asks for no permission of it: it calls
neither `check_object_permissions` nor the inherited `get_object`.

Why it matters:
    Permissions of objects are asked there and nowhere else. The classes that are listed still look as if they held.

Instead:
    Call `self.check_object_permissions(self.request, obj)` before the row is answered.

What it does not see:
    Views without permissions of objects; querysets that a base class narrows.

Sources:
    Catalogue AZ12; Django REST framework documentation, Object level permissions.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head
from checks.ledger import gained
from checks.ledger.unit import Unit, units_of

_VIEWS = re.compile(r"(APIView|ViewSet|GenericAPIView|Endpoint)(Base|Mixin)?$")
_ASKS = re.compile(
    r"check_object_permissions|super\(\)\.get_object|has_object_permission|request\.user|get_queryset|filter_queryset|"
    r"permission|_owner|tenant|organi[sz]ation|workspace"
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every such method that the base did not have, or whose base asked."""
    for gain in gained(change, _bare):
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact="object without permission",
            title=f"`{gain.unit.name}` answers a row and asks for no permission of it",
            message="Permissions of objects are asked there and nowhere else.",
            confidence=0.7,
        )
        yield at_head(change, gain.node, says)


def _bare(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    name = unit.name.rpartition(".")[2]
    if name != "get_object" or not unit.class_name or _ASKS.search(unit.text):
        return
    cls = units_of(unit.source, unit.view).get(unit.class_name)
    if cls is None or not isinstance(cls.node, ast.ClassDef):
        return
    if not any(_VIEWS.search(dotted(base)) for base in cls.node.bases) or _has_own_check(cls):
        return
    if any(isinstance(node, ast.Return) and node.value is not None for node in unit.nodes):
        yield name, unit.node


def _has_own_check(cls: Unit) -> bool:
    """Whether another method of the class asks for the object's permission."""
    return any(
        isinstance(node, ast.Call) and dotted(node.func).endswith("check_object_permissions")
        for node in ast.walk(cls.node)
    )


_VIEW = """
    class OrderView(RetrieveAPIView):
        permission_classes = [IsOwner]

        def get_object(self):
            order = Order.objects.get(pk=self.kwargs["pk"])
            {ask}
            return order
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ12",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the permission is not asked",
            base="class OrderView(RetrieveAPIView):\n    permission_classes = [IsOwner]\n    queryset = ORDERS\n",
            head=_VIEW.format(ask="log(order)"),
            finds=((4, "asks for no permission of it"),),
        ),
        Example(
            "it is asked",
            base="X = 1\n",
            head=_VIEW.format(ask="self.check_object_permissions(self.request, order)"),
        ),
        Example(
            "the row is the caller's",
            base="X = 1\n",
            head=_VIEW.format(ask="order = order.of(self.request.user)"),
        ),
        Example(
            "no view of REST framework",
            base="X = 1\n",
            head=_VIEW.format(ask="log(order)").replace("RetrieveAPIView", "Loader"),
        ),
    ),
)
