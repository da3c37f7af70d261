"""Guards written into queries: predicates, restricting methods, row locks, conflict clauses."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit.index import dotted
from checks.ledger.canon import identifiers
from checks.ledger.extract.position import after
from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard, shortened
from checks.ledger.unit import Unit
from checks.ledger.words import words

_FILTERS = frozenset(
    {
        "filter", "get", "exclude", "filter_by", "where", "get_or_create", "update_or_create", "get_object_or_404",
        "get_list_or_404", "aget", "first_or_404", "one_or_404", "having", "filter_from",
    }
)  # fmt: skip
_CONDITIONED = frozenset({"filter", "where", "having"})
_JOINTS = frozenset({"and_", "or_"})
_NOT_QUERIES = frozenset(
    {
        "os", "environ", "dict", "kwargs", "data", "headers", "params", "config", "settings", "requests", "client",
        "session", "redis", "cache",
    }
)  # fmt: skip
_LOCKS = frozenset({"select_for_update", "with_for_update", "with_lockmode"})
_LOCK_KEYWORDS = frozenset({"with_for_update", "for_update", "select_for_update"})
_CONFLICTS = frozenset(
    {"on_conflict_do_nothing", "on_conflict_do_update", "get_or_create", "update_or_create", "merge"}
)
_RESTRICTS = re.compile(
    r"^(restrict|restricted|visible|viewable|accessible|permitted|editable|owned|scoped|for_user|for_tenant|for_org\w*|"
    r"for_project|for_workspace|visible_to|accessible_by|accessible_to|by_user|limit_to|"
    r"filter_by_(user|owner|org\w*|permission\w*))"
)
_RESTRICTED_ROWS = re.compile(
    r"(^|_)(for_user|for_request|for_owner|owner_aware|visible_to|accessible|permitted|authori[sz]ed)(_|$)"
)
_TENANT = frozenset(
    "tenant organization organisation org workspace project team company household account group site".split()
)
_SMALL = frozenset({"is", "was", "at", "on", "by", "id", "not"})
_OWNER = frozenset(
    "owner user creator created member members permission permissions access role visibility restricted private "
    "public".split()
)
_WHEN = frozenset("at on date datetime time timestamp day since until".split())
_PUBLIC_NAME = re.compile(r"(^|_)public_(\w+_)?(id|ids|pk|key|uuid|name|slug|url|token|ref|code)$")
"""A name for the outside, which hides nothing: `public_primary_key`."""
_STATE = frozenset("status state closed blocked cancelled".split())
_HIDDEN = frozenset(
    "deleted archived hidden published visible draft active enabled disabled revoked suspended removed trashed".split()
)
_LOOKUPS = frozenset(
    {
        "in", "exact", "iexact", "isnull", "gte", "lte", "gt", "lt", "contains",
        "pk", "id", "uuid", "slug", "name", "code", "key",
    }
)  # fmt: skip
_ROOT_FUNCTIONS = re.compile(r"(^|_)(select|update|delete|insert|upsert)$|^get_(object|list)_or_404$")
_ROOT_METHODS = frozenset({"query", "select", "get"})
_LONGEST_WAY = 3  # assignments from a local name back to its model
_HOLDERS = frozenset({"self", "cls", "db", "g"})


def find_queries(unit: Unit) -> Iterator[Guard]:
    """Every guard that stands in a query, of a function or a class body."""
    for node in unit.nodes:
        if isinstance(node, ast.Call):
            yield from _of_call(unit, node)


def _of_call(unit: Unit, node: ast.Call) -> Iterator[Guard]:
    is_method = isinstance(node.func, ast.Attribute)
    name = node.func.attr if isinstance(node.func, ast.Attribute) else dotted(node.func)
    root = root_in(unit, node)
    if name in _LOCKS:
        strict = frozenset(f"{k.arg}={ast.unparse(k.value)}" for k in node.keywords)
        yield _lock(unit, node, _guard(Family.LOCK, "row lock", node, root, strict))
    yield from _locks_asked_for(unit, node, root)
    if is_method and name in _CONFLICTS:
        yield _guard(Family.IDEMPOTENCY, name, node, root)
    elif is_method and _RESTRICTS.search(name):
        strict = frozenset(ast.unparse(argument) for argument in node.args)
        yield replace(_guard(Family.AUTHORIZATION, name, node, root, strict), weight=1.05)
    elif not is_method and _RESTRICTED_ROWS.search(name):
        yield replace(_guard(Family.AUTHORIZATION, name, node, root), subject="return")
    if name in _FILTERS and root.partition(".")[0] not in _NOT_QUERIES:
        for guard in _predicates(node, root):
            yield replace(guard, family=Family.STATE) if _is_conditional_update(unit, node, guard) else guard


def _lock(unit: Unit, node: ast.Call, guard: Guard) -> Guard:
    return replace(guard, form=Form.ROW_LOCK, key="row lock", protects=after(unit, node), subject="")


def _locks_asked_for(unit: Unit, node: ast.Call, root: str) -> Iterator[Guard]:
    """`session.refresh(order, with_for_update=True)`, `with_for_update={"nowait": True}`: a lock by keyword."""
    for keyword in node.keywords:
        match keyword:
            case ast.keyword(arg=str(name), value=value) if name in _LOCK_KEYWORDS:
                pass
            case _:
                continue
        match value:
            case ast.Constant(value=True):
                strict = frozenset[str]()
            case ast.Dict(keys=keys, values=values):
                options = zip(keys, values, strict=True)
                strict = frozenset(
                    f"{key.value}={ast.unparse(it)}" for key, it in options if isinstance(key, ast.Constant)
                )
            case _:
                continue
        yield _lock(unit, node, _guard(Family.LOCK, "row lock", keyword, root, strict))


def _is_conditional_update(unit: Unit, node: ast.Call, guard: Guard) -> bool:
    """`filter(is_open=True).update(is_open=False)`: the old state is asked for in the same statement."""
    for parent in unit.parents(node):
        match parent:
            case ast.Call(func=ast.Attribute(attr="update" | "values"), keywords=keywords):
                return any(_path(keyword.arg) == guard.key.partition(" ")[0] for keyword in keywords if keyword.arg)
            case ast.Attribute() | ast.Call():
                continue
            case _:
                return False
    return False


def _predicates(node: ast.Call, root: str) -> Iterator[Guard]:
    yield from _keywords(node, root)
    inside = [inner for argument in node.args for inner in ast.walk(argument)]
    for inner in inside:
        yield from _condition(inner, root)
    for inner in (node, *inside):
        match inner:
            case ast.Call(func=ast.Attribute(attr=method), args=arguments) if method in _CONDITIONED:
                for argument in arguments:
                    yield from _flags(argument, root)
            case _:
                pass


def _flags(argument: ast.expr, root: str) -> Iterator[Guard]:
    """`where(Model.active)`: a column of truth values is a condition by itself."""
    match argument:
        case ast.Attribute(value=ast.Name(id=model), attr=column) if model[:1].isupper():
            family = predicate_family(column)
            if family is Family.VISIBILITY or family is Family.STATE:
                yield _guard(family, _path(column), argument, root, frozenset({_meaning(argument)}))
        case ast.Call(func=ast.Name(id=joint) | ast.Attribute(attr=joint), args=parts) if joint in _JOINTS:
            for part in parts:
                yield from _flags(part, root)
        case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr(), right=right):
            yield from _flags(left, root)
            yield from _flags(right, root)
        case _:
            return


def _keywords(node: ast.Call, root: str) -> Iterator[Guard]:
    for keyword in node.keywords:
        family = predicate_family(keyword.arg) if keyword.arg else None
        if keyword.arg and family is not None:
            strict = frozenset({ast.unparse(keyword.value)})
            yield _guard(family, _path(keyword.arg), keyword, root, strict)


def _condition(inner: ast.AST, root: str) -> Iterator[Guard]:
    """`Model.org_id == x`, `Model.deleted.is_(False)`, `~Model.deleted`, `Q(org=x)`: each is a predicate."""
    match inner:
        case ast.Compare(left=left, ops=[_], comparators=[right]):
            named = _column(left, right)
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr=named), attr=method)) if method.rstrip("_") in {
            "is", "in", "isnot", "is_not", "notin", "not_in",
        }:  # fmt: skip
            pass
        case ast.UnaryOp(op=ast.Invert(), operand=ast.Attribute(attr=named)):
            pass
        case ast.Call(func=ast.Name(id="not_") | ast.Attribute(attr="not_"), args=[ast.Attribute(attr=named)]):
            pass
        case ast.Call(func=ast.Name(id="Q")):
            yield from _keywords(inner, root)
            return
        case _:
            return
    family = predicate_family(named)
    if family is not None:
        yield _guard(family, _path(named), inner, root, frozenset({_meaning(inner)}))


def _meaning(condition: ast.expr) -> str:
    """As text: `X.on.is_(True)` and `X.on == True` say `X.on`, `not_(X.on)` and `X.on.is_(False)` say `~X.on`."""
    match condition:
        case ast.Call(func=ast.Attribute(value=column, attr="is_"), args=[ast.Constant(value=bool(holds))]):
            pass
        case ast.Compare(left=column, ops=[ast.Eq()], comparators=[ast.Constant(value=bool(holds))]):
            pass
        case ast.Call(func=ast.Name(id="not_") | ast.Attribute(attr="not_"), args=[column]):
            holds = False
        case _:
            return ast.unparse(condition)
    return f"{'' if holds else '~'}{ast.unparse(column)}"


def _column(left: ast.expr, right: ast.expr) -> str:
    """The column of `Order.owner_id == user.id` and of `user.id == Order.owner_id`: the one of a model."""
    sides = [side for side in (left, right) if isinstance(side, ast.Attribute)]
    sides.sort(key=lambda side: not dotted(side)[:1].isupper())
    return next((side.attr for side in sides if predicate_family(side.attr) is not None), "")


def predicate_family(path: str) -> Family | None:
    """The family of a lookup path such as `project__workspace_id` or `is_deleted`."""
    heard = set(words(path)) if not _PUBLIC_NAME.search(path) else set(words(path)) - {"public"}
    if heard & _WHEN:  # `created_at` is a time, `created_by` is somebody
        heard -= {"created"}
    said = heard if _says_a_state(path) else set(words(_path(path)))
    if said & _HIDDEN:
        return Family.VISIBILITY
    if said & _STATE:
        return Family.STATE
    if heard & _TENANT:
        return Family.TENANT_SCOPE
    return Family.AUTHORIZATION if heard & _OWNER else None


def _says_a_state(path: str) -> bool:
    """`state__group` goes through a state, `blocked_issues__author` through rows that are called so."""
    parts = [set(words(part)) for part in path.split("__")]
    return any(part & (_STATE | _HIDDEN) and part <= _STATE | _HIDDEN | _SMALL for part in parts)


def _path(path: str) -> str:
    """`workspace__slug`, `workspace_id` and `workspace` filter by the same thing."""
    parts = [part for part in path.split("__") if part not in _LOOKUPS]
    tail = parts[-1] if parts else path
    for ending in ("_id", "_pk", "_slug", "_uuid"):
        tail = tail.removesuffix(ending)
    return tail


def root_in(unit: Unit, node: ast.AST) -> str:
    """`query_root`, followed through the local names that a query is put together under."""
    root = query_root(node)
    for _ in range(_LONGEST_WAY):
        value = unit.bound_first.get(root)
        origin = query_root(value) if value is not None else ""
        if origin in {"", root}:
            break
        root = origin
    return root


def query_root(node: ast.AST) -> str:
    """What is queried: the model at the root of a chain, or the first argument of `select`, `query`."""
    while True:
        match node:
            case ast.Call(func=ast.Attribute(attr=method), args=[ast.Name(id=name), *_]) if (
                method in _ROOT_METHODS and name[:1].isupper()
            ):
                return name
            case ast.Call(func=ast.Name(id=function), args=[first, *_]) if _ROOT_FUNCTIONS.search(function):
                return dotted(first).partition(".")[0] or query_root(first)
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=attr):
                return f"super.{attr}"
            case ast.Attribute(value=ast.Name(id=holder), attr=attr) if holder in _HOLDERS:
                return f"{holder}.{attr}"
            case ast.Call(func=inner):
                node = inner
            case ast.Attribute(value=inner) | ast.Await(value=inner) | ast.Subscript(value=inner):
                node = inner
            case ast.Name(id=name):
                return name
            case _:
                return ""


def _guard(
    family: Family, key: str, at: ast.Call | ast.keyword | ast.AST, root: str, strict: frozenset[str] = frozenset()
) -> Guard:
    text = f"{at.arg}={ast.unparse(at.value)}" if isinstance(at, ast.keyword) else ast.unparse(at)
    return Guard(
        family=family,
        form=Form.PREDICATE,
        key=f"{key} on {root}",
        tokens=identifiers(at) | {key},
        label=shortened(text),
        node=at,
        fact=f"query {key}",
        subject=f"query {root}",
        strictness=strict,
    )
