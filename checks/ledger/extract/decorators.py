"""Guards written as decorators of a function, method, class or nested function."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit.index import Definition, callee, dotted
from checks.ledger.canon import identifiers
from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard
from checks.ledger.unit import Unit
from checks.ledger.words import family_of, is_integrity_error, words

_KNOWN: tuple[tuple[Family, re.Pattern[str]], ...] = (
    (
        Family.TRANSACTION,
        re.compile(r"^(atomic|transactional|commit_on_success|atomic_transaction|in_transaction|transaction)$"),
    ),
    (
        Family.AUTHENTICATION,
        re.compile(
            r"^(login_required|async_login_required|staff_member_required|jwt_required|auth_required|authenticated|"
            r"requires_auth|require_login|fresh_login_required|token_required)$"
        ),
    ),
    (
        Family.AUTHORIZATION,
        re.compile(
            r"^(permission_required|permissions_required|user_passes_test|require_permissions?|has_permissions?|"
            r"requires?|requires_roles?|roles_required|allow_permission)$"
        ),
    ),
    (Family.SIGNATURE, re.compile(r"^(csrf_protect|requires_csrf_token|verify_signature|signed)$")),
    (
        Family.RATE_LIMIT,
        re.compile(r"^(ratelimit|rate_limit|throttle|limit|limiter|limits|limit_requests|shared_limit)$"),
    ),
    (
        Family.VALIDATION,
        re.compile(
            r"^(field_validator|model_validator|validator|root_validator|validates|validates_schema|"
            r"validate_arguments|validate_call|require_POST|require_GET|require_safe|require_http_methods)$"
        ),
    ),
    (Family.REDACTION, re.compile(r"^sensitive_(post_parameters|variables)$")),
    (
        Family.LOCK,
        re.compile(r"^(retry_on_deadlock|synchronized|with_lock|locked|single_instance)$"),
    ),
    (Family.INTEGRITY, re.compile(r"(^|_)retry(_|$)|^retrying$")),
)
_ROUTES = frozenset(
    "get post put patch delete head options route api_route websocket api_view action command task shared_task "
    "cached_property property staticmethod classmethod overload override wraps setter getter deleter fixture "
    "register receiver lru_cache cache cached dataclass event listens_for extend_schema mark parametrize".split()
)
_OPENS = re.compile(
    r"(^|_)(exempt|exempted|not_required|unprotected|insecure|optional|non_atomic)(_|$)|^(public|open)(_|$)|"
    r"(^|_)(no|skip|skips|without|disable|disables|bypass|ignore)_\w*(auth|login|perm|csrf|throttl|limit|sign|check|guard)|"
    r"^allow_(any|anonymous|unauthenticated|public)",
    re.IGNORECASE,
)
"""Names of decorators that let through: they speak of a guard that they switch off."""
_METHOD = "method_decorator"


def find_decorators(unit: Unit) -> Iterator[Guard]:
    """The decorators of the unit, and of functions nested in it."""
    if not isinstance(unit.node, ast.Module):
        yield from _of(unit, unit.node, unit.name)
    if unit.is_function:
        for node in unit.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _of(unit, node, node.name)


def decorators_of(unit: Unit) -> list[ast.expr]:
    """The decorators of a function or class; the module has none."""
    return [] if isinstance(unit.node, ast.Module) else unit.node.decorator_list


def _of(unit: Unit, node: Definition, name: str) -> Iterator[Guard]:
    for decorator in node.decorator_list:
        target = _unwrapped(decorator)
        chain = callee(target)
        family = unit.view.house.family(chain) or decorator_family(chain)
        tokens = identifiers(target)
        if family is None or (family is Family.INTEGRITY and not any(map(is_integrity_error, tokens))):
            continue
        yield Guard(
            family=family,
            form=Form.DECORATOR,
            key=f"@{chain.rpartition('.')[2]}",
            tokens=tokens,
            label=f"@{ast.unparse(decorator)}",
            node=decorator,
            fact=f"decorator {chain.rpartition('.')[2]}",
            protects=tuple(node.body),
            strictness=_arguments(target),
        )
    del name


def decorator_family(chain: str) -> Family | None:
    """The family of a decorator by its dotted name; None when it guards nothing."""
    name = chain.rpartition(".")[2]
    if name in _ROUTES or _OPENS.search(name):
        return None
    for family, pattern in _KNOWN:
        if pattern.search(name):
            return family
    if name in {"begin", "begin_nested"} or ("atomic" in words(name)):
        return Family.TRANSACTION
    family = family_of(name)
    return None if family in {Family.STATE, Family.FLAG, Family.VISIBILITY, Family.TENANT_SCOPE} else family


def _unwrapped(decorator: ast.expr) -> ast.expr:
    """`method_decorator(login_required, name="dispatch")` guards by its first argument."""
    if isinstance(decorator, ast.Call) and dotted(decorator.func).rpartition(".")[2] == _METHOD and decorator.args:
        return decorator.args[0]
    return decorator


def _arguments(target: ast.expr) -> frozenset[str]:
    if not isinstance(target, ast.Call):
        return frozenset()
    found: set[str] = set()
    for argument in (*target.args, *(keyword.value for keyword in target.keywords)):
        items = argument.elts if isinstance(argument, ast.List | ast.Tuple | ast.Set) else [argument]
        found.update(ast.unparse(item) for item in items)
    return frozenset(found)
