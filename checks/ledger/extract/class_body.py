"""Guards that a class declares: attributes such as `permission_classes`, and mixins among its bases."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit.index import callee, dotted
from checks.ledger.canon import identifiers
from checks.ledger.extract.decorators import decorator_family
from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard
from checks.ledger.unit import Unit
from checks.ledger.words import family_of

_LISTS: dict[str, Family] = {
    "permission_classes": Family.AUTHORIZATION,
    "authentication_classes": Family.AUTHENTICATION,
    "throttle_classes": Family.RATE_LIMIT,
    "permission_required": Family.AUTHORIZATION,
    "permission_required_for_object": Family.AUTHORIZATION,
    "additional_permissions": Family.AUTHORIZATION,
    "required_permissions": Family.AUTHORIZATION,
    "rbac_permissions": Family.AUTHORIZATION,
    "rbac_object_permissions": Family.AUTHORIZATION,
    "permissions": Family.AUTHORIZATION,
    "required_scopes": Family.AUTHORIZATION,
    "throttle_scope": Family.RATE_LIMIT,
    "decorators": Family.AUTHORIZATION,
    "method_decorators": Family.AUTHORIZATION,
    "auto_permission_message": Family.AUTHORIZATION,
}
_BASE = re.compile(
    r"(LoginRequired|PermissionRequired|UserPassesTest|StaffRequired|SuperuserRequired|AdminRequired|AccessMixin|"
    r"Permission|Protected|RequireUser|RequireAdmin|RequireLogin|Throttl|RateLimit|Restricted|Authenticated|Auditable|"
    r"ChangeLog|SoftDelete|TenantScoped|OrganizationScoped)\w*"
)
_GETTERS = {
    "get_permissions": "permission_classes",
    "get_authenticators": "authentication_classes",
    "get_throttles": "throttle_classes",
}
_PUBLIC = frozenset({"AllowAny", "[]", "()", "None", "''"})


def find_class_guards(unit: Unit) -> Iterator[Guard]:
    """The guards of a class unit; nothing for functions and modules."""
    if not isinstance(unit.node, ast.ClassDef):
        yield from _of_getter(unit)
        return
    body = tuple(unit.node.body)
    for stmt in unit.own:
        target, value = _assigned(stmt)
        if value is not None and not _is_switch(value) and (family := _family(target)) is not None:
            yield from _items(family, target, value, body)
    for base in unit.node.bases:
        name = dotted(base).rpartition(".")[2]
        if _BASE.search(name) and not name.endswith(("Permission", "Permissions", "Throttle")):
            family = family_of(name) or Family.AUTHORIZATION
            yield _guard(family, Form.BASE, f"base {name}", base, f"class {unit.node.name}({name})", body)


def _of_getter(unit: Unit) -> Iterator[Guard]:
    """`def get_permissions(self): return [IsOwner()]` says the same as the attribute."""
    attribute = _GETTERS.get(unit.name.rpartition(".")[2], "") if unit.class_name else ""
    if not attribute:
        return
    for node in unit.nodes:
        if isinstance(node, ast.Return) and isinstance(node.value, ast.List | ast.Tuple):
            for item in node.value.elts:
                made = item.func if isinstance(item, ast.Call) else item
                yield from _items(_LISTS[attribute], attribute, made, tuple(unit.own))


def _assigned(stmt: ast.stmt) -> tuple[str, ast.expr | None]:
    match stmt:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            return name, value
        case _:
            return "", None


def _is_switch(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not isinstance(value.value, str)


def _family(name: str) -> Family | None:
    known = _LISTS.get(name)
    if known is not None:
        return known
    if name.endswith(("_permission", "_permissions", "_permission_classes", "permission_class")):
        return Family.AUTHORIZATION
    return None


def _items(family: Family, name: str, value: ast.expr, body: tuple[ast.stmt, ...]) -> Iterator[Guard]:
    for item in _elements(value):
        text = ast.unparse(item)
        if dotted(item).rpartition(".")[2] in _PUBLIC or text in _PUBLIC:
            continue
        if isinstance(item, ast.Attribute) and item.attr == name:
            continue  # `decorators = Base.decorators + [...]`: what is inherited stays inherited
        own = _family_of_item(family, name, text, item)
        yield _guard(own, Form.CLASS_ATTRIBUTE, f"{name}: {text}", item, f"{name} = … {text}", body)


def _family_of_item(family: Family, name: str, text: str, item: ast.expr) -> Family:
    if family is not Family.AUTHORIZATION:
        return family
    if name.endswith("decorators"):
        chain = callee(item)
        return decorator_family(chain) or family
    if "IsAuthenticated" in text:
        return Family.AUTHENTICATION
    return Family.RATE_LIMIT if family_of(*identifiers(item)) is Family.RATE_LIMIT else family


def _elements(value: ast.expr) -> Iterator[ast.expr]:
    match value:
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            for item in items:
                yield from _elements(item)
        case ast.BinOp(left=left, op=ast.Add() | ast.BitAnd(), right=right):
            yield from _elements(left)
            yield from _elements(right)
        case ast.Dict(keys=keys, values=values):
            for key, inner in zip(keys, values, strict=True):
                if key is not None:
                    yield ast.copy_location(ast.Tuple([key, inner], ast.Load()), key)
        case ast.Starred():
            return
        case _:
            yield value


def _guard(family: Family, form: Form, key: str, node: ast.AST, label: str, body: tuple[ast.stmt, ...]) -> Guard:
    return Guard(
        family=family,
        form=form,
        key=key,
        tokens=identifiers(node),
        label=label,
        node=node,
        fact=key,
        protects=body,
        strictness=frozenset({ast.unparse(node)}),
    )
