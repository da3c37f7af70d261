"""Answers and errors in the exact shapes of GitHub's REST API."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

Item = TypeVar("Item")
DOCS = "https://docs.github.com/rest"


class ApiError(Exception):
    """An error answer: status, message, further keys of the body, and headers."""

    def __init__(
        self,
        status: int,
        message: str,
        headers: Mapping[str, str] | None = None,
        **more: object,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"message": message, **more, "documentation_url": DOCS, "status": str(status)}
        self.headers = dict(headers or {})


def not_found() -> ApiError:
    return ApiError(404, "Not Found")


def invalid(why: str) -> ApiError:
    """The answer of the JSON schema that stands before the endpoint."""
    return ApiError(422, f"Invalid request.\n\n{why}")


def refused(*errors: str) -> ApiError:
    """The answer of a review: a list of strings that name no index."""
    return ApiError(422, "Unprocessable Entity", errors=list(errors))


def answer(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(
        json.dumps(content).encode(),
        status,
        headers,
        media_type="application/json; charset=utf-8",
    )


def page_numbers(request: Request) -> tuple[int, int]:
    """`per_page` (30 by default, over 100 is clamped) and `page`, both at least 1."""

    def number(name: str, default: int) -> int:
        given = request.query_params.get(name, "")
        return max(1, int(given)) if given.isdecimal() else default

    return min(100, number("per_page", 30)), number("page", 1)


def paged(request: Request, items: Sequence[Item]) -> tuple[list[Item], dict[str, str]]:
    """One page of the items, and the Link header that leads to the others."""
    size, page = page_numbers(request)
    last = max(1, -(-len(items) // size))
    links: list[str] = []
    if page < last:
        links += [_link(request, page + 1, "next"), _link(request, last, "last")]
    if page > 1:
        links += [_link(request, 1, "first"), _link(request, page - 1, "prev")]
    return list(items[(page - 1) * size : page * size]), ({"Link": ", ".join(links)} if links else {})


def _link(request: Request, page: int, rel: str) -> str:
    return f'<{request.url.include_query_params(page=page)}>; rel="{rel}"'
