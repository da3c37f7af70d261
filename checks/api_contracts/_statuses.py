"""Status codes that a function answers or raises."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit.index import dotted

_NAME = re.compile(r"(?:HTTP_)?([1-5]\d\d)(?:_\w+)?$")
_WORDS = {
    "OK": 200,
    "CREATED": 201,
    "ACCEPTED": 202,
    "NO_CONTENT": 204,
    "BAD_REQUEST": 400,
    "UNAUTHORIZED": 401,
    "PAYMENT_REQUIRED": 402,
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "METHOD_NOT_ALLOWED": 405,
    "CONFLICT": 409,
    "GONE": 410,
    "PRECONDITION_FAILED": 412,
    "UNPROCESSABLE_ENTITY": 422,
    "TOO_MANY_REQUESTS": 429,
    "INTERNAL_SERVER_ERROR": 500,
    "BAD_GATEWAY": 502,
    "SERVICE_UNAVAILABLE": 503,
}
_ANSWERS = re.compile(
    r"(Response|Exception|HTTPError|abort|jsonify|JsonResponse|HttpResponse\w*|HttpError|make_response)$"
)
_DJANGO = {"HttpResponseForbidden": 403, "HttpResponseBadRequest": 400, "HttpResponseNotFound": 404, "Http404": 404}


def statuses(root: ast.AST) -> Iterator[tuple[int, ast.AST]]:
    """Every status that is answered, raised or aborted with below `root`, with its node, in source order."""
    for node in ast.walk(root):
        match node:
            case ast.Call(func=function) if _ANSWERS.search(dotted(function)):
                yield from _of_call(node)
            case ast.Return(value=ast.Tuple(elts=[_, status, *_])):
                value = status_of(status)
                if value is not None:
                    yield value, status
            case _:
                continue


def status_of(node: ast.expr) -> int | None:
    """The number that an expression means: 404, `status.HTTP_404_NOT_FOUND`, `HTTPStatus.NOT_FOUND`."""
    if isinstance(node, ast.Constant):
        number = node.value
        return number if isinstance(number, int) and not isinstance(number, bool) and 100 <= number < 600 else None
    name = dotted(node).rpartition(".")[2]
    found = _NAME.match(name)
    return int(found[1]) if found else _WORDS.get(name.upper())


def _of_call(call: ast.Call) -> Iterator[tuple[int, ast.AST]]:
    name = dotted(call.func).rpartition(".")[2]
    if name in _DJANGO:
        yield _DJANGO[name], call
        return
    given = [keyword.value for keyword in call.keywords if keyword.arg in {"status", "status_code", "code"}]
    given += call.args[:1] if name in {"abort", "HTTPException", "HttpError"} else []
    for node in given:
        value = status_of(node)
        if value is not None:
            yield value, node
            return
