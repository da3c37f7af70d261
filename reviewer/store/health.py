"""The database as a doctor looks at it: nothing is changed."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Literal

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from msgspec import Struct
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from reviewer.domain.errors import StoreDown
from reviewer.store.engine import Database

Tables = Literal["current", "behind", "none", "newer"]


class DatabaseFacts(Struct, frozen=True):
    """The server's version ("16.3"), and how our tables there stand to this version of the code."""

    version: str
    tables: Tables


def database_facts(database: Database) -> DatabaseFacts:
    """Look at the database.

    Raises:
        StoreDown: it cannot be reached.
    """
    engine = create_engine(database.sqlalchemy_url, connect_args={"options": database.options(), "connect_timeout": 5})
    try:
        with engine.connect() as connection:
            version = connection.execute(text("SHOW server_version")).scalar_one()
            return DatabaseFacts(str(version), _tables(MigrationContext.configure(connection).get_current_heads()))
    except OperationalError as error:
        raise StoreDown(f"The database cannot be reached: {error.orig}") from error
    finally:
        engine.dispose()


def _tables(there: tuple[str, ...]) -> Tables:
    with as_file(files("reviewer.store") / "migrations") as scripts:
        config = Config()
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        script = ScriptDirectory.from_config(config)
        known = {one.revision for one in script.walk_revisions()}
        newest = set(script.get_heads())
    if not there:
        return "none"
    if set(there) == newest:
        return "current"
    return "behind" if set(there) <= known else "newer"
