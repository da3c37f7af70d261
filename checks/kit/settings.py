"""What a repository's configuration tells the checks: values only, filled by the application."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

import pathspec
from msgspec import Struct, field


class Database(Struct, frozen=True):
    """The database that migrations run on.

    Attributes:
        engine: None when nobody said and nothing in the repository tells.
        version: major version, as a number to compare with; None when unknown.
        deploy: whether migrations run before or after the new code is started.
        transaction_per_migration: whether the migration tool wraps each file in a transaction; None
            when nobody said: then each tool does what it does by default.
        timeouts_set_elsewhere: whether lock and statement time-outs come from the role or connection; None
            when nobody said.
        migration_paths: globs as in .gitignore of SQL files that are migrations, whatever their names.
    """

    engine: Literal["postgresql", "mysql", "sqlite"] | None = None
    version: float | None = None
    deploy: Literal["migrate-first", "code-first"] = "migrate-first"
    transaction_per_migration: bool | None = None
    timeouts_set_elsewhere: bool | None = None
    migration_paths: tuple[str, ...] = ()


def is_said_to_be_migration(path: str, database: Database) -> bool:
    """Whether the configuration says that the SQL file of this path is a migration."""
    return bool(database.migration_paths) and _spec(database.migration_paths).match_file(path)


@lru_cache(maxsize=8)
def _spec(globs: tuple[str, ...]) -> pathspec.GitIgnoreSpec:
    return pathspec.GitIgnoreSpec.from_lines(globs)


class Settings(Struct, frozen=True):
    """House names, roles, state fields and tables, as the configuration of the base has them.

    Attributes:
        guards: guard family -> patterns (`*` allowed) of the names of guards of this house.
        roles: strongest first.
        state_fields: "module.Model.field" -> terminal states.
        tables: table name -> "small", "large", "huge" or "hot".
        tenant_columns: columns that say whose row it is; empty leaves it to the usual names.
        protected_columns: "table.column" or "column" that must not go or loosen without a sign-off.
    """

    guards: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    roles: tuple[str, ...] = ()
    state_fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    tables: Mapping[str, str] = field(default_factory=dict[str, str])
    tenant_columns: tuple[str, ...] = ()
    protected_columns: tuple[str, ...] = ()
    database: Database = field(default_factory=Database)
