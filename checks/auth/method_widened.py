"""A view that only read now takes requests that write.

The view allowed GET and its kin alone: `require_safe`, `require_http_methods`, `http_method_names`, a read-only
viewset, `methods=`. It allows a method that writes now.

Why it matters:
    Its guards were made for reading. Whoever may look may now change, and methods that a base class brings write
    without a line in this file.

Instead:
    Give the writing method a view, or at least a permission, of its own.

What it does not see:
    What the view does with the new method; permissions that tell methods apart.

Sources:
    Catalogue AZ23; OWASP API Security Top 10 2023, API5 Broken Function Level Authorization.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.pairs import ClassPair, class_pairs
from checks.declarations.routes import route_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import callee
from checks.kit.sentence import Sentence, at_head, code, quote
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_READING = {"require_safe": frozenset({"GET", "HEAD"}), "require_GET": frozenset({"GET"})}
_READ_ONLY = re.compile(r"(^|\.)(ReadOnlyModelViewSet|ListAPIView|RetrieveAPIView|ListModelMixin|RetrieveModelMixin)$")
_WRITES = re.compile(
    r"(^|\.)(ModelViewSet|(List)?CreateAPIView|Retrieve(Update|Destroy|UpdateDestroy)APIView|(Create|Update|Destroy)ModelMixin|"
    r"UpdateAPIView|DestroyAPIView)$"
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Views, classes and routes that allow a writing method and did not."""
    for pair in edited_functions(change):
        old, new = _allowed(pair.base), _allowed(pair.head)
        if pair.same_file and old is not None and new is not None and not old[0] & _UNSAFE and new[0] & _UNSAFE:
            yield _told(change, new[1], pair.head.name, new[0] - old[0], old[1])
    for base, head in route_pairs(change):
        gained = head.verbs & _UNSAFE - base.verbs
        if gained and base.verbs and not base.verbs & _UNSAFE and base.path == head.path:
            yield _told(change, head.node, head.name, gained, base.node)
    for pair in class_pairs(change):
        if pair.head_change is change:
            yield from _of_class(pair)


def _of_class(pair: ClassPair) -> Iterator[Hit]:
    """Method names that grew, and bases that bring writing methods."""
    was, now = pair.base.attributes.get("http_method_names"), pair.head.attributes.get("http_method_names")
    if was is not None and now is not None:
        old, new = _verbs(was.value), _verbs(now.value)
        if old and not old & _UNSAFE and new & _UNSAFE:
            yield _told(pair.change, now.statement, pair.head.name, new & _UNSAFE, was.statement)
    only_read = any(map(_READ_ONLY.search, pair.base.bases)) and not any(map(_WRITES.search, pair.base.bases))
    if only_read and now is None and any(map(_WRITES.search, pair.head.bases)):
        yield _told(pair.change, pair.head.node, pair.head.name, _UNSAFE, pair.base.node)


def _allowed(unit: Unit) -> tuple[frozenset[str], ast.expr] | None:
    """The methods that a decorator allows, with the decorator; None when none speaks of methods."""
    for node in unit.node.decorator_list if isinstance(unit.node, ast.FunctionDef | ast.AsyncFunctionDef) else ():
        name = callee(node).rpartition(".")[2]
        if name in _READING:
            return _READING[name], node
        if name in {"require_http_methods", "api_view"} and isinstance(node, ast.Call) and node.args:
            return _verbs(node.args[0]), node
    return None


def _verbs(value: ast.expr | None) -> frozenset[str]:
    items = value.elts if isinstance(value, ast.List | ast.Tuple | ast.Set) else ()
    return frozenset(str(item.value).upper() for item in items if isinstance(item, ast.Constant))


def _told(change: Change, node: ast.AST, symbol: str, gained: frozenset[str], was: ast.AST) -> Hit:
    verbs = ", ".join(sorted(gained & _UNSAFE))
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=symbol,
        fact=f"methods {verbs}",
        title=f"`{symbol}` only read and now takes {code(verbs)}",
        message="Whoever may look may now change.",
        confidence=0.65,
    )
    return at_head(change, node, says, quote(change, Side.LEFT, was, "was"))


_VIEW = """
    @login_required
    @require_http_methods([{methods}])
    def order(request, pk):
        return handle(request, pk)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ23",),
    kind=Kind.WEAKENED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the view takes POST",
            base=_VIEW.format(methods='"GET"'),
            head=_VIEW.format(methods='"GET", "POST"'),
            finds=((2, "now takes `POST`"),),
        ),
        Example(
            "the viewset writes",
            base="class Orders(ReadOnlyModelViewSet):\n    queryset = Order.objects.all()\n",
            head="class Orders(ModelViewSet):\n    queryset = Order.objects.all()\n",
            finds=((1, "`Orders` only read"),),
        ),
        Example(
            "it wrote before",
            base=_VIEW.format(methods='"GET", "POST"'),
            head=_VIEW.format(methods='"GET", "POST", "DELETE"'),
        ),
        Example(
            "another method that reads",
            base=_VIEW.format(methods='"GET"'),
            head=_VIEW.format(methods='"GET", "HEAD"'),
        ),
        Example(
            "the viewset writes and says which methods",
            base="class Orders(ReadOnlyModelViewSet):\n    queryset = Order.objects.all()\n",
            head="class Orders(ModelViewSet):\n    queryset = Order.objects.all()\n    http_method_names = ['get']\n",
        ),
    ),
)
