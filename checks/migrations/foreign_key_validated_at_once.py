"""A foreign key is added and its old rows are checked under the same lock.

Adding a foreign key locks both tables against writes while every old row is looked up.

Why it matters:
    ADD FOREIGN KEY takes a SHARE ROW EXCLUSIVE lock on the table and on the table it points to, and holds
    it during the scan: writes to both wait. It fails when one old row points to nothing.

Instead:
    1. `ADD CONSTRAINT … FOREIGN KEY … NOT VALID` (a short lock). 2. In a later transaction
    `VALIDATE CONSTRAINT`, which lets writes through. In Django: `db_constraint=False` first, then both
    steps by RunSQL; in Alembic: `postgresql_not_valid=True`, then `op.execute("ALTER TABLE … VALIDATE …")`.

What it does not see:
    Whether the parent is empty. A new, empty column costs the locks and its index, but no lookup per row;
    the finding says which.

Sources:
    Catalogue MIG-A04, MIG-D04; PostgreSQL documentation "ALTER TABLE"; squawk adding-foreign-key-constraint,
    strong_migrations add_foreign_key.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity, Suggestion
from checks.migrations._case import Case, cases, size_of
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, by_lock, columns_text, hit
from checks.migrations._sequence import foreign_key
from checks.migrations._suggest import source_of, with_argument, written
from checks.schema.columns import ConstraintKind
from checks.schema.migration import Framework
from checks.schema.operations import AddConstraint
from checks.schema.state.steps import runs


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Foreign keys that are validated while they lock."""
    del options
    for case in cases(change):
        operation = case.operation
        if not isinstance(operation, AddConstraint) or operation.constraint.kind is not ConstraintKind.FOREIGN_KEY:
            continue
        if operation.constraint.validated and case.existing_table and case.may_be("postgresql", "mysql"):
            yield _told(case, operation)


def _told(case: Case, operation: AddConstraint) -> Hit:
    constraint, table = operation.constraint, operation.table
    parent = constraint.references.table if constraint.references is not None else None
    new = parent is not None and _made_here(case, str(parent))
    harm = "Writes to both tables wait while the key is added"
    harm += "." if operation.on_new_column else ", and every old row is looked up under that lock."
    if new:
        harm = "Writes to the table wait while the key is added and its old rows are checked."
    words = Words(
        f"foreign key {table}({'+'.join(constraint.columns)}) validated at once",
        f"foreign key {table}({columns_text(constraint.columns)}) → {parent} is added and validated at once",
        harm,
        foreign_key(case),
    )
    action = by_lock(case)
    if parent is not None and size_of(case.change, parent) in {"large", "huge", "hot"}:
        action = Action.BLOCK
    codes = ("MIG-A04",) if operation.on_new_column else ("MIG-A04", "MIG-D04")
    confidence = 0.75 if operation.on_new_column else 0.9
    return replace(
        hit(case, words, action, confidence=confidence, codes=codes), suggestion=_suggestion(case, operation)
    )


def _made_here(case: Case, parent: str) -> bool:
    made = (step.operation for run in case.change.within.ask(runs).values() for step in run.up)
    return any(
        type(operation).__name__ == "CreateTable" and str(getattr(operation, "table", "")) == parent
        for operation in made
    )


def _suggestion(case: Case, operation: AddConstraint) -> Suggestion | None:
    """NOT VALID at the end of the statement, or Alembic's argument for it."""
    if operation.implied or case.engine == "mysql":
        return None
    alone = sum(step.operation.place == operation.place for step in case.run.up) == 1
    text = source_of(case, operation)
    if text is None or not alone:
        return None
    match case.run.migration.framework:
        case Framework.SQL:
            return written(case, operation, f"{text} NOT VALID")
        case Framework.ALEMBIC if operation.said == "op.create_foreign_key":
            return written(case, operation, with_argument(text, "postgresql_not_valid=True"))
        case _:
            return None


_KEY = "ALTER TABLE orders ADD CONSTRAINT orders_owner FOREIGN KEY (customer_id) REFERENCES customers (id)"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A04", "MIG-D04"),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("a key in SQL", f"{_KEY};\n", ((1, "validated at once"),)),
        django(
            "a new foreign key on an existing model",
            'migrations.AddField("order", "buyer", models.ForeignKey("shop.customer", models.PROTECT, null=True)),',
            ((8, "shop_order(buyer_id)"),),
        ),
        alembic(
            "Alembic's create_foreign_key",
            'op.create_foreign_key("orders_owner", "orders", "customers", ["customer_id"], ["id"])',
            ((9, "customers"),),
        ),
        sql("not valid at first", f"{_KEY} NOT VALID;\n"),
        sql(
            "in a table that is new",
            "CREATE TABLE parcels (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id));\n",
        ),
        django(
            "Django does not ask the database for it",
            'migrations.AddField("order", "c", models.ForeignKey("customer", models.CASCADE, db_constraint=False)),',
        ),
        django(
            "a many-to-many field makes a table of its own",
            'migrations.AddField("order", "tags", models.ManyToManyField("shop.customer")),',
        ),
        sql(
            "SQLite has no such lock",
            "PRAGMA foreign_keys = on;\nALTER TABLE a ADD COLUMN b int REFERENCES c (id);\n",
        ),
    ),
)
