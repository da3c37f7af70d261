"""A guard over addresses lets more of them through.

A middleware, a hook or a list says by their addresses which requests are asked for a caller. One more address is let
through, or fewer are asked.

Why it matters:
    Behind every such address stand views that were written on the promise of the guard. A prefix opens all below it,
    those of tomorrow included.

Instead:
    Guard by default, and mark the single public view where it stands.

What it does not see:
    Which views stand behind an address; addresses that are computed. Those for signing in, health, documentation and
    static files are expected to be open.

Sources:
    Catalogue AZ10; CWE-425, CWE-863.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from msgspec import Struct

from checks.declarations.pairs import is_read
from checks.declarations.settings import is_local
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import edited_functions
from checks.ledger.pairing import Pair
from checks.ledger.unit import Unit

_PLACES = r"(PATHS?|URLS?|URI|ROUTES?|PREFIX(ES)?|ENDPOINTS?|VIEWS?|PAGES?|PATTERNS?)"
_OPEN_LIST = re.compile(
    rf"(^|_)(EXEMPT\w*|PUBLIC|OPEN|WHITE_?LIST\w*|UNAUTHENTICATED|ANONYMOUS|UNPROTECTED|NO_AUTH\w*|SKIP\w*|BYPASS\w*|"
    rf"(LOGIN|AUTH)_NOT_REQUIRED|IGNORED?_AUTH\w*|EXCLUDED?_AUTH\w*)(_\w+)?_{_PLACES}$|"
    rf"(^|_){_PLACES}_(WITHOUT_(AUTH|LOGIN)|EXEMPT\w*)|^LOGIN_EXEMPT_URLS$",
    re.IGNORECASE,
)
_GUARDED_LIST = re.compile(
    rf"(^|_)(PROTECTED|GUARDED|SECURED?|PRIVATE|RESTRICTED|(LOGIN|AUTH)_REQUIRED|REQUIRES?_(AUTH|LOGIN)|ADMIN_ONLY)_(\w+_)?{_PLACES}$",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    r"log_?[io][nu]t?|sign_?[-_]?[iu][np]|regist|health|ping|ready|readiness|liveness|alive|metrics|status|version|static|"
    r"media|assets|favicon|robots|docs|redoc|openapi|swagger|schema|oauth|oidc|saml|sso|auth|token|password|forgot|reset|"
    r"verify|activat|confirm|callback|well-known|manifest|sitemap|i18n|jsi18n|locale|captcha|csrf|webhook|hook|setup|"
    r"onboarding|invit|public|error|404|500|^/?$",
    re.IGNORECASE,
)
_WHERE = re.compile(r"(^|[._])(path|path_info|full_path|url_name|view_name|endpoint)$")
_NAMED = re.compile(r"(^|[._])(url_name|view_name|endpoint)$")
_REFUSES = re.compile(
    r"\babort\(|\braise\b|redirect\(|Redirect|Unauthorized|Forbidden|\b40[13]\b|PermissionDenied|NotAuthenticated|"
    r"login_required|redirect_to_login|authenticat"
)
_METHODS = frozenset({"startswith", "match", "fullmatch", "search", "endswith"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every address that is let through now, in a list or in a condition."""
    if not is_read(change) or is_local(change.path) or change.base is None or change.head is None:
        return
    was, now = _lists(change.base.tree), _lists(change.head.tree)
    for name, (node, items) in now.items():
        if name not in was:
            continue
        before = was[name][1]
        opened = _new(items, before) if _OPEN_LIST.search(name) else _uncovered(before, items)
        if opened:
            yield _told(change, name, node, opened)
    for pair in edited_functions(change):
        if pair.same_file:
            yield from _in_conditions(change, pair)


def _in_conditions(change: Change, pair: Pair) -> Iterator[Hit]:
    old, new = list(_conditions(pair.base)), list(_conditions(pair.head))
    if not old or not new:
        return
    passed = _new(_addresses(new, guarded=False), _addresses(old, guarded=False))
    asked = _addresses(new, guarded=True)
    left = _uncovered(_addresses(old, guarded=True), asked) if asked else []
    for opened, guarded in ((passed, False), (left, True)):
        if opened:
            node = next(one.node for one in new if one.guarded is guarded)
            yield _told(change, pair.head.name, node, opened)


def _told(change: Change, symbol: str, node: ast.AST, opened: list[str]) -> Hit:
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=symbol,
        fact=f"lets through {' '.join(sorted(opened))}",
        title=f"`{symbol}` no longer asks for a caller at {code(', '.join(sorted(opened)))}",
        message="All views behind this address were written on the promise of the guard.",
        confidence=0.76,
    )
    return at_head(change, node, says)


def _new(now: frozenset[str], before: frozenset[str]) -> list[str]:
    """Addresses that are let through now, but for those that a prefix let through before and those expected to be."""
    return sorted(
        item
        for item in now - before
        if not _EXPECTED.search(item) and not any(_below(item, prefix) for prefix in before)
    )


def _uncovered(before: frozenset[str], now: frozenset[str]) -> list[str]:
    """Addresses that were asked at and are no longer: none of the prefixes of the head reaches them."""
    whole = bool(now & {"/", "^/"})
    return [] if whole else sorted(item for item in before - now if not any(_below(item, prefix) for prefix in now))


def _below(item: str, prefix: str) -> bool:
    return len(prefix.strip("/^$")) > 0 and item.lstrip("/^").startswith(prefix.strip("/^$"))


def _lists(tree: ast.Module) -> dict[str, tuple[ast.AST, frozenset[str]]]:
    """Name -> statement and texts of the lists of addresses of a module or of its classes."""
    found: dict[str, tuple[ast.AST, frozenset[str]]] = {}
    bodies = [tree.body, *(stmt.body for stmt in tree.body if isinstance(stmt, ast.ClassDef))]
    for stmt in (stmt for body in bodies for stmt in body):
        match stmt:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                pass
            case _:
                continue
        if _OPEN_LIST.search(name) or _GUARDED_LIST.search(name):
            found[name] = stmt, _texts(value)
    return found


def _texts(node: ast.AST) -> frozenset[str]:
    found = (inner.value for inner in ast.walk(node) if isinstance(inner, ast.Constant))
    return frozenset(text for text in found if isinstance(text, str) and text)


class _Asked(Struct, frozen=True):
    """One comparison with the address of a request: which, whether a caller is asked for there, and where it stands."""

    addresses: frozenset[str]
    guarded: bool
    node: ast.AST


def _conditions(unit: Unit) -> Iterator[_Asked]:
    """The comparisons of a function that looks at requests and refuses some."""
    if "request" not in unit.spoken or not _REFUSES.search(unit.text):
        return
    for node in unit.nodes:
        if isinstance(node, ast.If):
            refuses = bool(_REFUSES.search("\n".join(map(ast.unparse, node.body))))
            for addresses, holds in _compared(node.test, holds=True):
                yield _Asked(addresses, refuses is holds, node.test)


def _addresses(asked: list[_Asked], *, guarded: bool) -> frozenset[str]:
    return frozenset(text for one in asked if one.guarded is guarded for text in one.addresses)


def _compared(test: ast.expr, *, holds: bool) -> Iterator[tuple[frozenset[str], bool]]:
    """Addresses that a condition compares the request's with, and whether it holds for them."""
    match test:
        case ast.BoolOp(values=values):
            for value in values:
                yield from _compared(value, holds=holds)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from _compared(operand, holds=not holds)
        case ast.Compare(left=left, ops=[ast.In() | ast.Eq()], comparators=[right]) if _asks_where(left):
            yield _of_address(left, right), holds
        case ast.Compare(left=left, ops=[ast.NotIn() | ast.NotEq()], comparators=[right]) if _asks_where(left):
            yield _of_address(left, right), not holds
        case ast.Call(func=ast.Attribute(value=value, attr=method), args=args) if method in _METHODS:
            asked = next(filter(_asks_where, (value, *args)), None)
            if asked is not None:
                yield _of_address(asked, *args), holds
        case _:
            return


def _asks_where(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute | ast.Name) and bool(_WHERE.search(ast.unparse(node)))


def _of_address(asked: ast.expr, *nodes: ast.expr) -> frozenset[str]:
    """The texts that an address is compared with; of a path, those that begin like one."""
    texts = frozenset(text for node in nodes for text in _texts(node))
    named = bool(_NAMED.search(ast.unparse(asked)))
    return texts if named else frozenset(text for text in texts if text.startswith(("/", "^")))


_MIDDLEWARE = """
    OPEN_PATHS = ["/login", {listed}]


    class SignInMiddleware:
        def __call__(self, request):
            if request.path in OPEN_PATHS or request.path.startswith("/static/"):
                return self.answer(request)
            if request.path.startswith({asked}) and not request.user.is_authenticated:
                return HttpResponseForbidden()
            return self.answer(request)
"""
_HOOK = """
    @app.before_request
    def check():
        if {passed}:
            return None
        if not request.user:
            abort(401)
"""
_BASE = _MIDDLEWARE.format(listed='"/health"', asked='"/api/"')

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ10",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "one more open address in the list",
            base=_BASE,
            head=_MIDDLEWARE.format(listed='"/health", "/orders"', asked='"/api/"'),
            finds=((1, "no longer asks for a caller at `/orders`"),),
        ),
        Example(
            "a longer prefix reaches fewer addresses",
            base=_BASE,
            head=_MIDDLEWARE.format(listed='"/health"', asked='"/api/v1/"'),
            finds=((8, "at `/api/`"),),
        ),
        Example(
            "a hook lets one more prefix pass",
            base=_HOOK.format(passed='request.path.startswith("/public")'),
            head=_HOOK.format(passed='request.path.startswith(("/public", "/export"))'),
            finds=((3, "at `/export`"),),
        ),
        Example(
            "a shorter prefix reaches more addresses",
            base=_BASE,
            head=_MIDDLEWARE.format(listed='"/health"', asked='"/"'),
        ),
        Example(
            "an address that is expected to be open",
            base=_BASE,
            head=_MIDDLEWARE.format(listed='"/health", "/metrics", "/api/auth/login"', asked='"/api/"'),
        ),
        Example(
            "below a prefix that was open",
            base=_HOOK.format(passed='request.path.startswith("/shop/")'),
            head=_HOOK.format(passed='request.path.startswith(("/shop/", "/shop/export"))'),
        ),
        Example(
            "fewer open addresses",
            base=_HOOK.format(passed='request.path in ("/shop", "/export")'),
            head=_HOOK.format(passed='request.path in ("/shop",)'),
        ),
        Example(
            "a path of a file",
            base='def load(path):\n    if not path.startswith("/srv"):\n        raise ValueError\n    return path\n',
            head='def load(path):\n    if not path.startswith(("/srv", "/opt")):\n        raise ValueError\n'
            "    return path\n",
        ),
        Example(
            "a list of something else",
            base='OPEN_ORDERS = ["new"]\n',
            head='OPEN_ORDERS = ["new", "paid"]\n',
        ),
    ),
)
