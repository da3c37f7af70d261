"""What follows from object ids alone: it is asked of git once, as an id names the same content in every repository."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, Protocol, TypeVar

_MOST: Final = 2_048  # answers that are kept of each question


class Holding(Protocol):
    """A repository that says whether it holds the object that a revision starts from."""

    def holds(self, revision: str) -> bool: ...


Store = TypeVar("Store", bound=Holding)
Ids = ParamSpec("Ids")
Answer = TypeVar("Answer")


def by_ids(question: Callable[Concatenate[Store, Ids], Answer]) -> Callable[Concatenate[Store, Ids], Answer]:
    """Keeps the answers to a question that is asked with full ids, for every repository that holds these objects."""
    kept: dict[tuple[object, ...], Answer] = {}

    @wraps(question)
    def asked(store: Store, *ids: Ids.args, **named: Ids.kwargs) -> Answer:
        if named or not all(isinstance(oid, str) and store.holds(oid) for oid in ids):
            return question(store, *ids, **named)
        if ids not in kept:
            kept[ids] = question(store, *ids, **named)
            if len(kept) > _MOST:
                kept.pop(next(iter(kept)), None)
        return kept[ids]

    return asked
