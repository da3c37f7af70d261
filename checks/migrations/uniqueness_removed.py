"""A uniqueness rule is removed.

The database no longer refuses a second row.

Why it matters:
    Whatever relied on the rule now meets duplicates: a double charge, a second account for one address, two
    rows where `get()` expects one. Putting the rule back later means to clean up first.

Instead:
    Keep it, or put a rule in its place that is at least as strong, in the same pull request.

What it does not see:
    Rules that the code keeps by itself. A unique index is known by its making at base, else by its name.

Sources:
    Catalogue MIG-S01.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, columns_text, hit
from checks.migrations._lost import dropped_rule, goes_with_its_columns, is_replaced, plain, rules_added
from checks.schema.columns import ConstraintKind

_KIND = ConstraintKind.UNIQUE


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Unique constraints and indexes that go without a replacement."""
    del options
    for case in cases(change):
        rule = dropped_rule(case.operation, _KIND)
        if rule is None or not case.existing_table:
            continue
        table, columns, name = rule
        if goes_with_its_columns(case, table, columns) or is_replaced(case, _KIND, table, columns):
            continue
        wider = [group for group in rules_added(case, _KIND, table) if plain(group) > plain(columns)] if columns else []
        what = columns_text(columns) if columns else name or "some of its columns"
        harm = "Two rows with the same values are accepted from now on."
        if wider:
            more = ", ".join(sorted(plain(wider[0]) - plain(columns)))
            harm = f"The new rule also asks for {more}: rows that differ only there are accepted."
        words = Words(
            f"unique {table}({what}) removed",
            f"{table} ({what}) is no longer unique",
            harm,
            "Keep the rule, or add one at least as strong.",
        )
        yield hit(
            case,
            words,
            Action.SIGN_OFF,
            kind=Kind.WEAKENED if wider else Kind.LOST,
            confidence=0.9 if columns else 0.75,
        )


_PRISMA = """
    datasource db {
      provider = "postgresql"
    }

    model Coupon {
      id   Int    @id
      code String @unique(map: "codes")
      note String

      @@index([note], map: "notes")
    }
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-S01",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        sql("a constraint", "ALTER TABLE customers DROP CONSTRAINT customers_email;\n", ((1, "no longer unique"),)),
        django(
            "unique_together is emptied",
            'migrations.AlterUniqueTogether("order", set()),',
            ((8, "customer, created_at"),),
        ),
        django(
            "unique is taken from a field",
            'migrations.AlterField("customer", "email", models.EmailField(max_length=254)),',
            ((8, "shop_customer (email)"),),
        ),
        alembic(
            "the new rule is weaker",
            """
            op.drop_constraint("customers_email", "customers", type_="unique")
            op.create_unique_constraint("c", "customers", ["email", "id"])
            """,
            ((9, "rows that differ only there"),),
        ),
        Example(
            "Prisma: the schema tells what the index was",
            head='DROP INDEX "codes";\n',
            path="prisma/migrations/20240101000000_codes/migration.sql",
            context={"prisma/schema.prisma": _PRISMA},
            finds=((1, "Coupon (code)"),),
        ),
        Example(
            "Prisma: an index that is not unique",
            head='DROP INDEX "notes";\n',
            path="prisma/migrations/20240101000000_notes/migration.sql",
            context={"prisma/schema.prisma": _PRISMA},
        ),
        sql(
            "an index takes its place",
            """
            CREATE UNIQUE INDEX CONCURRENTLY e ON customers (email);
            ALTER TABLE customers DROP CONSTRAINT customers_email;
            """,
        ),
        sql(
            "the column goes too",
            "ALTER TABLE customers DROP CONSTRAINT customers_email;\nALTER TABLE customers DROP COLUMN email;\n",
        ),
        sql("another index", "DROP INDEX CONCURRENTLY orders_status;\n"),
        sql("another kind of constraint", "ALTER TABLE orders DROP CONSTRAINT positive_total;\n"),
        django(
            "the group gets smaller: a stronger rule",
            'migrations.AlterUniqueTogether("order", {("customer",)}),',
        ),
    ),
)
