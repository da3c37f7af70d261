"""A column's type changes.

Most changes of a type write the whole table anew under the strongest lock; some cut values off.

Why it matters:
    ALTER COLUMN … TYPE holds an ACCESS EXCLUSIVE lock while rows, indexes and checks are done again: the
    table is gone for minutes. A narrower type fails on, or truncates, values that stand there. The release
    that is still running keeps writing the old type.

Instead:
    1. Add a new column of the new type. 2. Write both. 3. Backfill in batches. 4. Read the new one, and drop
    the old one in a later release. Widening a varchar, or varchar to text, needs none of that and is silent.

What it does not see:
    The old type where neither the base's migrations and models nor `existing_type=` tell it: then it warns.

Sources:
    Catalogue MIG-A13, MIG-B07, MIG-C05, MIG-S14; PostgreSQL documentation "ALTER TABLE"; squawk
    changing-column-type, strong_migrations change_column, django-migration-linter ALTER_COLUMN.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, by_lock, hit
from checks.migrations._sequence import replaced_column
from checks.schema.columns import ConstraintKind
from checks.schema.operations import ChangeType, RedefineColumn
from checks.schema.type_change import Cost, cost_of


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Changes of type that cost or lose something."""
    del options
    for case in cases(change):
        operation = case.operation
        if not case.existing_table:
            continue
        if isinstance(operation, ChangeType) and not case.step.new_column:
            cost = cost_of(operation.before, operation.type, case.engine)
            if not cost.rewrites and operation.using and case.engine != "sqlite":
                cost = replace(cost, rewrites=True)
            if cost.rewrites or cost.loses or cost.weakens or _checks_again(case, operation):
                yield _told(case, operation, cost)
        elif isinstance(operation, RedefineColumn):
            yield _unknown(case, operation)


def _told(case: Case, operation: ChangeType, cost: Cost) -> Hit:
    name = f"{operation.table}.{operation.name}"
    locks = cost.rewrites or bool(_checks_again(case, operation))
    codes = ["MIG-A13"] * locks + ["MIG-B07"] + ["MIG-C05"] * cost.loses + ["MIG-S14"] * cost.weakens
    before = operation.before if operation.before is not None else "an unknown type"
    harms = [
        "The table is written anew under a lock that stops reads and writes." if cost.rewrites else "",
        "Values that no longer fit are refused or cut." if cost.loses else "",
        "The database stops refusing what the old type refused." if cost.weakens else "",
        "" if cost.rewrites else _checks_again(case, operation),
    ]
    if not cost.known:
        harms = ["Unless the change is a safe one, the table is written anew under a lock that stops reads and writes."]
    words = Words(
        f"type of {name} to {operation.type.name}{operation.type.args or ''}",
        f"type of {name}: {before} → {operation.type}",
        " ".join(filter(None, harms)),
        replaced_column(name, "type"),
    )
    found = hit(case, words, _action(case, operation, cost), confidence=0.9 if cost.known else 0.6, codes=tuple(codes))
    return replace(found, kind=Kind.WEAKENED) if cost.weakens and not cost.rewrites else found


def _action(case: Case, operation: ChangeType, cost: Cost) -> Action:
    if not cost.known:
        return Action.WARN if operation.sure or case.size in {"large", "huge", "hot"} else Action.NOTE
    if cost.loses:
        return Action.BLOCK if case.size != "small" and case.engine != "sqlite" else Action.SIGN_OFF
    if not cost.rewrites and cost.weakens:
        return Action.SIGN_OFF
    return by_lock(case)


def _checks_again(case: Case, operation: ChangeType) -> str:
    """What PostgreSQL reads the table for although it keeps the rows as they are; "" when nothing."""
    table, before = case.step.table, operation.before
    if table is None or before is None or not case.may_be("postgresql") or before == operation.type:
        return ""
    mine = operation.name.lower()
    if (before.name == "citext") != (operation.type.name == "citext") and any(
        mine in {column.lower() for column in index.columns} for index in table.indexes
    ):
        return "Its indexes are built anew under a lock that stops reads and writes: they compare differently now."
    if before.name != operation.type.name and any(
        item.kind is ConstraintKind.CHECK and mine in {column.lower() for column in item.columns}
        for item in table.constraints
    ):
        return "Every row is checked again under a lock that stops reads and writes: a CHECK stands on the column."
    return ""


def _unknown(case: Case, operation: RedefineColumn) -> Hit:
    name = f"{operation.table}.{operation.column.name}"
    words = Words(
        f"{name} declared anew, base unknown",
        f"{name} is declared anew, and its declaration at base was not found",
        "Whether this rewrites the table, scans it or changes nothing cannot be told from the files at hand.",
    )
    return hit(case, words, Action.NOTE, confidence=0.4, codes=("MIG-A13",))


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A13", "MIG-B07", "MIG-C05", "MIG-S14"),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql(
            "rows are computed anew",
            "ALTER TABLE orders ALTER COLUMN note TYPE text USING upper(note);\n",
            ((1, "written anew"),),
        ),
        sql(
            "an index compares differently now",
            "ALTER TABLE customers ADD COLUMN code text;\nALTER TABLE orders ALTER COLUMN status TYPE citext;\n",
            ((2, "indexes are built anew"),),
        ),
        sql("a cast that changes nothing", "ALTER TABLE orders ALTER COLUMN note TYPE text USING note::text;\n"),
        sql(
            "a type of another kind",
            "ALTER TABLE orders ALTER COLUMN note TYPE integer USING note::integer;\n",
            ((1, "written anew"),),
        ),
        django(
            "a shorter text",
            'migrations.AlterField("order", "status", models.CharField(max_length=10)),',
            ((8, "CharField(20) → CharField(10)"),),
        ),
        alembic(
            "money becomes a float",
            'op.alter_column("orders", "total", type_=sa.Float(), existing_type=sa.Numeric(10, 2))',
            ((9, "stops refusing"),),
        ),
        sql("a type nobody knows", "ALTER TABLE parcels ALTER COLUMN code TYPE bigint;\n", ((1, "Unless the change"),)),
        sql("a longer varchar", "ALTER TABLE orders ALTER COLUMN note TYPE varchar(500);\n"),
        django("a longer text", 'migrations.AlterField("order", "status", models.CharField(max_length=40)),'),
        alembic(
            "varchar to text",
            'op.alter_column("orders", "note", type_=sa.Text(), existing_type=sa.String(200))',
        ),
        sql("more digits, the same scale", "ALTER TABLE orders ALTER COLUMN total TYPE numeric(14, 2);\n"),
        django(
            "only the words of a field change",
            'migrations.AlterField("order", "status", models.CharField(max_length=20, verbose_name="State")),',
        ),
        sql("a table of the same file", "CREATE TABLE t (a int);\nALTER TABLE t ALTER COLUMN a TYPE bigint;\n"),
    ),
)
