"""From a file's bytes to the migration in it: what it holds decides, its path is a hint at most."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import PurePosixPath

from msgspec.structs import replace

from checks.kit import Database, Source, Undecodable, Unparsable
from checks.kit.settings import is_said_to_be_migration
from checks.schema.alembic.reading import read_alembic
from checks.schema.django.reading import read_django
from checks.schema.embedded.reading import read_embedded
from checks.schema.hints import EMBEDDED_MIGRATION, PYTHON_MIGRATION, SQL_ENDINGS
from checks.schema.migration import MAX_COLUMNS, MAX_OPERATIONS, Framework, Identity, Migration, Script
from checks.schema.operations import CreateTable, Operation, Transaction, Unreadable, Why
from checks.schema.place import Place
from checks.schema.python.module import Module, read_module
from checks.schema.sql.flavour import Engine, read_sql
from checks.schema.sql.layout import Layout, Part, layout_of
from checks.schema.sql.offsets import Locate, in_file
from checks.schema.sql.transactions import stamped

_POSTGRES_IMPORTS = ("django.contrib.postgres", "sqlalchemy.dialects.postgresql", "psycopg", "pgvector", "pgtrigger")
_MYSQL_IMPORTS = ("sqlalchemy.dialects.mysql", "django_mysql", "pymysql", "MySQLdb")


def read_migration(source: Source, database: Database) -> Migration | None:
    """The migration in a file; None when the file is none, or is no text or no Python at all (that is a Skip)."""
    try:
        if source.path.endswith(".py"):
            return _python(source, database)
        if source.path.lower().endswith(SQL_ENDINGS):
            return _sql(source, database)
        if EMBEDDED_MIGRATION.search(source.data):
            return _embedded(source, database)
    except (Undecodable, Unparsable):
        return None
    return None


def _python(source: Source, database: Database) -> Migration | None:
    if not PYTHON_MIGRATION.search(source.data):
        return None
    module = read_module(source)
    engine = database.engine or _imported_engine(module)
    migration = read_django(module, engine) or read_alembic(module, engine)
    return None if migration is None else replace(migration, engine=engine)


def _imported_engine(module: Module) -> Engine | None:
    """The engine whose own types the file imports."""
    origins = tuple(module.imports.values())
    if any(origin.startswith(_POSTGRES_IMPORTS) for origin in origins):
        return "postgresql"
    return "mysql" if any(origin.startswith(_MYSQL_IMPORTS) for origin in origins) else None


def _sql(source: Source, database: Database) -> Migration | None:
    text = source.text
    layout = layout_of(source.path, text)
    if layout is None and is_said_to_be_migration(source.path, database):
        layout = Layout("SQL", PurePosixPath(source.path).stem, Part(0, len(text)), None, None)
    if layout is None:
        return None
    wraps = layout.wraps if layout.wraps is not None else database.transaction_per_migration
    locate = in_file(source.path, text)
    up, engine = _script(layout.up, text, locate, database, wraps=wraps)
    down, other = _script(layout.down, text, locate, database, wraps=wraps)
    folder = source.path.rpartition("/")[0]
    return Migration(
        path=source.path,
        framework=Framework.SQL,
        tool=layout.tool,
        identity=Identity(folder, layout.version),
        up=up,
        down=down if layout.down is not None else None,
        atomic=wraps,
        place=_whole(source.path, text),
        engine=engine or other,
        down_path=layout.separate_down,
        repeatable=layout.repeatable,
    )


def _embedded(source: Source, database: Database) -> Migration | None:
    found = read_embedded(source.path, source.text, database.engine)
    if found is None:
        return None
    place = _whole(source.path, source.text)
    around = Transaction(0) if found.wraps else None
    return Migration(
        path=source.path,
        framework=Framework.SQL,
        tool=found.tool,
        identity=Identity(source.path.rpartition("/")[0], found.version),
        up=Script(_limited(stamped(found.up, around), place), place=place),
        down=None if found.down is None else Script(_limited(stamped(found.down, around), place), place=place),
        atomic=found.wraps,
        place=place,
        engine=found.engine,
        code=found.plain,
    )


def _whole(path: str, text: str) -> Place:
    return Place(path, 1, max(1, text.count("\n")))


def _script(
    part: Part | None, text: str, locate: Locate, database: Database, *, wraps: bool | None
) -> tuple[Script, Engine | None]:
    if part is None:
        return Script(written=False), None
    shift = part.start
    reading = read_sql(
        text[part.start : part.end], database.engine, lambda start, end: locate(start + shift, end + shift)
    )
    around = Transaction(0) if wraps else Transaction(0, sure=False) if wraps is None else None
    place = locate(part.start, part.end)
    operations = _limited(stamped(reading.operations, around), place)
    return Script(operations, place=place), reading.engine if reading.told else None


def _limited(operations: Iterable[Operation], place: Place) -> tuple[Operation, ...]:
    found = tuple(_of_a_size(operation) for operation in islice(operations, MAX_OPERATIONS + 1))
    if len(found) <= MAX_OPERATIONS:
        return found
    reason = f"only the first {MAX_OPERATIONS} operations were read"
    return (*found[:MAX_OPERATIONS], Unreadable(place=place, said="the file", why=Why.LIMIT, reason=reason))


def _of_a_size(operation: Operation) -> Operation:
    """The operation, unless it makes a table that no database takes."""
    if not isinstance(operation, CreateTable) or len(operation.columns) <= MAX_COLUMNS:
        return operation
    reason = f"it names {len(operation.columns)} columns, and at most {MAX_COLUMNS} are read"
    return Unreadable(place=operation.place, said=operation.said, why=Why.LIMIT, reason=reason)
