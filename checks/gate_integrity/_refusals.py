"""What a test says must be refused: status codes and exceptions that its lines expect."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from msgspec import Struct

from checks.kit.index import Function, children, dotted

_STATUSES = {
    401: "401",
    403: "403",
    409: "409",
    423: "423",
    429: "429",
}
_NAMED = (
    (re.compile(r"401|unauthorized", re.IGNORECASE), "401"),
    (re.compile(r"403|forbidden|permission_?denied|access_?denied", re.IGNORECASE), "403"),
    (re.compile(r"409|conflict", re.IGNORECASE), "409"),
    (re.compile(r"429|too_?many_?requests|throttled", re.IGNORECASE), "429"),
)
_STATUS_NAME = re.compile(
    r"^(HTTP_?)?(401|403|409|429)?_?(UNAUTHORIZED|FORBIDDEN|CONFLICT|TOO_MANY_REQUESTS)?$", re.IGNORECASE
)
_RAISES = re.compile(r"^(raises|assertRaises\w*|assert_raises\w*|expect_error)$")
_EXCEPTION = re.compile(
    r"Permission|Forbidden|Unauthor|NotAuth|Denied|Integrity|Throttl|RateLimit|TooMany|Conflict|AlreadyExists|Locked|"
    r"Stale|Duplicate|NotAllowed|NotPermitted|Access|Signature|Csrf|Quota|Restricted|Protected|Suspicious|Verif|"
    r"InvalidToken|Expired|InvalidTransition|TransitionNotAllowed|Idempoten",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^assert_?(no_?permission|forbidden|denied|unauthori[sz]ed|login_?required|not_?allowed|40[13]|429)\w*$",
    re.IGNORECASE,
)
_SUCCESS = re.compile(r"^(HTTP_?)?2\d\d(_\w+)?$|^(OK|CREATED|NO_CONTENT|ACCEPTED)$")


class Refusal(Struct, frozen=True):
    """One expectation that something is refused.

    Attributes:
        label: "403", or the name of the exception: the same on both sides.
        node: the assertion, or the whole statement where the expectation stands.
    """

    label: str
    node: ast.AST


def refusals(function: Function) -> Iterator[Refusal]:
    """Every refusal that the test expects, in source order; those of its parameters included."""
    for stmt in (*function.decorator_list, *function.body):
        yield from _in_statement(stmt)


def expects_success(function: Function) -> int:
    """How often the test expects a status of success."""
    return sum(_is_success(node) for stmt in function.body for node in ast.walk(stmt))


def _in_statement(stmt: ast.AST) -> Iterator[Refusal]:
    """Expectations, each with the innermost statement or call around it that can be shown."""
    stack: list[tuple[ast.AST, ast.AST]] = [(stmt, stmt)]
    while stack:
        node, shown = stack.pop()
        if isinstance(node, ast.stmt) and not isinstance(node, ast.With | ast.AsyncWith | ast.For | ast.If | ast.Try):
            shown = node
        elif isinstance(node, ast.withitem):
            shown = node.context_expr
        label = _label(node)
        if label:
            yield Refusal(label, shown if not isinstance(shown, ast.FunctionDef | ast.AsyncFunctionDef) else node)
            continue
        stack.extend((child, shown) for child in reversed(children(node)))


def _label(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=int(number)) if not isinstance(node.value, bool):
            return _STATUSES.get(number, "")
        case ast.Attribute(attr=name) | ast.Name(id=name) if name and _STATUS_NAME.match(name):
            return _status(name)
        case ast.Call(func=function, args=[expected, *_]) if _RAISES.match(dotted(function).rpartition(".")[2]):
            return _exception(expected)
        case ast.Call(func=function) if _ASKING.match(dotted(function).rpartition(".")[2]):
            return _status(dotted(function)) or "403"
        case _:
            return ""


def _status(name: str) -> str:
    return next((label for pattern, label in _NAMED if pattern.search(name)), "")


def _exception(expected: ast.expr) -> str:
    if isinstance(expected, ast.Tuple):
        return ""
    name = dotted(expected).rpartition(".")[2]
    return name if _EXCEPTION.search(name) else ""


def _is_success(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=int(number)) if not isinstance(node.value, bool):
            return 200 <= number < 300
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return bool(_SUCCESS.match(name))
        case _:
            return False
