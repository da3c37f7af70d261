"""A route left the router that guarded it.

The router, blueprint or mount that an address was registered on demanded a caller who may pass. The address is
registered elsewhere now, and nothing there, nor in the function, demands it.

Why it matters:
    The function itself did not change, so nobody sees that it opened. Whoever knows the address reaches it.

Instead:
    Register it on the guarded router, or give the function the guard that the router had.

What it does not see:
    Routers that are put together at run time, and includes in files of unusual names.

Sources:
    Catalogue AZ10; OWASP API Security Top 10 2023, API5 Broken Function Level Authorization.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.pairs import is_read
from checks.kit import Action, Change, ChangeSet, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import edited_functions
from checks.ledger.extract import guards_of
from checks.ledger.family import Family
from checks.ledger.guard import Guard
from checks.ledger.pairing import Pair
from checks.ledger.routers import router_guards
from checks.ledger.unit import Unit

_OF_CALLERS = frozenset({Family.AUTHENTICATION, Family.AUTHORIZATION, Family.SIGNATURE})
_ROUTES = frozenset({"Route", "WebSocketRoute"})
_GUARDED = re.compile(r"[Aa]uth|[Ll]ogin|[Pp]ermission|[Ss]ession[Mm]|Require|Admin|Protect")
_ARGUMENTS = frozenset({"middleware", "dependencies"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every function whose router guarded it at base, and for every entry of a table that left its mount."""
    for pair in edited_functions(change):
        guard = _left(pair)
        if guard is not None:
            yield (
                at_head(change, pair.head.node, _says(pair.head.name, guard.label))
                if pair.same_file
                else _moved(pair, guard)
            )
    if is_read(change) and change.base is not None and change.head is not None:
        kept = change.within.ask(_mounted_at_head)
        now = {name: call for name, call, guard in _mounted(change.head) if not guard}
        for name, _, guard in _mounted(change.base):
            if guard and name not in kept and name in now:
                yield at_head(change, now[name], _says(name, guard))


def _moved(pair: Pair, guard: Guard) -> Hit:
    where = next(other for other in pair.change.within if other.head is pair.head.source)
    return at_head(where, pair.head.node, _says(pair.head.name, guard.label))


def _says(name: str, guard: str) -> Sentence:
    return Sentence(
        kind=Kind.LOST,
        symbol=name,
        fact="route left guard",
        title=f"`{name}` is registered where {code(guard)} does not hold",
        message="The function did not change, and callers who were refused reach it.",
        confidence=0.84,
    )


def _left(pair: Pair) -> Guard | None:
    """The guard of the router at base that neither the router at head nor the function itself has."""
    if _registered(pair.base) == _registered(pair.head) and pair.same_file:
        return None
    around = [guard for _, guard in router_guards(pair.base, guards_of) if guard.family in _OF_CALLERS]
    if not around or not _registered(pair.head):
        return None
    others = (*guards_of(pair.head), *(guard for _, guard in router_guards(pair.head, guards_of)))
    if any(guard.family in _OF_CALLERS for guard in others):
        return None
    return around[0]


def _registered(unit: Unit) -> frozenset[str]:
    """Names of the objects whose methods decorate the function."""
    if not isinstance(unit.node, ast.FunctionDef | ast.AsyncFunctionDef):
        return frozenset()
    called = [node.func for node in unit.node.decorator_list if isinstance(node, ast.Call)]
    return frozenset(dotted(func.value) for func in called if isinstance(func, ast.Attribute)) - {""}


def _mounted_at_head(changes: ChangeSet) -> frozenset[str]:
    """Views that a guarded table of the head has."""
    heads = (change.head for change in changes if is_read(change) and change.head is not None)
    return frozenset(name for head in heads for name, _, guard in _mounted(head) if guard)


def _mounted(source: Source) -> Iterator[tuple[str, ast.Call, str]]:
    """View, entry, and the guard that the table or mount around it has, "" for none."""
    for call in source.index.all(ast.Call):
        if dotted(call.func).rpartition(".")[2] in _ROUTES and len(call.args) >= 2 and dotted(call.args[1]):
            own = [_guard_of(call)] if _guard_of(call) else []
            around = [
                guard
                for parent in source.index.parents(call)
                if isinstance(parent, ast.Call) and (guard := _guard_of(parent))
            ]
            yield dotted(call.args[1]), call, next(iter([*own, *around]), "")


def _guard_of(call: ast.Call) -> str:
    values = [ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg in _ARGUMENTS]
    return next((text for text in values if _GUARDED.search(text)), "")


_ROUTERS = """
    guarded = APIRouter(dependencies=[Depends(get_current_user)])
    plain = APIRouter()


    @plain.get("/health")
    def health():
        return "up"


    @{router}.get("/orders"{own})
    def orders(db):
        return db.query(Order).all()
"""
_TABLE = """
    routes = [
        Mount("/admin", routes=[{inside}], middleware=[Middleware(AuthenticationMiddleware)]),
        Route("/health", health),
        {outside}
    ]
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ10",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "from the guarded router to the plain one",
            base=_ROUTERS.format(router="guarded", own=""),
            head=_ROUTERS.format(router="plain", own=""),
            finds=((10, "does not hold"),),
        ),
        Example(
            "out of the guarded mount",
            base=_TABLE.format(inside='Route("/orders", orders)', outside=""),
            head=_TABLE.format(inside="", outside='Route("/admin/orders", orders),'),
            finds=((4, "`orders` is registered where"),),
        ),
        Example(
            "with a guard of its own",
            base=_ROUTERS.format(router="guarded", own=""),
            head=_ROUTERS.format(router="plain", own=", dependencies=[Depends(get_current_user)]"),
        ),
        Example(
            "the guarded router has another name",
            base=_ROUTERS.format(router="guarded", own=""),
            head=_ROUTERS.format(router="guarded", own="").replace("guarded", "members"),
        ),
        Example(
            "from the plain router to the guarded one",
            base=_ROUTERS.format(router="plain", own=""),
            head=_ROUTERS.format(router="guarded", own=""),
        ),
        Example(
            "to another mount that is guarded",
            base=_TABLE.format(inside='Route("/orders", orders)', outside=""),
            head=_TABLE.format(
                inside="",
                outside='Mount("/staff", routes=[Route("/orders", orders)], middleware=[RequireStaff]),',
            ),
        ),
        Example(
            "to a file whose router is included with the guard",
            base={
                "shop/orders.py": _ROUTERS.format(router="guarded", own=""),
                "shop/main.py": "from shop.carts import router\napp.include_router(router)\n",
                "shop/carts.py": "router = APIRouter()\n",
            },
            head={
                "shop/orders.py": 'plain = APIRouter()\n\n\n@plain.get("/health")\ndef health():\n    return "up"\n',
                "shop/main.py": "from shop.carts import router\n"
                "app.include_router(router, dependencies=[Depends(get_current_user)])\n",
                "shop/carts.py": "router = APIRouter()\n\n\n"
                '@router.get("/orders")\ndef orders(db):\n    return db.query(Order).all()\n',
            },
        ),
    ),
)
