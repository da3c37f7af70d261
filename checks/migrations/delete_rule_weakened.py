"""Deleting a row now takes others with it.

A foreign key that protected its rows, or left them alone, cascades, or lets go of them.

Why it matters:
    Deleting one parent used to be refused. Now it silently deletes every row that points to it, and what
    points to those; or it sets the reference to NULL, and nobody knows any more whose rows they were.

Instead:
    Keep PROTECT or RESTRICT, and delete the children on purpose where that is meant.

What it does not see:
    What the rule was where base does not tell it: a key that is made anew with CASCADE is told then.

Sources:
    Catalogue MIG-S08, MIG-C08; Django documentation "on_delete".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._lost import plain
from checks.schema.columns import ConstraintKind
from checks.schema.operations import AddConstraint, ChangeDeleteRule, DropConstraint

_STRENGTH = {
    "PROTECT": 3,
    "RESTRICT": 3,
    "NO ACTION": 3,
    "": 3,
    "DO_NOTHING": 2,
    "SET": 1,
    "SET DEFAULT": 1,
    "SET NULL": 1,
    "CASCADE": 0,
}


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Delete rules that let more go than before."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, ChangeDeleteRule) and case.existing_table:
            if _STRENGTH.get(operation.after, 2) < _STRENGTH.get(operation.before, 2):
                yield _told(case, f"{operation.table}.{operation.name}", operation.before, operation.after)
        elif isinstance(operation, AddConstraint) and not operation.on_new_column and case.existing_table:
            yield from _made_anew(case, operation)


def _made_anew(case: Case, operation: AddConstraint) -> Iterator[Hit]:
    """A key that is dropped and added again with another rule."""
    constraint = operation.constraint
    if constraint.kind is not ConstraintKind.FOREIGN_KEY or constraint.references is None:
        return
    after = constraint.references.on_delete
    for step in case.before():
        gone = step.operation
        if not isinstance(gone, DropConstraint) or gone.table != operation.table:
            continue
        same = (gone.columns and plain(gone.columns) == plain(constraint.columns)) or gone.name == constraint.name
        if gone.kind in {ConstraintKind.FOREIGN_KEY, ConstraintKind.UNKNOWN} and same:
            known = gone.constraint.references if gone.constraint is not None else None
            before = known.on_delete if known is not None else "NO ACTION"
            if after == "CASCADE" and _STRENGTH.get(before, 2) > 0:
                columns = ", ".join(constraint.columns)
                yield _told(
                    case, f"{operation.table}.{columns}", before if known is not None else "another rule", after
                )
            return


def _told(case: Case, name: str, before: str, after: str) -> Hit:
    cascades = after == "CASCADE"
    harm = (
        "Deleting the parent deletes these rows, and what points to them."
        if cascades
        else "Deleting the parent leaves rows that belong to nobody."
    )
    words = Words(
        f"delete rule of {name} to {after}",
        f"when its parent is deleted: {name} {before or 'NO ACTION'} → {after}",
        harm,
        "Keep the stricter rule, and delete the children on purpose.",
    )
    codes = ("MIG-S08", "MIG-C08") if cascades else ("MIG-S08",)
    return hit(case, words, Action.SIGN_OFF, kind=Kind.WEAKENED, codes=codes, confidence=0.85)


_FIELD = 'migrations.AlterField("order", "customer", models.ForeignKey("shop.customer", models.{rule})),'

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-S08", "MIG-C08"),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        django("protected before", _FIELD.format(rule="CASCADE"), ((8, "PROTECT → CASCADE"),)),
        alembic(
            "made anew by Alembic",
            """
            op.drop_constraint("fk_c", "orders", type_="foreignkey")
            op.create_foreign_key("fk_c", "orders", "customers", ["customer_id"], ["id"], ondelete="CASCADE")
            """,
            ((10, "CASCADE"),),
        ),
        django("as it was", _FIELD.format(rule="PROTECT")),
        django("stricter than before", _FIELD.format(rule="RESTRICT")),
        sql(
            "made anew with a stricter rule",
            """
            ALTER TABLE orders DROP CONSTRAINT orders_customer;
            ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
                ON DELETE RESTRICT NOT VALID;
            """,
        ),
        sql("a new table", "CREATE TABLE t (a bigint REFERENCES orders (id) ON DELETE CASCADE);\n"),
    ),
)
