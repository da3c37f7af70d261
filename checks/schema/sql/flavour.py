"""Which database a piece of SQL is written for, and its operations in that reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from checks.schema.names import UNKNOWN
from checks.schema.operations import Operation
from checks.schema.sql.lexer import hide_comments
from checks.schema.sql.offsets import Locate
from checks.schema.sql.postgres import read_postgres
from checks.schema.sql.postgres import syntax_errors as postgres_errors

Engine = Literal["postgresql", "mysql", "sqlite"]

_MYSQL = re.compile(
    r"`|\bAUTO_INCREMENT\b|\bENGINE\s*=|\bMODIFY\s+(?:COLUMN\b|[`\w]+\s+\w+)|\bCHANGE\s+COLUMN\b|\bUNSIGNED\b|\bDELIMITER\b"
    r"|\bFOREIGN_KEY_CHECKS\b|\bALGORITHM\s*=|\bDROP\s+(?:FOREIGN|PRIMARY)\s+KEY\b|\bCHARACTER\s+SET\b",
    re.IGNORECASE,
)
_SQLITE = re.compile(
    r"\bAUTOINCREMENT\b|\bPRAGMA\b|\bWITHOUT\s+ROWID\b|\bINSERT\s+OR\s+(?:IGNORE|REPLACE)\b", re.IGNORECASE
)
_POSTGRES = re.compile(
    r"\bCONCURRENTLY\b|\bSERIAL\b|\bBIGSERIAL\b|\bJSONB\b|\bTIMESTAMPTZ\b|\$\$|::\s*\w|\bNOT\s+VALID\b|\bplpgsql\b|\bBYTEA\b"
    r"|\bALTER\s+TYPE\b|\bCREATE\s+EXTENSION\b|\bOWNER\s+TO\b|\bON\s+CONFLICT\b|\bGENERATED\s+(?:ALWAYS|BY\s+DEFAULT)\b",
    re.IGNORECASE,
)
_HOLES = re.compile(
    r"'(?:[^']|'')*'|\$\{[^}\n]*\}|\{\{.*?\}\}|\{%.*?%\}|(?<![:\w\])]):[\"']?[A-Za-z_]\w*[\"']?|%\(\w+\)s|%s|(?<=[\s=(,])\?(?=[\s),;]|$)|#\{[^}\n]*\}",
    re.DOTALL,
)


class Reading(Struct, frozen=True):
    """The operations of a text and the engine in whose grammar they were read.

    Attributes:
        told: whether the configuration or the text itself says so; False for PostgreSQL by default.
    """

    engine: Engine
    told: bool
    operations: tuple[Operation, ...]


def read_sql(text: str, engine: Engine | None, locate: Locate) -> Reading:
    """The operations of a text; `engine` is what the configuration or the code around it says."""
    chosen, told = (engine, True) if engine is not None else _guess(text)
    best, filled = _best(text, chosen, free=engine is None)
    return Reading(best, told or best != "postgresql", tuple(_reader(best)(filled, locate)))


def fill_holes(text: str) -> str:
    """Place holders of templates and drivers as unknown names of the same length, string literals apart."""
    return _HOLES.sub(_hole, text)


def _hole(found: re.Match[str]) -> str:
    text = found[0]
    if text.startswith("'"):
        return text
    if text.startswith("{%"):
        return re.sub(r"[^\n]", " ", text)
    return re.sub(r"[^\n]", UNKNOWN, text)


def _guess(text: str) -> tuple[Engine, bool]:
    plain = hide_comments(text)
    if _POSTGRES.search(plain):
        return "postgresql", True
    if _SQLITE.search(plain):
        return "sqlite", True
    if _MYSQL.search(plain):
        return "mysql", True
    return "postgresql", False


def _best(text: str, engine: Engine, *, free: bool) -> tuple[Engine, str]:
    """The first reading without a syntax error; else the one with the fewest, the told engine first."""
    others: list[Engine] = [other for other in ("postgresql", "mysql", "sqlite") if other != engine]
    tries: list[tuple[int, int, Engine, str]] = []
    filled = fill_holes(text)
    for rank, candidate in enumerate((engine, *(others if free or engine != "postgresql" else ()))):
        for cost, version in enumerate(dict.fromkeys((text, filled))):
            errors = _errors(candidate)(version)
            if not errors:
                return candidate, version
            tries.append((errors, rank * 2 + cost, candidate, version))
    _, _, best, version = min(tries, key=lambda item: item[:2])
    return best, version


def _errors(engine: Engine) -> Callable[[str], int]:
    if engine == "postgresql":
        return postgres_errors
    from checks.schema.sql import glot  # noqa: PLC0415  (0.25 s that only MySQL and SQLite texts need)

    return lambda text: glot.syntax_errors(text, engine)


def _reader(engine: Engine) -> Callable[[str, Locate], Iterator[Operation]]:
    if engine == "postgresql":
        return read_postgres
    from checks.schema.sql import glot  # noqa: PLC0415  (see above)

    return lambda text, locate: glot.read_other(text, engine, locate)
