"""Ways that take several migrations or releases: their steps, numbered, in the words of the tool that migrates."""

from __future__ import annotations

from checks.migrations._case import Case
from checks.schema.migration import Framework
from checks.schema.names import TableName

_UNIQUE_INDEX = {
    Framework.DJANGO: "Build the unique index by RunSQL, CREATE UNIQUE INDEX CONCURRENTLY, with `atomic = False`",
    Framework.ALEMBIC: "Build the unique index with `postgresql_concurrently=True` in an `autocommit_block()`",
    Framework.SQL: "`CREATE UNIQUE INDEX CONCURRENTLY`, outside a transaction",
}
_TAKEN_OVER = {
    Framework.DJANGO: "`ADD CONSTRAINT … {kind} USING INDEX` by RunSQL, the model's change as its `state_operations`",
    Framework.ALEMBIC: "`op.execute` ADD CONSTRAINT … {kind} USING INDEX, which is short",
    Framework.SQL: "`ADD CONSTRAINT … {kind} USING INDEX`, which is short",
}
_PRESENT = {
    Framework.DJANGO: "`AddConstraintNotValid` with a CHECK that it is not null",
    Framework.ALEMBIC: "`op.create_check_constraint` that it IS NOT NULL, with `postgresql_not_valid=True`",
    Framework.SQL: "`ADD CONSTRAINT … CHECK (… IS NOT NULL) NOT VALID`",
}
_STRICT = {
    Framework.DJANGO: "take `null=True` away",
    Framework.ALEMBIC: "`op.alter_column(…, nullable=False)`",
    Framework.SQL: "`ALTER COLUMN … SET NOT NULL`",
}
_KEY_NOT_VALID = {
    Framework.DJANGO: "`db_constraint=False` in the field, and ADD CONSTRAINT … FOREIGN KEY … NOT VALID by RunSQL",
    Framework.ALEMBIC: "`op.create_foreign_key(…, postgresql_not_valid=True)`",
    Framework.SQL: "`ADD CONSTRAINT … FOREIGN KEY … NOT VALID`",
}
_CHECK_NOT_VALID = {
    Framework.DJANGO: "`AddConstraintNotValid`",
    Framework.ALEMBIC: "`op.create_check_constraint(…, postgresql_not_valid=True)`",
    Framework.SQL: "`ADD CONSTRAINT … CHECK … NOT VALID`",
}
_VALIDATE_CHECK = {
    Framework.DJANGO: "`ValidateConstraint` in a migration of its own",
    Framework.ALEMBIC: "`op.execute` VALIDATE CONSTRAINT in a revision of its own",
    Framework.SQL: "`VALIDATE CONSTRAINT` in a migration of its own",
}
_VALIDATE_KEY = {
    **_VALIDATE_CHECK,
    Framework.DJANGO: "VALIDATE CONSTRAINT by RunSQL in a migration of its own, and the state without `db_constraint`",
}
_FORGET = {
    Framework.DJANGO: "Take it out of the models by `SeparateDatabaseAndState`, state only, and deploy that",
    Framework.ALEMBIC: "Take it out of the mapped class, and deploy that",
    Framework.SQL: "Take it out of the models and queries of the code, and deploy that",
}


def numbered(*steps: str) -> str:
    """The steps on one line, as the message of a finding is."""
    return f"In {len(steps)} steps: " + " ".join(f"{number}. {step}." for number, step in enumerate(steps, 1))


def foreign_key(case: Case) -> str:
    """A key whose old rows are looked up under a lock that lets writes through."""
    if case.engine == "mysql":
        return numbered(
            "Mend the rows that point to nothing", "Add the key in a quiet hour, with a short lock_wait_timeout"
        )
    framework = case.run.migration.framework
    return numbered(_KEY_NOT_VALID[framework], _VALIDATE_KEY[framework])


def table_check(case: Case) -> str:
    """A check whose old rows are tested under a lock that lets writes through."""
    if case.engine == "mysql":
        return numbered("Add it NOT ENFORCED", "Mend the rows that break it", "ALTER CHECK … ENFORCED in a quiet hour")
    framework = case.run.migration.framework
    return numbered(_CHECK_NOT_VALID[framework], _VALIDATE_CHECK[framework])


def validated_apart(case: Case) -> str:
    """The two halves of a constraint in two transactions."""
    return numbered("Add it NOT VALID here, and let it be committed", _VALIDATE_CHECK[case.run.migration.framework])


def not_null(case: Case, column: str) -> str:
    """A column that no longer takes NULL, without a scan and without an error for old writers."""
    prepare = f"Give {column} a default in the database, deploy code that always writes it, and backfill in batches"
    if case.may_be("postgresql"):
        return numbered(prepare, *_proven(case))
    strict = "MODIFY it NOT NULL with ALGORITHM=INPLACE, LOCK=NONE" if case.engine == "mysql" else "Make it NOT NULL"
    return numbered(prepare, f"{strict} a release later")


def proven_not_null(case: Case) -> str:
    """The same for a column in which no NULL can stand."""
    return numbered(*_proven(case))


def _proven(case: Case) -> tuple[str, str, str]:
    framework = case.run.migration.framework
    return (
        _PRESENT[framework],
        _VALIDATE_CHECK[framework],
        f"Then {_STRICT[framework]}, which needs no scan since PostgreSQL 12, and drop the check",
    )


def required_column(case: Case) -> str:
    """A new column that becomes NOT NULL once everybody writes it."""
    return numbered(
        "Add it nullable",
        "Deploy code that always writes it, and backfill old rows in batches",
        f"In a later release {_STRICT[case.run.migration.framework]}",
    )


def unique(case: Case, columns: str) -> str:
    """A uniqueness whose index is built beside the traffic."""
    framework = case.run.migration.framework
    return numbered(*_kept_unique(columns), _UNIQUE_INDEX[framework], _TAKEN_OVER[framework].format(kind="UNIQUE"))


def unique_without_lock(columns: str) -> str:
    """A uniqueness whose lock is no matter: old rows and old code are."""
    return numbered(*_kept_unique(columns), "Add the rule a release later")


def _kept_unique(columns: str) -> tuple[str, str]:
    return f"Let the code keep {columns} unique, and deploy that", "Remove duplicates in a migration of its own"


def primary_key(case: Case) -> str:
    """A primary key whose index is built beside the traffic."""
    if case.engine == "mysql":
        return _beside("the table", "that has the key")
    framework = case.run.migration.framework
    return numbered(
        _UNIQUE_INDEX[framework],
        "Make its columns NOT NULL by a CHECK that was added NOT VALID and validated",
        _TAKEN_OVER[framework].format(kind="PRIMARY KEY"),
    )


def exclusion(table: TableName) -> str:
    """A constraint that PostgreSQL cannot add beside the traffic."""
    return _beside(str(table), "that has the constraint")


def _beside(table: str, what: str) -> str:
    return numbered(
        f"Make a table beside {table} {what}",
        "Write both",
        "Copy old rows in batches",
        "Switch the names in one short transaction, and drop the old table later",
    )


def filled_column(case: Case, column: str) -> str:
    """A new column whose values the database would have to compute row by row."""
    proof = " by a CHECK that was added NOT VALID and validated" if case.may_be("postgresql") else ""
    return numbered(
        f"Add {column} nullable, without a default",
        "Set the default for new rows, or let the code or a trigger write it",
        "Backfill old rows in batches, outside the migration",
        f"If it must be NOT NULL, make it so{proof}",
    )


def replaced_column(column: str, new: str) -> str:
    """Expand and contract: a new column beside the old one; `new` says what is new: "name", "type"."""
    return numbered(
        f"Add a column of the new {new} beside {column}",
        "Deploy code that writes both",
        "Backfill old rows in batches",
        f"Deploy code that reads the new one, and drop {column} a release later",
    )


def dropped_column(case: Case, column: str) -> str:
    """A column that nobody names when it goes."""
    return numbered(
        f"Stop reading and writing {column}; if it is NOT NULL, let the database fill it in",
        _FORGET[case.run.migration.framework],
        "Drop it a release later",
    )


def dropped_table(case: Case, table: TableName) -> str:
    """A table that nobody names when it goes."""
    return numbered(
        f"Stop using {table}", _FORGET[case.run.migration.framework], "Drop it a release later, with a copy kept"
    )


def renamed_table(old: str, new: str) -> str:
    """A table under two names for a while."""
    return numbered(
        f"Move it to {new}, and make a view {old} of it in the same transaction",
        "Deploy code that names the new one",
        f"Drop the view {old} a release later",
    )


def renamed_schema(old: str) -> str:
    """Tables that move while both releases run."""
    return numbered(
        f"Make the new schema beside {old}, and move the tables there with views under their old names",
        "Deploy code that names the new one",
        f"Drop {old} a release later",
    )


def renamed_value(old: str) -> str:
    """A value of an enum under another spelling."""
    return numbered(
        "Add the new value",
        f"Deploy code that reads both and writes only the new one, and move the rows that hold {old}",
        f"Refuse {old} by a CHECK a release later",
    )


def retired_value(old: str) -> str:
    """A value that rows and running code still hold."""
    return numbered(
        f"Deploy code that still reads {old} and no longer writes it",
        "Move the rows that hold it",
        "Take it away a release later",
    )


def attached_partition() -> str:
    """A partition that needs no scan when it comes."""
    return numbered(
        "Add a CHECK NOT VALID to it that says the same as the bounds",
        "VALIDATE it in a migration of its own",
        "ATTACH, which is short then",
    )


def hot_parent(case: Case) -> str:
    """A key to a busy table, after the table that holds it."""
    framework = case.run.migration.framework
    return numbered(
        "Create it without the key", f"{_KEY_NOT_VALID[framework]}, with a lock_timeout", _VALIDATE_KEY[framework]
    )
