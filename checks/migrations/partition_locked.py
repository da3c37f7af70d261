"""A partition is attached or detached under a strong lock.

DETACH without CONCURRENTLY locks the whole partitioned table; ATTACH scans the new partition.

Why it matters:
    DETACH PARTITION takes an ACCESS EXCLUSIVE lock on the parent: every query on every partition waits.
    ATTACH reads the whole new partition to prove that its rows belong there, while it locks it.

Instead:
    `DETACH PARTITION … CONCURRENTLY` (PostgreSQL 14 and newer). Before ATTACH, add a CHECK that says the same
    as the bounds and VALIDATE it: then there is no scan.

What it does not see:
    A check that was put on the partition by an unread migration.

Sources:
    Catalogue MIG-A16; PostgreSQL documentation "ALTER TABLE … DETACH PARTITION"; squawk
    require-concurrent-partition-detach.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity, Suggestion
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, sql
from checks.migrations._hit import Words, by_lock, hit, lowered
from checks.migrations._sequence import attached_partition
from checks.migrations._suggest import edited
from checks.schema.migration import Framework
from checks.schema.operations import AddConstraint, AttachPartition, CreateTable, DetachPartition


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Partitions that move under a strong lock."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, DetachPartition) and not operation.concurrently and not operation.finalize:
            words = Words(
                f"detach {operation.partition} from {operation.table}",
                f"partition {operation.partition} is detached without CONCURRENTLY",
                f"Every query on {operation.table}, on any of its partitions, waits.",
                "Write DETACH PARTITION … CONCURRENTLY, outside a transaction.",
            )
            yield replace(hit(case, words, by_lock(case)), suggestion=_suggestion(case, operation))
        elif isinstance(operation, AttachPartition) and not _prepared(case, operation):
            words = Words(
                f"attach {operation.partition} to {operation.table}",
                f"partition {operation.partition} is attached and scanned",
                "The partition is locked while every row of it is compared with the bounds.",
                attached_partition(),
            )
            yield hit(case, words, lowered(by_lock(case)), confidence=0.75)


def _prepared(case: Case, operation: AttachPartition) -> bool:
    """A partition that is made here is empty; one with a check of its own may need no scan."""
    return any(
        isinstance(step.operation, CreateTable | AddConstraint) and step.operation.table == operation.partition
        for step in case.beside()
    )


def _suggestion(case: Case, operation: DetachPartition) -> Suggestion | None:
    if case.run.migration.framework is not Framework.SQL or operation.transaction is None or operation.transaction.sure:
        return None
    return edited(case, r"(DETACH\s+PARTITION\s+[\w\".]+)\s*$", r"\1 CONCURRENTLY")


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A16",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("detached", "ALTER TABLE events DETACH PARTITION events_2024;\n", ((1, "without CONCURRENTLY"),)),
        sql(
            "attached with all its rows",
            "ALTER TABLE events ATTACH PARTITION old FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');\n",
            ((1, "scanned"),),
        ),
        sql("detached concurrently", "ALTER TABLE events DETACH PARTITION events_2024 CONCURRENTLY;\n"),
        sql("the second half of a concurrent detach", "ALTER TABLE events DETACH PARTITION events_2024 FINALIZE;\n"),
        sql(
            "a new, empty partition",
            """
            CREATE TABLE fresh (LIKE events);
            ALTER TABLE events ATTACH PARTITION fresh FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
            """,
        ),
        alembic("a partition that is made as one", 'op.execute("CREATE TABLE e PARTITION OF events DEFAULT")'),
    ),
)
