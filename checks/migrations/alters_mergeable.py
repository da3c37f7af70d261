"""Several changes of one table could be one statement.

Each ALTER TABLE waits for its lock again.

Why it matters:
    PostgreSQL and MySQL do several actions in one pass and under one lock. Apart, each one waits for the
    table, and each rewrite or scan reads it again.

Instead:
    `ALTER TABLE t ADD COLUMN a …, ADD COLUMN b …, ALTER COLUMN c …`.

What it does not see:
    Changes that must not share a statement. Off unless a repository asks for it.

Sources:
    Catalogue MIG-A27; eugene W12; Bytebase statement.merge-alter-table.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit, place_evidence
from checks.schema.migration import Framework
from checks.schema.operations import AddColumn, ChangeType, DropColumn, DropDefault, DropNotNull, SetDefault, SetNotNull
from checks.schema.place import Place

_MERGEABLE = (AddColumn, DropColumn, ChangeType, SetNotNull, DropNotNull, SetDefault, DropDefault)
_MANY = 3


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Three or more statements of an SQL file about one existing table."""
    del options
    groups: dict[str, dict[Place, Case]] = {}
    for case in cases(change):
        operation = case.operation
        if case.run.migration.framework is Framework.SQL and isinstance(operation, _MERGEABLE) and case.existing_table:
            groups.setdefault(str(operation.table), {}).setdefault(operation.place, case)
    for table, group in groups.items():
        if len(group) >= _MANY:
            first, *others = group.values()
            words = Words(
                f"{table} altered {len(group)} times",
                f"{len(group)} statements alter {table}",
                "Each one waits for its lock again.",
                "Make them one statement.",
            )
            evidence = tuple(place_evidence(case, case.operation, "again") for case in others)
            yield replace(hit(first, words, Action.WARN, confidence=0.75), evidence=evidence)


_ADD = "ALTER TABLE orders ADD COLUMN {name} int;\n"
_THREE = "".join(_ADD.format(name=name) for name in "abc")

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A27",),
    kind=Kind.INTRODUCED,
    severity=Severity.LOW,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    enabled=False,
    examples=(
        sql("three statements", _THREE, ((1, "3 statements"),)),
        sql("one statement", "ALTER TABLE orders ADD COLUMN a int, ADD COLUMN b int, ADD COLUMN c int;\n"),
        sql("three tables", "ALTER TABLE a ADD x int;\nALTER TABLE b ADD x int;\nALTER TABLE c ADD x int;\n"),
        alembic(
            "Alembic writes the statements", 'op.drop_column("orders", "note")\nop.drop_column("orders", "status")'
        ),
        django("so does Django", 'migrations.RemoveField("order", "note"),'),
    ),
)
