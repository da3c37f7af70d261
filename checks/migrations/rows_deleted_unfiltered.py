"""A data migration deletes every row of a model.

`Model.objects.all().delete()` empties the table wherever it runs.

Why it matters:
    What looks like a clean start on a laptop removes the content of production, with everything that
    cascades from it.

Instead:
    Filter the rows that must go, count them first, and keep a copy.

What it does not see:
    Whether the table holds anything worth keeping.

Sources:
    Catalogue MIG-C09; Django documentation "Deleting objects".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._code import data_code, historical_table, hit_at
from checks.migrations._examples import alembic, django
from checks.migrations._hit import Words
from checks.schema.python.data_code import Act, writes


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Deletes over whole querysets."""
    del options
    for found in data_code(change):
        for write in writes(found.parts):
            if write.act is Act.DELETE_ALL:
                model = historical_table(found, write.model).model or "a model"
                words = Words(
                    f"{found.operation.function} deletes all of {model}",
                    f"{found.operation.function or 'the migration'}() deletes every row of {model}",
                    "The table's content is gone wherever this migration runs, with all that cascades from it.",
                    "Filter the rows that must go.",
                )
                yield hit_at(found, write.node, words, Action.BLOCK, confidence=0.85)


_RUN = "migrations.RunPython(clear, migrations.RunPython.noop),"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-C09",),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        django(
            "all of them",
            _RUN,
            ((6, "deletes every row of shop.Order"),),
            before="""
            def clear(apps, schema_editor):
                Order = apps.get_model("shop", "Order")
                Order.objects.all().delete()
            """,
        ),
        django(
            "some of them",
            _RUN,
            before="""
            def clear(apps, schema_editor):
                Order = apps.get_model("shop", "Order")
                Order.objects.filter(status="test").delete()
                for order in Order.objects.exclude(note=None)[:10]:
                    order.delete()
            """,
        ),
        django(
            "a key of a dictionary",
            _RUN,
            before="""
            def clear(apps, schema_editor):
                cache = {}
                cache.pop("orders", None)
            """,
        ),
        alembic("SQL is told elsewhere", 'op.execute("DELETE FROM orders WHERE id = 1")'),
    ),
)
