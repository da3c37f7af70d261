"""Middleware of the settings that refuses callers before any view runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator

from checks.kit.index import callee
from checks.ledger.family import Family
from checks.ledger.gains import Cover
from checks.ledger.guard import Form, Guard
from checks.ledger.project import in_project, settings_modules
from checks.ledger.unit import Unit, units_of

_SIGN_IN = "django.contrib.auth.middleware.LoginRequiredMiddleware"
_NAMES = frozenset({"MIDDLEWARE", "MIDDLEWARE_CLASSES"})
_REFUSING = frozenset({Form.EXIT, Form.CALL})
_OF_CALLERS = frozenset({Family.AUTHENTICATION, Family.AUTHORIZATION, Family.SIGNATURE})
_ASKS_WHERE = re.compile(
    r"\.(path|path_info|url_name|view_name|resolver_match|endpoint)\b|\bresolve\(|view_func|getattr\("
)
"""What lets some addresses through: then nobody knows from here whether this view is among them."""
_EXEMPT = re.compile(r"not_required|public|anonymous|(skip|no|without)_auth|(auth|login)_exempt|exempt_\w*(auth|login)")


def middleware_covers(unit: Unit, guards: Callable[[Unit], Iterable[Guard]]) -> Iterator[Cover]:
    """Guards of callers that stand before every view of the project; unproven where some addresses pass them."""
    if any(_EXEMPT.search(name) for name in _decorators(unit)):
        return
    for settings in settings_modules(unit):
        found = list(_listed(settings))
        for item in found:
            if item.value == _SIGN_IN:
                yield Cover(_sign_in(item), settings, proven=True)
            elif not str(item.value).startswith("django."):
                yield from _of_the_house(unit, str(item.value), guards)
        if found:
            return


def _decorators(unit: Unit) -> list[str]:
    nodes = [] if isinstance(unit.node, ast.Module) else unit.node.decorator_list
    return [callee(node) for node in nodes]


def _listed(settings: Unit) -> Iterator[ast.Constant]:
    """The texts of `MIDDLEWARE`, and of what is added to it."""
    for stmt in settings.own:
        match stmt:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in _NAMES:
                pass
            case ast.AugAssign(target=ast.Name(id=name), value=value) if name in _NAMES:
                pass
            case _:
                continue
        items = (node for node in ast.walk(value) if isinstance(node, ast.Constant))
        yield from (item for item in items if isinstance(item.value, str))


def _of_the_house(unit: Unit, name: str, guards: Callable[[Unit], Iterable[Guard]]) -> Iterator[Cover]:
    module, _, last = name.rpartition(".")
    found = in_project(unit, module) if module else None
    if found is None:
        return
    for own in units_of(found.source, found.view).values():
        if own.is_function and last in {own.name, own.class_name}:
            for guard in guards(own):
                if guard.family in _OF_CALLERS and guard.form in _REFUSING:
                    yield Cover(guard, own, proven=not _ASKS_WHERE.search(own.text))


def _sign_in(item: ast.Constant) -> Guard:
    return Guard(
        family=Family.AUTHENTICATION,
        form=Form.ROUTER_DEPENDENCY,
        key="middleware LoginRequiredMiddleware",
        tokens=frozenset({"LoginRequiredMiddleware"}),
        label="MIDDLEWARE = … LoginRequiredMiddleware",
        node=item,
        fact="middleware LoginRequiredMiddleware",
    )
