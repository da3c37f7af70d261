"""Guards written into queries: predicates, restricting methods, row locks, conflict clauses."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from checks.kit.index import dotted
from checks.ledger.canon import identifiers, local_names
from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard
from checks.ledger.extract.position import after
from checks.ledger.unit import Unit
from checks.ledger.words import words

_FILTERS = frozenset(
    {"filter", "get", "exclude", "filter_by", "where", "get_or_create", "update_or_create", "get_object_or_404",
     "get_list_or_404", "aget", "first_or_404", "one_or_404", "having", "filter_from"}
)  # fmt: skip
_NOT_QUERIES = frozenset({"os", "environ", "dict", "kwargs", "data", "headers", "params", "config", "settings", "requests", "client", "session", "redis", "cache"})
_LOCKS = frozenset({"select_for_update", "with_for_update", "with_lockmode"})
_CONFLICTS = frozenset({"on_conflict_do_nothing", "on_conflict_do_update", "get_or_create", "update_or_create", "merge"})
_RESTRICTS = re.compile(
    r"^(restrict|restricted|visible|viewable|accessible|permitted|editable|owned|scoped|for_user|for_tenant|for_org\w*|"
    r"for_project|for_workspace|visible_to|accessible_by|accessible_to|by_user|limit_to|filter_by_(user|owner|org\w*|permission\w*))"
)
_TENANT = frozenset("tenant organization organisation org workspace project team company household account group site".split())
_OWNER = frozenset("owner user creator created member members permission permissions access role visibility restricted private public".split())
_STATE = frozenset("status state deleted archived active enabled published draft closed hidden blocked cancelled visible".split())
_ROWS = frozenset({"pk", "id", "uuid", "slug", "name", "code", "key"})


def find_queries(unit: Unit) -> Iterator[Guard]:
    """Every guard that stands in a query of a function or a class body."""
    local = local_names(unit.node) if unit.is_function else frozenset()
    for node in unit.nodes:
        if isinstance(node, ast.Call):
            yield from _of_call(unit, node, local)


def _of_call(unit: Unit, node: ast.Call, local: frozenset[str]) -> Iterator[Guard]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else dotted(node.func)
    root = query_root(node)
    if name in _LOCKS:
        strict = frozenset(f"{k.arg}={ast.unparse(k.value)}" for k in node.keywords)
        yield replace(_guard(Family.LOCK, Form.ROW_LOCK, "row lock", node, node, "", strict), protects=after(unit, node), subject="")
    elif name in _CONFLICTS and isinstance(node.func, ast.Attribute):
        family = Family.IDEMPOTENCY
        yield _guard(family, Form.PREDICATE, name, node, node, root, frozenset(), weight=1.0)
    elif isinstance(node.func, ast.Attribute) and _RESTRICTS.search(name):
        strict = frozenset(ast.unparse(argument) for argument in node.args)
        yield _guard(Family.AUTHORIZATION, Form.PREDICATE, name, node, node, root, strict, weight=1.05)
    if name in _FILTERS and root.partition(".")[0] not in _NOT_QUERIES:
        yield from _predicates(node, name, root, local)


def _predicates(node: ast.Call, name: str, root: str, local: frozenset[str]) -> Iterator[Guard]:
    del local
    for keyword in node.keywords:
        if keyword.arg is None:
            continue
        family = predicate_family(keyword.arg)
        if family is None or (name == "exclude" and family is Family.TENANT_SCOPE):
            continue
        yield _guard(family, Form.PREDICATE, _path(keyword.arg), keyword.value, _with_lines(keyword), root, frozenset({ast.unparse(keyword.value)}))
    for argument in node.args:
        yield from _conditions(argument, root)


def _conditions(argument: ast.expr, root: str) -> Iterator[Guard]:
    """`Model.org_id == x`, `Q(org=x) & …`, `and_(…)`: each comparison or keyword is a predicate."""
    for inner in ast.walk(argument):
        match inner:
            case ast.Compare(left=left, ops=[_], comparators=[right]):
                attribute = next((side for side in (left, right) if isinstance(side, ast.Attribute)), None)
                named = attribute.attr if attribute is not None else ""
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr=named), attr="is_" | "in_" | "isnot" | "is_not" | "notin_" | "not_in")):
                pass
            case ast.Call(func=ast.Name(id="Q")):
                for keyword in inner.keywords:
                    if keyword.arg and (family := predicate_family(keyword.arg)) is not None:
                        yield _guard(family, Form.PREDICATE, _path(keyword.arg), keyword.value, _with_lines(keyword), root, frozenset())
                continue
            case ast.UnaryOp(op=ast.Invert(), operand=ast.Attribute(attr=named)):
                pass
            case _:
                continue
        family = predicate_family(named) if named else None
        if family is not None:
            yield _guard(family, Form.PREDICATE, _path(named), inner, inner, root, frozenset({ast.unparse(inner)}))


def predicate_family(path: str) -> Family | None:
    """The family of a lookup path such as `project__workspace_id` or `is_deleted`."""
    heard = set(words(path))
    if heard & _STATE:
        return Family.VISIBILITY if heard & {"deleted", "archived", "hidden", "published", "visible", "draft"} else Family.STATE
    if heard & _TENANT:
        return Family.TENANT_SCOPE
    if heard & _OWNER:
        return Family.AUTHORIZATION
    return None


def _path(path: str) -> str:
    """`workspace__slug` and `workspace_id` and `workspace` filter by the same thing."""
    parts = [part for part in path.split("__") if part not in {"in", "exact", "iexact", "isnull", "gte", "lte", "gt", "lt", "contains", *_ROWS}]
    tail = parts[-1] if parts else path
    for ending in ("_id", "_pk", "_slug", "_uuid"):
        tail = tail.removesuffix(ending)
    return tail


def query_root(node: ast.AST) -> str:
    """What is queried: the model at the root of a chain, or the first argument of `select`, `query`."""
    while True:
        match node:
            case ast.Call(func=ast.Attribute(attr="query" | "select" | "get"), args=[ast.Name(id=name), *_]) if name[:1].isupper():
                return name
            case ast.Call(func=ast.Name(id="select" | "update" | "delete" | "insert" | "get_object_or_404" | "get_list_or_404"), args=[first, *_]):
                return dotted(first).partition(".")[0] or query_root(first)
            case ast.Call(func=func):
                node = func
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=attr):
                return f"super.{attr}"
            case ast.Attribute(value=value, attr=attr) if isinstance(value, ast.Name) and value.id in {"self", "cls", "db", "g"}:
                return f"{value.id}.{attr}"
            case ast.Attribute(value=value):
                node = value
            case ast.Await(value=value) | ast.Subscript(value=value):
                node = value
            case ast.Name(id=name):
                return name
            case _:
                return ""


def _with_lines(keyword: ast.keyword) -> ast.AST:
    return keyword


def _guard(
    family: Family,
    form: Form,
    key: str,
    node: ast.AST,
    at: ast.AST,
    root: str,
    strict: frozenset[str],
    *,
    weight: float = 1.0,
) -> Guard:
    return Guard(
        family=family,
        form=form,
        key=f"{key} on {root}" if form is not Form.ROW_LOCK else key,
        tokens=identifiers(node) | {key},
        label=" ".join(ast.unparse(at).split())[:120] if not isinstance(at, ast.keyword) else f"{at.arg}={ast.unparse(at.value)}"[:120],
        node=at,
        fact=f"{form} {key}",
        protects=(),
        subject=f"query {root}",
        strictness=strict,
        weight=weight,
    )
