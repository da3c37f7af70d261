"""A column is dropped.

The release that is still running reads it, its data is gone, and there is no way back.

Why it matters:
    While old processes run, every query that names the column fails, and ORMs name all columns. After the
    drop a rollback of the release finds no column, and the data exists in backups only.

Instead:
    1. Stop reading and writing it, and deploy that. 2. Take it out of the model's state only
    (SeparateDatabaseAndState). 3. Drop it in a later release, once nobody names it.

What it does not see:
    Whether a release that no longer uses the column is already deployed. Uses in files that this pull request
    does not change.

Sources:
    Catalogue MIG-B01, MIG-B13, MIG-B14; squawk ban-drop-column, django-migration-linter DROP_COLUMN, strong_migrations
    remove_column, Atlas DS103.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._sequence import dropped_column
from checks.migrations._uses import removed_uses
from checks.schema.operations import AddColumn, CreateTable, DropColumn


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Columns that go from tables that stay."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, DropColumn) and case.existing_table and not _added_here(case, operation):
            yield _told(case, operation)


def _told(case: Case, operation: DropColumn) -> Hit:
    name = f"{operation.table}.{operation.name}"
    code, interface = removed_uses(case.change.within, operation.name)
    codes = ["MIG-B01"] + ["MIG-B13"] * bool(code and case.old_code_runs) + ["MIG-B14"] * bool(interface)
    harm = (
        "The release still running fails on every query that names it; its data and the way back are gone."
        if case.old_code_runs
        else "Its data is gone, and so is the way back to the release before."
    )
    if code and case.old_code_runs:
        harm += " Its last uses go in the same pull request: no release exists in which both sides work."
    if interface:
        harm += " It also leaves an interface: old clients miss it."
    words = Words(
        f"column {name} dropped",
        f"column {name} is dropped",
        harm,
        dropped_column(case, name),
    )
    evidence = tuple(use for use in (code, interface) if use is not None)
    return replace(hit(case, words, Action.SIGN_OFF, confidence=0.95, codes=tuple(codes)), evidence=evidence)


def _added_here(case: Case, operation: DropColumn) -> bool:
    """A column that lives within this pull request only."""
    made = (step.operation for step in case.before())
    return any(
        (isinstance(item, AddColumn) and item.table == operation.table and item.column.name == operation.name)
        or (isinstance(item, CreateTable) and item.table == operation.table)
        for item in made
    )


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-B01", "MIG-B13", "MIG-B14"),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        sql("in SQL", "ALTER TABLE orders DROP COLUMN note;\n", ((1, "orders.note is dropped"),)),
        django("Django's RemoveField", 'migrations.RemoveField("order", "note"),', ((8, "shop_order.note"),)),
        django(
            "by RunSQL",
            'migrations.RunSQL(["ALTER TABLE shop_order DROP COLUMN note;"], migrations.RunSQL.noop),',
            ((8, "shop_order.note"),),
        ),
        alembic(
            "in a batch",
            """
            with op.batch_alter_table("orders") as batch:
                batch.drop_column("note")
            """,
            ((10, "orders.note"),),
        ),
        django(
            "out of Django's state only",
            'migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("order", "note")]),',
        ),
        alembic(
            "on the way back",
            'op.add_column("orders", sa.Column("n", sa.Integer()))',
            downgrade='op.drop_column("orders", "n")',
        ),
        sql("the words in a comment", "-- ALTER TABLE orders DROP COLUMN note\nSELECT 1;\n"),
        sql("another part of the table", "ALTER TABLE orders ALTER COLUMN note DROP DEFAULT;\n"),
    ),
)
