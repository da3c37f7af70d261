"""Entry points of a Python file: where the world calls in. Routes, views, tasks, webhooks, resolvers, commands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import Enum

from checks.declarations.routes import routes_of
from checks.kit import ChangeSet, Source
from checks.kit.index import dotted
from checks.ledger.unit import Unit

_ASKED = frozenset("mutation query subscription api_view webhook".split())
_RUN = frozenset("task shared_task periodic_task actor job cron receiver subscribe subscriber consumer command".split())
_VIEW_BASE = re.compile(r"(View|ViewSet|Viewset|Resource|MethodView|HTTPEndpoint|RequestHandler|Mutation|Consumer)$")
_HANDLERS = frozenset(
    "get post put patch delete head options list create retrieve update partial_update destroy mutate handle "
    "on_get on_post on_put on_patch on_delete receive receive_json".split()
)
_REQUEST = frozenset({"request", "req"})
_VIEW_FILE = re.compile(r"(^|/)(views|api|routes|endpoints|webhooks|handlers|controllers)(/|\.py$|_\w+\.py$)")


class Callers(Enum):
    """Who calls in: somebody with a request, or anybody, a queue and a clock included."""

    REQUESTS = "requests"
    ANYBODY = "anybody"


def entry_points(changes: ChangeSet, source: Source, units: dict[str, Unit], callers: Callers) -> Iterator[Unit]:
    """The units of a file that are called from outside.

    A class-based view counts by its handlers; by itself only where it declares none (a plain ModelViewSet).
    """
    bound = {route.name for route in routes_of(changes, source)}
    views = {name: unit for name, unit in units.items() if _is_view_class(unit)}
    handled: set[str] = set()
    for name, unit in units.items():
        owner = name.rpartition(".")[0]
        if not unit.is_function:
            continue
        if (
            (owner in views and name.rpartition(".")[2] in _HANDLERS)
            or name in bound
            or _is_decorated(unit, callers)
            or _is_function_view(unit, owner)
        ):
            handled.add(owner)
            yield unit
    yield from (unit for name, unit in views.items() if name not in handled)


def _is_view_class(unit: Unit) -> bool:
    """By the name of a base; or by its own, where it has a base of the house."""
    node = unit.node
    if not isinstance(node, ast.ClassDef) or not node.bases:
        return False
    return any(_VIEW_BASE.search(name) for name in (node.name, *(dotted(_plain(base)) for base in node.bases)))


def _is_decorated(unit: Unit, callers: Callers) -> bool:
    node = unit.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    names = (dotted(_plain(decorator)).rpartition(".")[2] for decorator in node.decorator_list)
    called = _ASKED if callers is Callers.REQUESTS else _ASKED | _RUN
    return any(name in called for name in names)


def _is_function_view(unit: Unit, owner: str) -> bool:
    """Django's plain views: a public function of a views file that takes the request first."""
    node = unit.node
    if owner or unit.name.startswith("_") or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    arguments = (*node.args.posonlyargs, *node.args.args)
    return bool(arguments) and arguments[0].arg in _REQUEST and bool(_VIEW_FILE.search(unit.source.path))


def _plain(node: ast.expr) -> ast.expr:
    """`Base[Model]` and `decorator(…)` without what they carry."""
    while isinstance(node, ast.Subscript | ast.Call):
        node = node.value if isinstance(node, ast.Subscript) else node.func
    return node
