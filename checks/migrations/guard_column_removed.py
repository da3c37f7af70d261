"""A column that guards something is removed.

The column says whose row it is, makes work idempotent, or records who did what and when.

Why it matters:
    Without the tenant's column no query can keep tenants apart. Without an idempotency key or a version the
    same work is done twice, and updates are lost. Without the time stamps and marks of deletion nobody can
    tell later what happened.

Instead:
    Keep it. Where its meaning moves, add the new column, move over, and drop the old one in a later release.

What it does not see:
    Guards under other names; name them under `tenant_columns` and `protected_columns` in the configuration.

Sources:
    Catalogue MIG-S05, MIG-S07, MIG-S09; squawk ban-drop-column; strong_migrations remove_timestamps.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Settings, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._guards import IDEMPOTENCY, TRAIL, TRAIL_TABLE, is_tenant
from checks.migrations._hit import Words, hit
from checks.schema.names import TableName
from checks.schema.operations import DropColumn, DropTable

_TENANT = "no query can keep tenants apart on this table any more"
_ONCE = "the same work can be done twice, or an update be lost, without a word"
_TRAIL = "nobody can tell later what happened to these rows, and when"
_PROTECTED = "the configuration protects it"


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Columns and tables that guard something and go."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, DropColumn) and case.existing_table and not case.step.new_column:
            found = _guard(case, operation.table, operation.name)
            if found is not None:
                code, what, harm, action = found
                name = f"{operation.table}.{operation.name}"
                words = Words(f"guard {name} removed", f"{name}, {what}, is dropped", f"Without it {harm}.", "Keep it.")
                yield hit(case, words, action, codes=(code,), kind=Kind.LOST, confidence=0.8)
        elif isinstance(operation, DropTable) and case.existing_table and TRAIL_TABLE.search(operation.table.name):
            words = Words(
                f"trail {operation.table} removed",
                f"{operation.table}, a record of what happened, is dropped",
                f"Without it {_TRAIL}.",
                "Keep it, or archive it first.",
            )
            yield hit(case, words, Action.SIGN_OFF, codes=("MIG-S07",), kind=Kind.LOST, confidence=0.75)


def _guard(case: Case, table: TableName, column: str) -> tuple[str, str, str, Action] | None:
    """Code, what it is, the harm, and how loud; None for a column that guards nothing anybody knows."""
    protected = {name.lower() for name in case.change.within.settings.protected_columns}
    if {column.lower(), f"{table}.{column}".lower(), f"{table.model}.{column}".lower()} & protected:
        return "MIG-S05", "a protected column", _PROTECTED, Action.BLOCK
    if is_tenant(case, column):
        return (
            "MIG-S05",
            "the tenant's column",
            _TENANT,
            Action.BLOCK if case.change.within.settings.tenant_columns else Action.SIGN_OFF,
        )
    if IDEMPOTENCY.search(column):
        return "MIG-S09", "an idempotency key or version", _ONCE, Action.SIGN_OFF
    if TRAIL.search(column.lower()):
        return "MIG-S07", "a record of what happened", _TRAIL, Action.SIGN_OFF
    return None


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-S05", "MIG-S07", "MIG-S09"),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("the tenant", "ALTER TABLE orders DROP COLUMN tenant_id;\n", ((1, "the tenant's column"),)),
        django("when it was made", 'migrations.RemoveField("order", "created_at"),', ((8, "what happened"),)),
        alembic("what makes it idempotent", 'op.drop_column("payments", "idempotency_key")', ((9, "idempotency key"),)),
        sql(
            "a protected column",
            "ALTER TABLE orders DROP COLUMN note;\n",
            ((1, "protected column"),),
            settings=Settings(protected_columns=("orders.note",)),
        ),
        sql("any other column", "ALTER TABLE orders DROP COLUMN note;\n"),
        sql("a name that only looks like one", "ALTER TABLE orders DROP COLUMN created_atlas;\n"),
        sql("a table of the same file", "CREATE TABLE t (tenant_id int);\nALTER TABLE t DROP COLUMN tenant_id;\n"),
        django(
            "out of Django's state only",
            'migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("order", "created_at")]),',
        ),
    ),
)
