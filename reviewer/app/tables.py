"""Whether a database that is looked at has the tables of this version."""

from __future__ import annotations

from reviewer.domain.errors import UserProblem
from reviewer.store.engine import Database
from reviewer.store.health import database_facts


def has_tables(database: Database) -> bool:
    """Whether the tables are there.

    Raises:
        UserProblem: they are those of another version.
        StoreDown: the database cannot be used.
    """
    match database_facts(database).tables:
        case "current":
            return True
        case "none":
            return False
        case "behind":
            raise UserProblem("the tables are of an older version", hint="start the service once: it updates them")
        case "newer":
            raise UserProblem("the tables are of a newer version", hint="run the version of Holdfast that made them")
