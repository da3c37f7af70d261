"""SQL files: migrations by their layout and statements, schema dumps, policies and grants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from checks.classification.file_area import FileArea, quoted
from checks.classification.text.lines import changed_lines
from checks.kit import Area, Change, Status
from checks.kit.settings import is_said_to_be_migration

_MARKER = re.compile(
    r"^\s*--\s*(?:migrate:(?:up|down)|\+goose|\+migrate|\+micrate|liquibase formatted sql|rambler)\b",
    re.MULTILINE | re.IGNORECASE,
)
_NAME = re.compile(
    r"^(?:[VURB]\d[\d._]*__|R__|\d{3,14}[-_.])|\.(?:up|down)\.sql$|^(?:up|down|migration)\.sql$", re.IGNORECASE
)
_FOLDER = re.compile(
    r"(?:^|/)(?:migrations?|migrate|changelogs?|flyway|liquibase|upgrades?|deltas?|versions)/", re.IGNORECASE
)
_STATEMENT = re.compile(
    r"\b(?P<verb>(?:CREATE(?:\s+(?:OR\s+REPLACE|UNIQUE|TEMP(?:ORARY)?))*|ALTER|DROP|TRUNCATE|RENAME)\s+"
    r"(?:TABLE|INDEX|COLUMN|CONSTRAINT|TYPE|VIEW|MATERIALIZED\s+VIEW|SCHEMA|SEQUENCE|TRIGGER|FUNCTION"
    r"|PROCEDURE|EXTENSION|POLICY|ROLE|DATABASE|ENUM)?"
    r"|ADD\s+(?:COLUMN|CONSTRAINT|INDEX|PRIMARY|FOREIGN)|INSERT\s+INTO|UPDATE\s+\S+\s+SET"
    r"|DELETE\s+FROM|GRANT|REVOKE)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    (
        r"\b(?:CREATE|ALTER|DROP)\s+(?:TABLE|TYPE|INDEX|UNIQUE\s+INDEX|DOMAIN|SEQUENCE|EXTENSION)\b"
        r"|\bADD\s+CONSTRAINT\b"
    ),
    re.IGNORECASE,
)
_POLICY = re.compile(r"\b(?:CREATE|ALTER|DROP)\s+POLICY\b|\bROW\s+LEVEL\s+SECURITY\b", re.IGNORECASE)
_GRANT = re.compile(r"\b(?:GRANT|REVOKE)\b|\b(?:CREATE|ALTER|DROP)\s+(?:ROLE|USER)\b", re.IGNORECASE)


def sql_areas(change: Change) -> list[FileArea]:
    """Every area with each of its reasons."""
    lines = changed_lines(change)
    said = "\n".join(line.text for line in lines)
    if not lines and change.status is Status.MODIFIED:
        return []
    return [*_structure(change, said), *_access(said)]


def _structure(change: Change, said: str) -> Iterator[FileArea]:
    text = "\n".join(source.text for source in (change.base, change.head) if source)
    said_so = is_said_to_be_migration(change.path, change.within.settings.database)
    if said_so or _is_migration(change.path, text):
        statement = _STATEMENT.search(said) or _STATEMENT.search(text)
        shown = f": {quoted(statement['verb'].upper())}" if statement else ""
        yield FileArea(Area.MIGRATIONS, f"SQL migration{shown}", 0.95)
    elif match := _DEFINES.search(said):
        yield FileArea(Area.SCHEMA, f"{quoted(match[0].upper())} outside of a migration", 0.8)
    elif _DEFINES.search(text) and said.strip():
        yield FileArea(Area.SCHEMA, "edits a file that defines tables", 0.65)


def _is_migration(path: str, text: str) -> bool:
    """The layout says that it may be one, the statements that it is."""
    if _MARKER.search(text):
        return True
    layout = _NAME.search(PurePosixPath(path).name) or _FOLDER.search(path)
    return bool(layout) and bool(_STATEMENT.search(text))


def _access(said: str) -> Iterator[FileArea]:
    if match := _POLICY.search(said):
        yield FileArea(Area.TENANCY, f"{quoted(match[0].upper())} decides which rows a session sees", 0.8)
    if match := _GRANT.search(said):
        yield FileArea(Area.AUTH, f"{quoted(match[0].upper())} changes rights in the database", 0.8)
