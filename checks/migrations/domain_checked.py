"""A domain gets a CHECK.

Every column of the domain, in every table, is checked again while it is locked.

Why it matters:
    ALTER DOMAIN … ADD CHECK reads every table that uses the domain, under locks on all of them. A domain
    with a check can hardly be changed later: each change scans everything again.

Instead:
    Put the CHECK on the tables' columns, NOT VALID first; or add it to the domain NOT VALID and validate
    table by table.

What it does not see:
    How many tables use the domain.

Sources:
    Catalogue MIG-A23; PostgreSQL documentation "ALTER DOMAIN"; squawk ban-create-domain-with-constraint,
    ban-alter-domain-with-add-constraint.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, sql
from checks.migrations._hit import Words, hit
from checks.schema.operations import ChangeDomain


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Domains that come with a check, or get one."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, ChangeDomain) and operation.check:
            words = Words(
                f"domain {operation.name} with a check",
                f"{operation.said}: domain {operation.name} gets a CHECK",
                "Each change of the rule scans every table that uses the domain, under a lock on all of them.",
                "Put the CHECK on the columns, NOT VALID first.",
            )
            yield hit(case, words, Action.WARN)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A23",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql("a new domain", "CREATE DOMAIN price AS numeric(9, 2) CHECK (value > 0);\n", ((1, "price gets a CHECK"),)),
        alembic(
            "an old domain", 'op.execute("ALTER DOMAIN price ADD CONSTRAINT p CHECK (value > 1)")', ((9, "price"),)
        ),
        sql("a domain without a check", "CREATE DOMAIN code AS text;\n"),
        sql("not valid at first", "ALTER DOMAIN price ADD CONSTRAINT p CHECK (value > 1) NOT VALID;\n"),
        sql("a check taken away", "ALTER DOMAIN price DROP CONSTRAINT p;\n"),
    ),
)
