"""What a router, its includes and the hooks of its application demand of every route that is registered on it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import cast

from checks.kit import Source
from checks.kit.index import callee, dotted
from checks.ledger.guard import Form, Guard
from checks.ledger.unit import Unit, units_of

_HOOKS = frozenset({"before_request", "before_app_request", "middleware", "on_request"})
_INCLUDES = frozenset({"include_router", "register_blueprint", "add_router", "mount", "add_subapp", "include"})
_WRITTEN_OUT = frozenset({Form.EXIT, Form.CALL})
_WHERE = ("__init__.py", "main.py", "app.py", "api.py", "router.py", "routers.py", "routes.py", "urls.py", "server.py")
_HIGHEST = 3  # folders above the route's own
_LONGEST_CHAIN = 3  # routers within routers

Read = Callable[[Unit], Iterable[Guard]]


def router_guards(head: Unit, guards: Read) -> Iterator[tuple[Unit, Guard]]:
    """Dependencies of the router or blueprint that the unit is registered on, and hooks that run before it.

    Includes are read in the same file, and in the files where applications are put together: those of the usual
    names in the folder of the unit and above.
    """
    decorators = head.node.decorator_list if isinstance(head.node, ast.FunctionDef | ast.AsyncFunctionDef) else []
    routers = {
        dotted(decorator.func).partition(".")[0]
        for decorator in decorators
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)
    }
    if routers:
        yield from _in_file(head.source, head, frozenset(routers), guards)
        for source, names in _includers(head, frozenset(routers)):
            yield from _in_file(source, head, names, guards)


def _in_file(source: Source, head: Unit, names: frozenset[str], guards: Read) -> Iterator[tuple[Unit, Guard]]:
    """Guards that this file gives to the routers `names`, and to the routers that include them."""
    routers = _with_holders(source, names)
    for unit in units_of(source, head.view).values():
        if unit is head:
            continue
        for guard in guards(unit):
            if guard.form is Form.ROUTER_DEPENDENCY and routers & _names_of_its_call(unit, guard):
                yield unit, guard
        if unit.is_function and _is_hook_of(unit, routers):
            yield from ((unit, guard) for guard in guards(unit) if guard.form in _WRITTEN_OUT)


def _with_holders(source: Source, names: frozenset[str]) -> frozenset[str]:
    """`names`, and what includes them: `api` after `api.include_router(orders)`."""
    for _ in range(_LONGEST_CHAIN):
        more = {holder for holder, included, _ in _inclusions(source) if included in names}
        if more <= names:
            break
        names |= more
    return names


def _inclusions(source: Source) -> Iterator[tuple[str, str, ast.expr]]:
    """Who includes whom: the name of the holder, the dotted name or text of what is included, and its node."""
    for call in source.index.all(ast.Call):
        holder, _, verb = dotted(call.func).rpartition(".")
        if verb in _INCLUDES and holder:
            for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
                name = argument.value if isinstance(argument, ast.Constant) else dotted(argument)
                if isinstance(name, str) and name:
                    yield holder.partition(".")[0], name, argument


def _includers(head: Unit, routers: frozenset[str]) -> tuple[tuple[Source, frozenset[str]], ...]:
    """Other files that include these routers, with the names that they have there."""
    key = ("includers", head.source, routers)
    if key not in head.view.memory:
        head.view.memory[key] = tuple(_find_includers(head, routers))
    return cast("tuple[tuple[Source, frozenset[str]], ...]", head.view.memory[key])


def _find_includers(head: Unit, routers: frozenset[str]) -> Iterator[tuple[Source, frozenset[str]]]:
    module = _module_parts(head.source.path)
    for path in _where_applications_are_made(head):
        source = head.view.read(path)
        if source is None or source is head.source or not any(verb in source.text for verb in _INCLUDES):
            continue
        wanted = {
            name
            for _, name, node in _inclusions(source)
            if _is_of(module, routers, name if isinstance(node, ast.Constant) else source.index.origin(node))
        }
        if wanted:
            yield source, frozenset(wanted)


def _where_applications_are_made(head: Unit) -> Iterator[str]:
    folders = [PurePosixPath(head.source.path).parent, *PurePosixPath(head.source.path).parent.parents]
    for folder in folders[: _HIGHEST + 1]:
        name = "" if folder.as_posix() == "." else folder.as_posix()
        there = set(head.view.list(name))
        yield from (path for last in _WHERE if (path := (folder / last).as_posix()) in there)


def _is_of(module: tuple[str, ...], routers: frozenset[str], origin: str) -> bool:
    """Whether a dotted origin such as `shop.orders.router` names a router of this module."""
    *parts, last = [part for part in origin.split(".") if part] or [""]
    return last in routers and bool(parts) and module[-len(parts) :] == tuple(parts)


def _module_parts(path: str) -> tuple[str, ...]:
    parts = PurePosixPath(path).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def _names_of_its_call(module: Unit, guard: Guard) -> set[str]:
    """`router = APIRouter(dependencies=…)` gives router, `app.include_router(router, dependencies=…)` as well."""
    names: set[str] = set()
    for parent in module.parents(guard.node):
        if isinstance(parent, ast.Call):
            names.update(dotted(argument) or _text(argument) for argument in parent.args)
        elif isinstance(parent, ast.Assign):
            names.update(dotted(target) for target in parent.targets)
    return names - {""}


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _is_hook_of(unit: Unit, routers: frozenset[str]) -> bool:
    node = unit.node
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and any(
        chain.rpartition(".")[2] in _HOOKS and chain.partition(".")[0] in routers
        for decorator in node.decorator_list
        for chain in [callee(decorator)]
    )
