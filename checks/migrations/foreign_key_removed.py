"""A foreign key is removed, or no longer enforced.

The database accepts rows that point to nothing.

Why it matters:
    A parent that is deleted leaves orphans behind, and a wrong id is stored without a word. Joins lose rows,
    and nobody notices until the numbers are wrong.

Instead:
    Keep the key. Where it must go for a move, put it back NOT VALID and validate it in the same series.

What it does not see:
    Whether the code checks the parent by itself. A key whose column is dropped goes with it: told there.

Sources:
    Catalogue MIG-S02; Atlas CD101.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, columns_text, hit
from checks.migrations._lost import dropped_rule, goes_with_its_columns, is_replaced
from checks.schema.columns import ConstraintKind
from checks.schema.operations import Setting

_KIND = ConstraintKind.FOREIGN_KEY
_SWITCHES = {"foreign_key_checks": {"0", "off"}, "session_replication_role": {"replica"}}


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Foreign keys that go, and the switch that turns all of them off."""
    del options
    for case in cases(change):
        operation = case.operation
        rule = dropped_rule(operation, _KIND)
        if rule is not None and case.existing_table:
            table, columns, name = rule
            if goes_with_its_columns(case, table, columns) or is_replaced(case, _KIND, table, columns):
                continue
            what = columns_text(columns) if columns else name
            words = Words(
                f"foreign key {table}({what}) removed",
                f"foreign key {table} ({what}) is removed",
                "Rows that point to nothing are accepted from now on.",
                "Keep it, or put it back NOT VALID and validate it.",
            )
            yield hit(case, words, Action.SIGN_OFF, kind=Kind.LOST, confidence=0.9 if columns else 0.8)
        elif isinstance(operation, Setting) and operation.value.lower() in _SWITCHES.get(operation.name, set()):
            words = Words(
                f"{operation.name} {operation.value}",
                f"foreign keys are switched off: {operation.name} = {operation.value}",
                "Nothing that runs meanwhile is checked, and nothing checks it afterwards.",
                "Order the statements so that every key holds.",
            )
            yield hit(case, words, Action.WARN, kind=Kind.LOST)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-S02",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        sql("in SQL", "ALTER TABLE orders DROP CONSTRAINT orders_customer;\n", ((1, "is removed"),)),
        django(
            "Django no longer asks the database for it",
            """
            migrations.AlterField(
                "order", "customer", models.ForeignKey("shop.customer", models.PROTECT, db_constraint=False)
            ),
            """,
            ((8, "customer_id"),),
        ),
        sql(
            "all keys are switched off",
            "SET FOREIGN_KEY_CHECKS = 0;\nINSERT INTO `orders` VALUES (1);\n",
            ((1, "switched off"),),
        ),
        alembic(
            "replaced by one with another rule",
            """
            op.drop_constraint("fk_customer", "orders", type_="foreignkey")
            op.create_foreign_key("fk_customer", "orders", "customers", ["customer_id"], ["id"], ondelete="RESTRICT")
            """,
        ),
        django("the field goes too", 'migrations.RemoveField("order", "customer"),'),
        sql("another kind of constraint", "ALTER TABLE orders DROP CONSTRAINT positive_total;\n"),
        sql("keys are switched on", "SET FOREIGN_KEY_CHECKS = 1;\nUPDATE `orders` SET note = '' WHERE id = 1;\n"),
    ),
)
