"""A data migration works on a whole table in one go.

All rows are updated in one statement, saved one by one, or written as one batch.

Why it matters:
    One statement over a large table locks every row until the transaction ends, bloats the table and stalls
    replicas. Saving row by row takes a query per row: hours, during a deploy. A batch without a size builds
    one statement, and one list in memory, of the whole table.

Instead:
    Read with `iterator(chunk_size=…)`, write with `bulk_update(…, batch_size=…)` or by ranges of the key, in a
    migration with `atomic = False` or a job outside the deploy.

What it does not see:
    How many rows there are; say so with `tables:` in the configuration. A small table is a note.

Sources:
    Catalogue MIG-E04, MIG-E07; strong_migrations "Backfilling data"; Django documentation "bulk_update".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Settings, Severity
from checks.migrations._case import Case, cases, size_of
from checks.migrations._code import DataCode, data_code, historical_table, hit_at
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._locks import under_strong_lock
from checks.schema.operations import ChangeRows
from checks.schema.python.data_code import Act, Write, writes

_WORDS = {
    Act.UPDATE_ALL: "Every row is locked and rewritten at once, until the transaction ends.",
    Act.SAVE_EACH: "Each row costs a query: on a large table that is hours, during a deploy.",
    Act.BULK_WHOLE: "The whole table becomes one list in memory and one statement.",
}


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Writes over whole tables."""
    del options
    for found in data_code(change):
        for write in writes(found.parts):
            if write.act in _WORDS:
                yield _told(found, write)
    for case in cases(change):
        operation = case.operation
        if not isinstance(operation, ChangeRows) or operation.verb != "update" or operation.bounded:
            continue
        if operation.where_null and case.existing_table and under_strong_lock(case) is None:
            yield _filled(case, operation)


def _filled(case: Case, operation: ChangeRows) -> Hit:
    words = Words(
        f"backfill of {operation.table} at once",
        f"UPDATE fills {', '.join(operation.where_null)} of {operation.table} in one go",
        _WORDS[Act.UPDATE_ALL],
        "Update by ranges of the key, each in a transaction of its own.",
    )
    action = Action.NOTE if case.size == "small" else Action.WARN
    return hit(case, words, action, codes=("MIG-E04",), confidence=0.7)


def _told(found: DataCode, write: Write) -> Hit:
    size = size_of(found.case.change, historical_table(found, write.model))
    words = Words(
        f"{found.operation.function} {write.act}",
        f"{found.operation.function or 'the migration'}() {write.act}",
        _WORDS[write.act],
        "Read by chunks and write with `batch_size=`, outside of one long transaction.",
    )
    action = Action.NOTE if size == "small" else Action.BLOCK if size in {"large", "huge", "hot"} else Action.WARN
    code = "MIG-E04" if write.act is Act.UPDATE_ALL else "MIG-E07"
    return hit_at(found, write.node, words, action, codes=(code,), confidence=0.8)


_RUN = "migrations.RunPython(fill, migrations.RunPython.noop),"
_HUGE = Settings(tables={"shop.Order": "huge"})

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-E04", "MIG-E07"),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        django(
            "row by row",
            _RUN,
            ((8, "row by row"),),
            before="""
            def fill(apps, schema_editor):
                Order = apps.get_model("shop", "Order")
                for order in Order.objects.all():
                    order.note = ""
                    order.save()
            """,
        ),
        sql("one UPDATE", "UPDATE orders SET note = '' WHERE note IS NULL;\n", ((1, "fills note"),)),
        sql("some rows by their keys", "UPDATE orders SET note = '' WHERE note IS NULL AND id IN (1, 2);\n"),
        sql("a new table", "CREATE TABLE t (a int);\nUPDATE t SET a = 1 WHERE a IS NULL;\n"),
        django(
            "a batch without a size",
            _RUN,
            ((9, "in one batch"),),
            before="""
            def fill(apps, schema_editor):
                Order = apps.get_model("shop", "Order")
                orders = list(Order.objects.all())
                for order in orders:
                    order.note = ""
                Order.objects.bulk_update(orders, ["note"])
            """,
            settings=_HUGE,
        ),
        django(
            "with a batch size",
            _RUN,
            before="""
            def fill(apps, schema_editor):
                Order = apps.get_model("shop", "Order")
                orders = list(Order.objects.filter(note=None))
                Order.objects.bulk_update(orders, ["note"], batch_size=500)
            """,
        ),
        django(
            "a list that is written down",
            _RUN,
            before="""
            def fill(apps, schema_editor):
                Customer = apps.get_model("shop", "Customer")
                Customer.objects.bulk_create([Customer(email="a@example.org"), Customer(email="b@example.org")])
                for email in ["a@example.org"]:
                    Customer.objects.create(email=email)
            """,
        ),
        django(
            "rows by a condition",
            _RUN,
            before="""
            def fill(apps, schema_editor):
                apps.get_model("shop", "Order").objects.filter(status="test").update(note="")
            """,
        ),
        alembic("one row", 'op.execute("UPDATE orders SET note = 1 WHERE id = 1")'),
    ),
)
