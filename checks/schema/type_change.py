"""What a change of a column's type costs and loses, by engine.

The list of PostgreSQL changes that need no rewrite was confirmed by running each on PostgreSQL 15.
"""

from __future__ import annotations

from msgspec import Struct

from checks.schema.sql.flavour import Engine
from checks.schema.types import ColumnType

_TEXTS = frozenset({"varchar", "text", "citext"})
_INTEGERS = ("smallint", "integer", "bigint")
_PRECISE = frozenset({"timestamp", "timestamptz", "time", "timetz", "interval"})
_DATES = frozenset({"date", "timestamp", "timestamptz", "time", "timetz", "interval"})
_MYSQL_SHORT = 63  # characters of up to four bytes whose length still fits one byte


class Cost(Struct, frozen=True):
    """What happens to the rows.

    Attributes:
        rewrites: whether the table is written anew, or its rows are checked again, under the lock.
        loses: whether values may be cut, rounded or refused.
        weakens: whether the database afterwards accepts what it refused before.
        known: False when the old or new type is unknown; then the worst is assumed.
    """

    rewrites: bool
    loses: bool = False
    weakens: bool = False
    known: bool = True


def cost_of(before: ColumnType | None, after: ColumnType, engine: Engine | None) -> Cost:
    """The cost of a change between two types on an engine; an unknown engine is taken for PostgreSQL."""
    if (
        before is None
        or not before.known
        or not after.known
        or after.name.startswith("?")
        or before.name.startswith("?")
    ):
        return Cost(rewrites=engine != "sqlite", known=False)
    loses, weakens = _loses(before, after), _weakens(before, after)
    if engine == "sqlite":
        return Cost(rewrites=False, loses=loses, weakens=weakens)
    free = _free_in_mysql(before, after) if engine == "mysql" else _free_in_postgres(before, after)
    return Cost(rewrites=not free, loses=loses, weakens=weakens)


def _free_in_postgres(before: ColumnType, after: ColumnType) -> bool:
    if before.array != after.array:
        return False
    if (before.name, before.args) == (after.name, after.args):
        return True
    if before.array:
        return False  # seen on PostgreSQL 18: even varchar(10)[] to varchar(20)[] or text[] is written anew
    if before.name in _TEXTS and after.name in _TEXTS:
        return after.name != "varchar" or not after.args or (before.name == "varchar" and _fits(before, after))
    if before.name == after.name == "numeric":
        return not after.args or (
            bool(before.args) and before.args[1] == after.args[1] and before.args[0] <= after.args[0]
        )
    if before.name == after.name and before.name in _PRECISE:
        return not after.args or (bool(before.args) and before.args[0] <= after.args[0])
    if before.name == after.name and before.name in {"bit", "varbit"}:
        return before.name == "varbit" and _fits(before, after)
    return (before.name, after.name) == ("cidr", "inet")


def _fits(before: ColumnType, after: ColumnType) -> bool:
    return not after.args or (bool(before.args) and before.args[0] <= after.args[0])


def _free_in_mysql(before: ColumnType, after: ColumnType) -> bool:
    if (before.name, before.args) == (after.name, after.args):
        return True
    if before.name == after.name == "varchar" and before.args and after.args:
        same_class = (before.args[0] <= _MYSQL_SHORT) == (after.args[0] <= _MYSQL_SHORT)
        return before.args[0] <= after.args[0] and same_class
    return False


def _loses(before: ColumnType, after: ColumnType) -> bool:
    """Whether a value that fits the old type may not fit the new one."""
    if before.array != after.array:
        return True
    if after.name in _TEXTS:
        limited = after.name == "varchar" and bool(after.args)
        return limited and before.name in _TEXTS and not (before.args and before.args[0] <= after.args[0])
    if before.name in _INTEGERS and after.name in _INTEGERS:
        return _INTEGERS.index(before.name) > _INTEGERS.index(after.name)
    if before.name == "numeric":
        return _numeric_loses(before, after)
    if before.name in {"double precision", "real"}:
        return after.name not in {"double precision", "numeric"}
    if before.name == after.name:
        return bool(after.args) and not (before.args and before.args[0] <= after.args[0])
    if before.name in _DATES and after.name in _DATES:
        return after.name in {"date", "time"} or (before.name, after.name) == ("timestamptz", "timestamp")
    return before.name in _TEXTS and not after.name.startswith("enum")


def _numeric_loses(before: ColumnType, after: ColumnType) -> bool:
    if after.name != "numeric":
        return True
    if not after.args:
        return False
    if not before.args:
        return True
    whole_before, whole_after = before.args[0] - before.args[1], after.args[0] - after.args[1]
    return before.args[1] > after.args[1] or whole_before > whole_after


def _weakens(before: ColumnType, after: ColumnType) -> bool:
    """Whether the meaning that the type guarded is gone."""
    if before.name.startswith("enum") and after.name in _TEXTS:
        return True
    if before.name == "numeric" and after.name in {"double precision", "real"}:
        return True
    if (before.name, after.name) == ("timestamptz", "timestamp"):
        return True
    strict = before.name in _DATES | {"uuid", "inet", "cidr", "boolean", "jsonb", "json"}
    return strict and after.name in _TEXTS
