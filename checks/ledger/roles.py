"""Roles in the order of the house: whether a guard now lets a lesser role through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checks.ledger.guard import Guard
from checks.ledger.words import words


def lets_lesser_roles(before: Guard, after: Guard, roles: Sequence[str]) -> bool | None:
    """Whether the weakest role that `after` names is weaker than the weakest that `before` names.

    Args:
        before: the guard at base.
        after: the guard at head.
        roles: strongest first, as the configuration has them.

    Returns:
        None when one of the two names no role of the house.
    """
    old, new = _weakest(before.strictness, roles), _weakest(after.strictness, roles)
    return None if old is None or new is None or old == new else new > old


def _weakest(parts: Iterable[str], roles: Sequence[str]) -> int | None:
    order = {tuple(words(role)): rank for rank, role in enumerate(roles)}
    found = [rank for part in parts for named, rank in order.items() if _names(part, named)]
    return max(found, default=None)


def _names(part: str, role: tuple[str, ...]) -> bool:
    """Whether the role's words stand in a row in `part` ("Role.TEAM_ADMIN" names "team admin")."""
    spoken = words(part)
    return any(spoken[start : start + len(role)] == role for start in range(len(spoken) - len(role) + 1))
