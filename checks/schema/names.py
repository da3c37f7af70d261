"""Names of tables as the database knows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

UNKNOWN = "ʬ"
"""Stands for each character that is put together at run time. A letter, so that SQL around it still parses as if
a name stood there; one that nobody writes, so that such names are known again."""
_UNNAMED = "a table named at run time"


@dataclass(frozen=True, slots=True)
class TableName:
    """A table; PostgreSQL's default schema is written as none, so that both spellings are one table.

    Attributes:
        name: "" when nobody can know it.
        model: "app.Model" where a Django model stands behind the table; for words only.
    """

    name: str
    schema: str = ""
    model: str = field(default="", compare=False)

    @property
    def known(self) -> bool:
        """Whether the name is written down."""
        return bool(self.name)

    def __str__(self) -> str:
        """The name for people: the table, "a table" when unknown."""
        if not self.name:
            return _UNNAMED
        return f"{self.schema}.{self.name}" if self.schema else self.name


def table_name(name: str, schema: str = "") -> TableName:
    """The name as it compares: without the default schema, empty when it is put together at run time."""
    if UNKNOWN in name:
        return TableName("")
    return TableName(name, "" if schema.lower() in {"public", ""} or UNKNOWN in schema else schema)


def readable(words: str) -> str:
    """A sentence about names as a person reads it: what only the running program knows is an ellipsis."""
    of_a_table = re.sub(rf"{_UNNAMED}\.([\w{UNKNOWN}]+)", rf"\1 of {_UNNAMED}", words)
    return re.sub(f"{UNKNOWN}+", "…", of_a_table)


def same_identifier(one: str, other: str) -> bool:
    """Whether two column or constraint names are the same, letter case aside."""
    return one.lower() == other.lower()
