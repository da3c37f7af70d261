"""A view was opened to everybody on purpose.

The view said nothing of its own, so the default rule of access held for it. It now names a rule that lets everybody
in: `AllowAny`, an empty list, `auth=None`, a decorator that excludes it from signing in.

Why it matters:
    Whoever knows the address can call it. The default that protected it does not show in the view, so the reader sees
    a line that was added and not what went.

Instead:
    Leave the default. What must be public (health, sign-in, a webhook with a signature) says why beside the line.

What it does not see:
    Whether the default was public anyway; guards inside of the view.

Sources:
    Catalogue AZ05; OWASP API Security Top 10 2023, API2.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.pairs import class_pairs
from checks.declarations.routes import Route, route_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import callee, is_none
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import edited_functions
from checks.ledger.extract.decorators import decorators_of

_ATTRIBUTES = frozenset({"permission_classes", "authentication_classes"})
_OPEN_DECORATOR = re.compile(
    r"(^|[._])(public|allow_anonymous|anonymous_allowed|login_not_required|skip_auth\w*|no_auth\w*|exempt_from_auth\w*|"
    r"unauthenticated|public_endpoint|open_endpoint|auth_exempt|allow_any)$"
)
_MEANT_PUBLIC = re.compile(
    r"health|ready|live|ping|metrics|status|version|login|log_in|sign_?in|sign_?up|register|logout|token|refresh|"
    r"webhook|callback|hook|oauth|sso|saml|password_?reset|forgot|verify|confirm|activate|captcha|static|public|robots|"
    r"well_?known|csrf|invite",
    re.IGNORECASE,
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every view that was under the default rule and is open now."""
    for pair in class_pairs(change):
        for name in _ATTRIBUTES & pair.head.attributes.keys() - pair.base.attributes.keys():
            attribute = pair.head.attributes[name]
            if pair.head_change is change and attribute.value is not None and _is_open(attribute.value, name):
                yield _told(change, attribute.statement, pair.head.name, ast.unparse(attribute.statement))
    for base, head in route_pairs(change):
        if is_none(head.options.get("auth")) and "auth" not in base.options and head.function is not None:
            yield _told(change, head.node, head.name, "auth=None")
        yield from _of_action(change, base, head)
    for pair in edited_functions(change):
        known = {callee(node) for node in decorators_of(pair.base)}
        for node in decorators_of(pair.head) if pair.same_file else ():
            opens = _OPEN_DECORATOR.search(callee(node)) or _is_allow_any(node)
            if opens and callee(node) not in known:
                yield _told(change, node, pair.head.name, f"@{ast.unparse(node)}")


def _of_action(change: Change, base: Route, head: Route) -> Iterator[Hit]:
    for name in _ATTRIBUTES & head.options.keys() - base.options.keys():
        if _is_open(head.options[name], name):
            yield _told(change, head.options[name], head.name, f"{name}={ast.unparse(head.options[name])}")


def _is_open(value: ast.expr, name: str) -> bool:
    """An empty list of authentication signs nobody in; an empty list of permissions asks nobody."""
    match value:
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return all("AllowAny" in ast.unparse(item) for item in items) and (bool(items) or name in _ATTRIBUTES)
        case _:
            return False


def _is_allow_any(node: ast.expr) -> bool:
    """`@permission_classes([AllowAny])`, `@authentication_classes([])`."""
    name = callee(node).rpartition(".")[2]
    return name in _ATTRIBUTES and isinstance(node, ast.Call) and bool(node.args) and _is_open(node.args[0], name)


def _told(change: Change, node: ast.AST, symbol: str, what: str) -> Hit:
    says = Sentence(
        kind=Kind.INTRODUCED,
        symbol=symbol,
        fact=f"public {what}",
        title=f"`{symbol}` is open to everybody now: {code(what)}",
        message="The default rule of access no longer holds for it.",
        confidence=0.45 if _MEANT_PUBLIC.search(symbol) else 0.8,
    )
    return at_head(change, node, says)


_VIEW = """
    class OrderView(APIView):
        {rule}

        def get(self, request):
            return Response(load())
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ05",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "everybody is allowed",
            base=_VIEW.format(rule="name = 'orders'"),
            head=_VIEW.format(rule="permission_classes = [AllowAny]"),
            finds=((2, "`OrderView` is open to everybody now"),),
        ),
        Example(
            "the operation signs nobody in",
            base='@api.get("/orders")\ndef list_orders(request):\n    return load()\n',
            head='@api.get("/orders", auth=None)\ndef list_orders(request):\n    return load()\n',
            finds=((1, "auth=None"),),
        ),
        Example(
            "a rule of its own that asks",
            base=_VIEW.format(rule="name = 'orders'"),
            head=_VIEW.format(rule="permission_classes = [IsAuthenticated]"),
        ),
        Example(
            "it was open before",
            base=_VIEW.format(rule="permission_classes = [AllowAny]"),
            head=_VIEW.format(rule="permission_classes = (AllowAny,)"),
        ),
        Example(
            "a new view",
            base="X = 1\n",
            head=_VIEW.format(rule="permission_classes = [AllowAny]"),
        ),
    ),
)
