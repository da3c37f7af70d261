"""An endpoint is gone, or answers under another path or method.

A path and method that callers could ask are bound to nothing in the changed files any more.

Why it matters:
    Whoever asks them gets "not found" from the moment of the deployment.

Instead:
    Keep the old path beside the new one until nobody asks it, or answer it with a redirect.

What it does not see:
    Prefixes that a router or an include puts in front; paths that an unchanged file binds as well; who asks.

Sources:
    Catalogue AP05; RFC 8594, the Sunset header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.declarations.pairs import is_read
from checks.declarations.routes import Route, routes_at_head, routes_of
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side, Source
from checks.kit.sentence import Sentence, at_base, code, quote

_INTERNAL = re.compile(r"^/?(_|internal|debug|test|dev|healthz?|metrics)")
_MANY = 4
"""From so many routes of one file on, they are told together."""

_PARAMETER = re.compile(r"<[^>]*>|\{[^}]*\}|\(\?P<\w+>[^)]*\)|:\w+")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every route of the base that no changed file binds at head."""
    if not is_read(change) or change.base is None:
        return
    bound = change.within.ask(routes_at_head)
    known = {(verbs, _plain(path)) for verbs, path in bound}
    paths = {path for _, path in known}
    heads = {route.name: route for route in routes_of(change.within, change.head) if route.function is not None}
    included = _new_includes(change)
    lost: list[Route] = []
    for route in routes_of(change.within, change.base):
        mark = (route.verbs, _plain(route.mark[1]))
        if mark in known or _is_hidden(route) or (not route.verbs and mark[1] in paths):
            continue
        if any(route.verbs <= verbs and path == mark[1] for verbs, path in known):
            continue
        if route.function is None and any(mark[1] == prefix or mark[1].startswith(f"{prefix}/") for prefix in included):
            continue  # what is included there may bind it
        lost.append(route)
    if len(lost) >= _MANY:
        yield _told(change, lost[0], heads.get(lost[0].name), lost[1:])
        return
    for route in lost:
        yield _told(change, route, heads.get(route.name), [])


def _new_includes(change: Change) -> frozenset[str]:
    """Addresses of a table below which the head includes more than the base did."""
    base, head = (_includes(change, source) for source in (change.base, change.head))
    return head - base - {""}


def _includes(change: Change, source: Source | None) -> frozenset[str]:
    return frozenset(
        _plain(route.path)
        for route in routes_of(change.within, source)
        if route.function is None and route.name.startswith("include(")
    )


def _plain(path: str) -> str:
    """The path with its parameters blanked: their names are the house's business."""
    return _PARAMETER.sub("{}", path).strip("/^$")


def _is_hidden(route: Route) -> bool:
    shown = route.options.get("include_in_schema")
    return bool(_INTERNAL.match(route.path)) or (shown is not None and getattr(shown, "value", True) is False)


def _told(change: Change, route: Route, now: Route | None, more: list[Route]) -> Hit:
    path = _shown(route)
    moved = now is not None
    others = f" With it went {len(more)} more: {', '.join(_shown(other) for other in more[:12])}." if more else ""
    says = Sentence(
        kind=Kind.CHANGED if moved else Kind.LOST,
        symbol=route.name if route.function is not None else None,
        fact=f"endpoint {path}",
        title=f"{code(path)} {f'is {code(_shown(now))} now' if now is not None else 'is no longer bound'}",
        message=f"Callers that ask it get an error.{others}",
        confidence=0.65 if route.function is not None else _computed(change),
    )
    evidence = () if now is None else (quote(change, Side.RIGHT, now.node, "now"),)
    return at_base(change, route.node, says, *evidence)


def _computed(change: Change) -> float:
    """A table that now includes more may bind the path there."""
    base = change.base.text.count("include(") if change.base else 0
    return 0.45 if change.head is not None and change.head.text.count("include(") > base else 0.55


def _shown(route: Route) -> str:
    return f"{' '.join(sorted(route.verbs))} {route.path}".strip()


_ROUTE = """
    @router.{verb}("{path}")
    def {name}(id: int):
        return load(id)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AP05",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the route is gone",
            base=_ROUTE.format(verb="get", path="/orders/{id}", name="read_order"),
            head="def read_order(id: int):\n    return load(id)\n",
            finds=((1, "`GET /orders/{id}` is no longer bound"),),
        ),
        Example(
            "another path",
            base=_ROUTE.format(verb="get", path="/orders/{id}", name="read_order"),
            head=_ROUTE.format(verb="get", path="/purchases/{id}", name="read_order"),
            finds=((1, "is `GET /purchases/{id}` now"),),
        ),
        Example(
            "the function has another name",
            base=_ROUTE.format(verb="get", path="/orders/{id}", name="read_order"),
            head=_ROUTE.format(verb="get", path="/orders/{id}", name="show_order"),
        ),
        Example(
            "the parameter has another name",
            base=_ROUTE.format(verb="get", path="/orders/{id}", name="read_order"),
            head=_ROUTE.format(verb="get", path="/orders/{order_id}/", name="read_order"),
        ),
        Example(
            "the route moved to another file",
            base={
                "shop/orders.py": _ROUTE.format(verb="get", path="/orders/{id}", name="read_order"),
                "shop/api.py": "X = 1\n",
            },
            head={
                "shop/orders.py": "X = 1\n",
                "shop/api.py": _ROUTE.format(verb="get", path="/orders/{id}", name="read_order"),
            },
        ),
        Example(
            "what was named one by one is included",
            path="shop/urls.py",
            base="urlpatterns = [path('orders/add/', add), path('orders/old/', old)]\n",
            head="urlpatterns = [path('orders/', include(orders_urls))]\n",
        ),
        Example(
            "what is included was included before",
            path="shop/urls.py",
            base="urlpatterns = [path('orders/add/', add), path('orders/', include(orders_urls))]\n",
            head="urlpatterns = [path('orders/', include(orders_urls))]\n",
            finds=((1, "`orders/add/` is no longer bound"),),
        ),
        Example(
            "an internal path",
            base=_ROUTE.format(verb="get", path="/internal/orders/{id}", name="read_order"),
            head="X = 1\n",
        ),
    ),
)
