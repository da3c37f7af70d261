"""Rows are worked on while the transaction holds a strong lock on a table.

The lock of an ALTER TABLE stays until the end of the transaction, whatever runs behind it.

Why it matters:
    ADD COLUMN is over in a moment, but its ACCESS EXCLUSIVE lock is kept until COMMIT. An UPDATE, a data
    migration or a check of old rows behind it keeps everybody off the table for as long as that takes.

Instead:
    Split: the change of the table in one migration, the work on its rows in the next.

What it does not see:
    How many rows the work touches.

Sources:
    Catalogue MIG-A18, MIG-E03; django-migration-linter CREATE_INDEX_EXCLUSIVE; PostgreSQL documentation
    "Explicit Locking".
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, by_lock, hit, lowered, place_evidence
from checks.migrations._locks import locked_table, under_strong_lock
from checks.schema.operations import ChangeRows, OtherStatement, RunCode
from checks.schema.python.data_code import changes_rows


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Work on rows behind a change of an existing table, in one transaction."""
    del options
    for case in cases(change):
        step = under_strong_lock(case) if _works(case) else None
        if step is not None and case.may_be("postgresql", "sqlite"):
            table = locked_table(step.operation)
            words = Words(
                f"{_what(case)} while {table} is locked",
                f"{_what(case)} runs while the same transaction holds its lock on {table}",
                f"Nobody can use {table} until this work is done: {step.operation.said} keeps its lock to the end.",
                "Do the work on rows in a migration of its own.",
            )
            small = isinstance(case.operation, OtherStatement) or (
                isinstance(case.operation, ChangeRows) and case.operation.bounded
            )
            action = lowered(by_lock(case)) if small else by_lock(case)
            evidence = (place_evidence(case, step.operation, "takes the lock"),)
            yield replace(hit(case, words, action, confidence=0.8), evidence=evidence)


def _works(case: Case) -> bool:
    operation = case.operation
    if isinstance(operation, ChangeRows):
        return not case.step.new_table and not operation.bounded and operation.table.name != "alembic_version"
    if isinstance(operation, OtherStatement):
        return operation.said == "SELECT" and operation.table is not None and not case.step.new_table
    if not isinstance(operation, RunCode) or operation.reverse is None:
        return False
    node = operation.node
    return case.change.within.remember(("changes rows", node), lambda: changes_rows(node))


def _what(case: Case) -> str:
    operation = case.operation
    if isinstance(operation, ChangeRows):
        return f"{operation.verb.upper()} of {operation.table}"
    if isinstance(operation, OtherStatement):
        return f"SELECT from {operation.table}"
    return f"{operation.function}()" if isinstance(operation, RunCode) and operation.function else operation.said


_FILL = """
    def fill(apps, schema_editor):
        Order = apps.get_model("shop", "Order")
        Order.objects.filter(note=None).update(note="")


"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A18", "MIG-E03"),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql(
            "a backfill behind ADD COLUMN",
            "BEGIN;\nALTER TABLE orders ADD COLUMN paid boolean;\nUPDATE orders SET paid = total = 0;\nCOMMIT;\n",
            ((3, "UPDATE of orders"),),
        ),
        sql(
            "a query that reads a table meanwhile",
            "BEGIN;\nALTER TABLE orders ADD COLUMN paid boolean;\nSELECT count(*) FROM customers;\nCOMMIT;\n",
            ((3, "SELECT from customers"),),
        ),
        sql(
            "a query that reads no table",
            "BEGIN;\nALTER TABLE orders ADD COLUMN paid boolean;\nSELECT set_config('a', 'b', true);\nCOMMIT;\n",
        ),
        django(
            "a data migration behind AddField",
            """
            migrations.AddField("order", "paid", models.BooleanField(null=True)),
            migrations.RunPython(fill, migrations.RunPython.noop),
            """,
            ((14, "fill()"),),
            before=_FILL,
        ),
        alembic(
            "an UPDATE in the same upgrade()",
            """
            op.add_column("orders", sa.Column("paid", sa.Boolean()))
            op.execute("UPDATE orders SET paid = false WHERE paid IS NULL")
            """,
            ((10, "UPDATE of orders"),),
        ),
        sql(
            "no transaction in sight", "ALTER TABLE orders ADD COLUMN paid boolean;\nUPDATE orders SET paid = false;\n"
        ),
        sql(
            "one row", "BEGIN;\nALTER TABLE orders ADD COLUMN p int;\nUPDATE orders SET p = 1 WHERE id = 1;\nCOMMIT;\n"
        ),
        sql(
            "the table is new",
            "BEGIN;\nCREATE TABLE t (a int);\nALTER TABLE t ADD b int;\nINSERT INTO t SELECT 1, 2;\nCOMMIT;\n",
        ),
        django("only rows", "migrations.RunPython(fill, migrations.RunPython.noop),", before=_FILL),
        alembic(
            "the work is first",
            """
            op.execute("UPDATE customers SET email = lower(email)")
            op.add_column("orders", sa.Column("paid", sa.Boolean()))
            """,
        ),
    ),
)
