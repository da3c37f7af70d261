"""Entry points that a decorator or a table of addresses binds to a path."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from msgspec import Struct

from checks.declarations.pairs import is_read
from checks.kit import Change, ChangeSet, Source
from checks.kit.files import language
from checks.kit.index import Function, dotted

_VERBS = {
    "get": frozenset({"GET"}),
    "post": frozenset({"POST"}),
    "put": frozenset({"PUT"}),
    "patch": frozenset({"PATCH"}),
    "delete": frozenset({"DELETE"}),
    "head": frozenset({"HEAD"}),
    "options": frozenset({"OPTIONS"}),
    "websocket": frozenset({"WEBSOCKET"}),
}
_NAMED = frozenset({"route", "api_route", "api_operation", "add_url_rule"})
_ACTION = frozenset({"action", "list_route", "detail_route"})
_TABLES = frozenset({"path", "re_path", "url"})
_NO_ROUTERS = frozenset(
    {"mock", "patch", "requests", "httpx", "client", "session", "respx", "responses", "cache", "os"}
)


class Route(Struct, frozen=True, eq=False, dict=True):
    """One path bound to one function.

    Attributes:
        name: qualified name of the function; of a table of addresses, the text of the view.
        verbs: HTTP methods in capitals; empty when nothing says.
        path: as written, without what a router puts in front; "" when it is computed.
        options: keyword -> value of the decorator.
        node: the decorator, or the entry of the table.
        function: what is bound; None in a table of addresses.
    """

    name: str
    verbs: frozenset[str]
    path: str
    options: Mapping[str, ast.expr]
    node: ast.Call
    function: Function | None

    @property
    def mark(self) -> tuple[frozenset[str], str]:
        """What callers know it by: methods and path, however the path spells its slashes and parameters."""
        return self.verbs, self.path.strip("/^$")


def routes_of(changes: ChangeSet, source: Source | None) -> tuple[Route, ...]:
    """The routes of one file, in source order; none of a file that is not Python."""
    if source is None or language(source.path) != "python":
        return ()
    return changes.remember((routes_of, source), lambda: tuple(_read(source)))


def routes_at_head(changes: ChangeSet) -> frozenset[tuple[frozenset[str], str]]:
    """The marks of all routes in the changed files of the head."""
    return frozenset(route.mark for change in changes if is_read(change) for route in routes_of(changes, change.head))


def route_pairs(change: Change) -> Iterator[tuple[Route, Route]]:
    """Routes whose function stands on both sides under one name, matched by path, else by order."""
    head: dict[str, list[Route]] = {}
    for route in routes_of(change.within, change.head):
        if route.function is not None:
            head.setdefault(route.name, []).append(route)
    for route in routes_of(change.within, change.base):
        candidates = head.get(route.name, ()) if route.function is not None else ()
        same = [other for other in candidates if other.mark == route.mark]
        if same or candidates:
            yield route, (same or list(candidates))[0]


def _read(source: Source) -> Iterator[Route]:
    for node, name in source.index.names.items():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                route = _of_decorator(name, node, decorator)
                if route is not None:
                    yield route
    for call in source.index.all(ast.Call):
        if dotted(call.func).rpartition(".")[2] in _TABLES and len(call.args) >= 2:
            yield Route(_view(call.args[1]), frozenset(), _text(call.args[0]), {}, call, None)


def _of_decorator(name: str, node: Function, decorator: ast.expr) -> Route | None:
    if not isinstance(decorator, ast.Call):
        return None
    chain = dotted(decorator.func)
    holder, _, last = chain.rpartition(".")
    options = {keyword.arg: keyword.value for keyword in decorator.keywords if keyword.arg}
    if last in _ACTION and not holder:
        path = _text(options["url_path"]) if "url_path" in options else node.name
        return Route(name, _methods(options) or frozenset({"GET"}), path, options, decorator, node)
    if not holder or holder.rpartition(".")[2] in _NO_ROUTERS:
        return None
    first = decorator.args[0] if decorator.args else options.get("path") or options.get("rule")
    if first is None or (last not in _VERBS and last not in _NAMED):
        return None
    verbs = _VERBS.get(last) or _methods(options) or frozenset({"GET"})
    return Route(name, verbs, _text(first), options, decorator, node)


def _methods(options: Mapping[str, ast.expr]) -> frozenset[str]:
    value = options.get("methods")
    items = value.elts if isinstance(value, ast.List | ast.Tuple | ast.Set) else ()
    return frozenset(_text(item).upper() for item in items)


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ast.unparse(node)


def _view(node: ast.expr) -> str:
    return ast.unparse(node)
