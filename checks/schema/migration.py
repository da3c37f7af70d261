"""One migration file as values: who it is, what it needs, and what it does up and down."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from checks.schema.operations import Operation
from checks.schema.place import NOWHERE, Place
from checks.schema.sql.flavour import Engine

MAX_OPERATIONS = 2_000
"""Of one direction of one file; what lies behind is not looked at, and said to be."""

MAX_COLUMNS = 4_096
"""Of one table: MySQL takes as many, PostgreSQL 1,600, SQLite 2,000; a statement with more runs nowhere."""


class Framework(StrEnum):
    """Whose file it is."""

    DJANGO = "Django"
    ALEMBIC = "Alembic"
    SQL = "SQL"


class Script(Struct, frozen=True):
    """The operations of one direction, in the order of the file.

    Attributes:
        written: whether the direction is there at all, though it may be empty.
        place: where it stands, for what is said of the whole.
    """

    operations: tuple[Operation, ...] = ()
    written: bool = True
    place: Place | None = None


class Identity(Struct, frozen=True):
    """How the tool names a migration.

    Attributes:
        group: Django's app label, the versions folder of Alembic, the folder of SQL files.
        name: Django's file name, Alembic's revision, the version of an SQL file.
    """

    group: str
    name: str


class Migration(Struct, frozen=True):
    """One migration.

    Attributes:
        path: the file.
        tool: the tool in its own words: "Django", "Alembic", "Flyway", "dbmate", "SQL".
        needs: what must run before it; a swappable dependency is not among them.
        replaces: the migrations that a squashed one stands for.
        atomic: whether the tool wraps it in one transaction; None when nobody knows.
        initial: whether it says that it starts an app.
        down: None when the tool has no down direction, or keeps it in another file (`down_path`).
        engine: the database that the configuration, the imports or the text tell; None when nothing does.
        repeatable: whether the tool runs it again when it changes (Flyway's R files).
        code: the program text around SQL that is held in JavaScript, TypeScript or Ruby, without comments and
            layout; "" for every other file.
    """

    path: str
    framework: Framework
    tool: str
    identity: Identity
    up: Script
    down: Script | None = None
    needs: tuple[Identity, ...] = ()
    replaces: tuple[Identity, ...] = ()
    atomic: bool | None = True
    initial: bool = False
    place: Place = NOWHERE
    engine: Engine | None = None
    down_path: str = ""
    repeatable: bool = False
    code: str = ""
