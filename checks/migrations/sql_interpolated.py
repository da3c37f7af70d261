"""SQL of a migration is put together from values at run time.

A value stands in the text of the statement instead of beside it.

Why it matters:
    A quote in the value breaks the statement, or becomes a part of it: what was data runs as SQL, with the
    rights of the role that migrates.

Instead:
    Pass values as parameters: `op.execute(sa.text("… :name").bindparams(name=…))`, RunSQL's
    `[("… %s", [value])]`. Quote identifiers with the driver's own function.

What it does not see:
    Where the value comes from. Constants of the file, values of a written list, names in capitals and
    places where only a table or column can stand are silent.

Sources:
    Catalogue MIG-E12; OWASP "SQL Injection Prevention".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, django
from checks.migrations._hit import Words, hit
from checks.schema.operations import RunSql

_HARMLESS = re.compile(
    r"^(?:[\w.]*\.)?[A-Z][A-Z0-9_]*(?:\.\w+)*$|__tablename__|^(?:[\w.]*\.)?[A-Z]\w+\.[A-Z_]+(?:\.(?:value|name))?$|^settings\."
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Statements with values in their text."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, RunSql) and operation.value_holes:
            holes = [hole for hole in operation.interpolated if not _HARMLESS.search(hole)]
            if holes:
                words = Words(
                    f"interpolated sql {operation.value_holes}",
                    f"{operation.said}: values are written into the text of the statement",
                    f"A quote in {holes[0][:40]} breaks the statement, or becomes a part of it.",
                    "Pass it as a parameter.",
                )
                yield hit(case, words, Action.SIGN_OFF, confidence=0.75)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-E12",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        alembic(
            "a value of another row",
            """
            for row in op.get_bind().execute(sa.text("SELECT id, email FROM customers")):
                op.execute(f"UPDATE orders SET note = '{row.email}' WHERE customer_id = {row.id}")
            """,
            ((10, "into the text"),),
        ),
        django(
            "formatted in",
            "migrations.RunSQL(\"UPDATE shop_order SET note = '%s' WHERE id = 1\" % title(), migrations.RunSQL.noop),",
            ((8, "into the text"),),
        ),
        alembic(
            "a constant of the file",
            "op.execute(f\"UPDATE orders SET note = '{NOTE}' WHERE id = 1\")",
            before='NOTE = "x"',
        ),
        alembic(
            "names of a written list",
            """
            for table in ("orders", "customers"):
                op.execute(f"ALTER TABLE {table} ADD COLUMN n int")
            """,
        ),
        alembic("only a name", 'op.execute(f"ALTER TABLE {schema()}.orders ADD COLUMN n int")'),
        alembic(
            "beside the text", 'op.execute(sa.text("UPDATE orders SET note = :n WHERE id = 1").bindparams(n=title()))'
        ),
        django(
            "beside the text, in a list",
            'migrations.RunSQL([("UPDATE shop_order SET note = %s WHERE id = 1", [1])], ""),',
        ),
    ),
)
