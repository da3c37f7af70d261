"""Guards written as dependencies: `Depends`, `Security`, `Annotated` aliases, router and app arguments."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from msgspec import Struct

from checks.kit.index import Function, callee, dotted
from checks.ledger.canon import identifiers
from checks.ledger.extract.decorators import decorators_of
from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard, shortened
from checks.ledger.resolve import imported_alias
from checks.ledger.unit import MODULE, Unit
from checks.ledger.words import AUTHENTICATION, AUTHORIZATION, family_of, words

_MARKERS = frozenset({"Depends", "Security"})
_ROUTERS = frozenset(
    {
        "APIRouter",
        "FastAPI",
        "include_router",
        "Router",
        "NinjaAPI",
        "add_router",
        "Mount",
        "Route",
        "Starlette",
        "Application",
        "add_view",
    }
)
_ARGUMENTS = frozenset({"dependencies", "auth", "permissions", "permission_classes", "middleware", "middlewares"})
_ROUTE_ARGUMENTS = frozenset(
    {
        "dependencies", "auth", "permissions", "permission_classes", "permission_required", "extensions",
        "permission", "effective_principals", "require_csrf",
    }
)  # fmt: skip
_BY_THEIR_NAME = frozenset({"middleware", "middlewares", "extensions"})
"""Arguments that hold guards among other things."""
_ENTRY = frozenset(
    {Family.AUTHENTICATION, Family.AUTHORIZATION, Family.SIGNATURE, Family.RATE_LIMIT, Family.TENANT_SCOPE}
)
_FIELDS = re.compile(r"(^|\.)(field|mutation|subscription)$|Field$")
"""Calls that declare a field of a GraphQL type in a class body."""
_ALIAS_LIKE = (
    AUTHENTICATION
    | AUTHORIZATION
    | frozenset("user current dep deps dependency auth require required verified".split())
)
"""Words in the names of `Annotated` aliases that are worth reading another file for."""
_NOT_OF_PROVIDERS = frozenset(
    {None, Family.STATE, Family.VISIBILITY, Family.AUDIT, Family.MONEY, Family.FLAG, Family.IDEMPOTENCY}
)
_REFUSES = re.compile(r"^_*(require|ensure|enforce|verify|check|assert|forbid|must|guard|only)(s|d)?(_|$|[A-Z])")
"""Names of providers that are there to refuse: `require_feature_enabled`."""
_IDENTITY = frozenset({"user", "principal", "actor", "claims", "identity", "caller", "requester"})


class _Place(Struct, frozen=True):
    """Where a dependency is written (`node`), its `Depends` call, and what it protects."""

    node: ast.AST
    marker: ast.AST
    body: tuple[ast.stmt, ...]
    subject: str = ""
    argument: str = ""


def find_dependencies(unit: Unit) -> Iterator[Guard]:
    """Dependencies of a route function, and those that routers and applications give to all routes."""
    if unit.is_function:
        yield from _of_parameters(unit)
    yield from _of_route(unit)
    yield from _of_routers(unit)


def dependencies_of(unit: Unit) -> Iterator[tuple[ast.arg, str]]:
    """Each parameter that a provider fills, with the dotted name of the provider."""
    if isinstance(unit.node, ast.FunctionDef | ast.AsyncFunctionDef):
        for argument, default in _parameters(unit.node):
            marker = _marker(default) or _in_annotation(unit, argument.annotation)
            if isinstance(marker, ast.Call) and marker.args:
                provider = marker.args[0]
                yield argument, callee(provider)


def _of_parameters(unit: Unit) -> Iterator[Guard]:
    node = unit.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    for argument, default in _parameters(node):
        marker = _marker(default) or _in_annotation(unit, argument.annotation)
        if marker is None:
            continue
        family, provider = _judge(marker)
        if family is not None:
            yield _guard(family, Form.DEPENDENCY, provider, _Place(argument, marker, tuple(node.body)))


def _parameters(node: Function) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    plain = [*node.args.posonlyargs, *node.args.args]
    missing = len(plain) - len(node.args.defaults)
    defaults: list[ast.expr | None] = [*([None] * missing), *node.args.defaults]
    yield from zip(plain, defaults, strict=True)
    yield from zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)


def _marker(node: ast.expr | None) -> ast.expr | None:
    """The `Depends(...)` call, or a bare provider wrapped in one, if `node` is one."""
    if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in _MARKERS:
        return node
    return None


def _in_annotation(unit: Unit, annotation: ast.expr | None) -> ast.expr | None:
    """`Annotated[X, Depends(f)]` in place, or a name that is defined so here or where it is imported from."""
    if annotation is None:
        return None
    if isinstance(annotation, ast.Subscript):
        items = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
        return next((item for item in items if _marker(item) is not None), None)
    name = dotted(annotation)
    if not name or not _ALIAS_LIKE & set(words(name)):
        return None
    value = imported_alias(unit, name)
    if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Tuple):
        return next((item for item in value.slice.elts if _marker(item) is not None), None)
    return None


def _judge(marker: ast.expr) -> tuple[Family | None, ast.expr]:
    """The family of a dependency, and its provider."""
    if not isinstance(marker, ast.Call):
        return None, marker
    provider = (
        marker.args[0] if marker.args else next((k.value for k in marker.keywords if k.arg == "dependency"), marker)
    )
    chain = dotted(provider.func) if isinstance(provider, ast.Call) else dotted(provider)
    if dotted(marker.func).rpartition(".")[2] == "Security":
        return Family.AUTHORIZATION, provider
    named = [chain.rpartition(".")[2], *(_arguments(provider) if isinstance(provider, ast.Call) else ())]
    family = family_of(*named)
    if family in _NOT_OF_PROVIDERS:
        family = Family.AUTHORIZATION if _REFUSES.search(named[0]) else None
    if family is None and _IDENTITY & {word for name in named for word in words(name)}:
        family = Family.AUTHENTICATION
    return family, provider


def _arguments(call: ast.Call) -> list[str]:
    return sorted(identifiers(*call.args, *(keyword.value for keyword in call.keywords)))


def _of_route(unit: Unit) -> Iterator[Guard]:
    """`@router.get("/", dependencies=[Depends(...)])`, `@api.get(auth=...)`."""
    for decorator in decorators_of(unit):
        if isinstance(decorator, ast.Call):
            yield from _of_call(decorator, _ROUTE_ARGUMENTS, Form.DEPENDENCY, tuple(unit.node.body))


def _of_routers(unit: Unit) -> Iterator[Guard]:
    for node in unit.nodes:
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func).rpartition(".")[2]
        if isinstance(unit.node, ast.ClassDef) and _FIELDS.search(name):
            yield from _of_call(node, _ROUTE_ARGUMENTS, Form.DEPENDENCY, ())
        elif name in _ROUTERS or (unit.name == MODULE and name.endswith("Router")):
            where = ast.unparse(node.args[0]) if node.args else ""
            yield from _of_call(node, _ARGUMENTS, Form.ROUTER_DEPENDENCY, (), f"{name} {where}".strip())


def _of_call(
    call: ast.Call, arguments: frozenset[str], form: Form, body: tuple[ast.stmt, ...], where: str = ""
) -> Iterator[Guard]:
    for keyword in call.keywords:
        if keyword.arg not in arguments:
            continue
        items = keyword.value.elts if isinstance(keyword.value, ast.List | ast.Tuple) else [keyword.value]
        for item in items:
            if isinstance(item, ast.Constant) and not _is_named_permission(keyword.arg, item):
                continue
            family, provider = _judge(item) if _marker(item) is not None else (None, item)
            if family is None:
                family = _family_of_item(keyword.arg, item)
            if family is None and keyword.arg in _BY_THEIR_NAME:
                continue
            if family is None or family in _NOT_OF_PROVIDERS:
                family = Family.AUTHORIZATION
            yield _guard(family, form, provider, _Place(item, item, body, where, keyword.arg))


def _is_named_permission(argument: str, value: ast.Constant) -> bool:
    """`permission="close"`, `require_csrf=True` of a Pyramid view."""
    if argument == "require_csrf":
        return value.value is True
    return argument in {"permission", "permission_required"} and bool(value.value)


def _family_of_item(argument: str, item: ast.expr) -> Family | None:
    if argument == "require_csrf":
        return Family.SIGNATURE
    spoken = identifiers(item)
    family = family_of(*spoken)
    if argument not in _BY_THEIR_NAME:
        return family
    if family in _ENTRY:
        return family
    return Family.AUTHENTICATION if any("auth" in words(name) for name in spoken) else None


def _guard(family: Family, form: Form, provider: ast.expr, place: _Place) -> Guard:
    text = ast.unparse(provider)
    named = place.argument and not (isinstance(place.marker, ast.Call) and _marker(place.marker) is not None)
    return Guard(
        family=family,
        form=form,
        key=f"depends {text}",
        tokens=identifiers(provider),
        label=shortened(f"{place.argument}={text}") if named else f"Depends({text})",
        node=place.node,
        fact=f"dependency {text}",
        protects=place.body,
        subject=place.subject,
        strictness=identifiers(place.marker),
    )
