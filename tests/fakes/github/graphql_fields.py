"""Fields with a function behind them, and connections with their pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from tests.fakes.github.people import Account
from tests.fakes.github.shapes import node_id
from tests.fakes.github.state import Json


class Unavailable(Exception):
    """A field that cannot be shown: its error has a type, its value is null."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def asking(make: Callable[[Json], object]) -> Callable[..., object]:
    """A field whose value is made from its arguments, when somebody asks for it."""

    def resolve(_info: object, **asked: object) -> object:
        return make(asked)

    return resolve


def connection(items: Sequence[Json], asked: Json) -> Json:
    """One page; the cursor is the number of items before it."""
    start = int(cast("str | None", asked.get("after")) or 0)
    first = cast("int | None", asked.get("first"))
    page = items[start : start + first] if first else items[-cast("int", asked["last"]) :]
    info = {
        "endCursor": str(start + len(page)),
        "hasNextPage": first is not None and start + first < len(items),
        "hasPreviousPage": start > 0,
        "startCursor": str(start),
    }
    return {"nodes": list(page), "pageInfo": info, "totalCount": len(items)}


def actor(account: Account) -> Json:
    """Bots are shown without the suffix that REST gives them."""
    return {
        "__typename": account.kind,
        "login": account.login.removesuffix("[bot]"),
        "id": node_id("U", account.id),
        "databaseId": account.id,
    }
