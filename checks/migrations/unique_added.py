"""A uniqueness rule is added to an existing table.

The index behind the rule is built under a strong lock, fails on old duplicates, and stops old writers.

Why it matters:
    ADD UNIQUE builds its index under an ACCESS EXCLUSIVE lock: nothing on the table answers meanwhile. It
    fails when two old rows share a value, in the middle of a deploy. From then on the release that is still
    running gets errors where it used to write a second row.

Instead:
    1. Make the code keep to the rule, and remove duplicates in a migration of its own. 2. Build a unique
    index CONCURRENTLY. 3. `ADD CONSTRAINT … UNIQUE USING INDEX`, which is short.

What it does not see:
    Whether duplicates exist. MySQL and SQLite take other locks: there only the rule itself is told.

Sources:
    Catalogue MIG-A08, MIG-B08, MIG-D01; PostgreSQL documentation "ALTER TABLE … USING INDEX"; squawk
    disallowed-unique-constraint, django-migration-linter ADD_UNIQUE, strong_migrations add_unique_constraint.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, by_lock, columns_text, hit
from checks.migrations._sequence import unique, unique_without_lock
from checks.schema.columns import ConstraintKind
from checks.schema.names import TableName, same_identifier
from checks.schema.operations import AddColumn, AddConstraint, CreateIndex, DropConstraint, DropIndex, Operation
from checks.schema.state.steps import Step


def find(change: Change, options: Options) -> Iterator[Hit]:
    """New unique constraints, and unique indexes that take no lock."""
    del options
    for case in cases(change):
        operation = case.operation
        if not case.existing_table:
            continue
        if isinstance(operation, AddConstraint) and operation.constraint.kind is ConstraintKind.UNIQUE:
            if not operation.constraint.using_index and not _weaker(
                case, operation.table, operation.constraint.columns
            ):
                yield _constraint(case, operation)
        elif isinstance(operation, CreateIndex) and operation.index.unique:
            locks = not operation.concurrently and case.may_be("postgresql")
            columns = operation.index.columns
            if not locks and not _weaker(case, operation.table, columns) and not _all_empty(case, operation):
                yield _index(case, operation)


def _constraint(case: Case, operation: AddConstraint) -> Hit:
    locks, fresh = case.may_be("postgresql"), _empty_column(case, operation)
    codes = ["MIG-A08"] * locks + ["MIG-B08", "MIG-D01"] * (not fresh)
    harm = "The table is locked against reads and writes while the index is built. " if locks else ""
    harm += "" if fresh else "It fails on old duplicates, and the old release gets errors where it writes a second row."
    columns = columns_text(operation.constraint.columns)
    words = Words(
        f"unique {operation.table}({'+'.join(operation.constraint.columns)})",
        f"{operation.said}: {operation.table} ({columns}) becomes unique",
        harm.strip() or "The old release gets errors where it writes a second row.",
        unique(case, columns) if locks else unique_without_lock(columns),
    )
    action = by_lock(case) if locks else Action.SIGN_OFF
    return hit(case, words, action, codes=tuple(codes or ["MIG-B08"]), confidence=0.75 if fresh else 0.9)


def _index(case: Case, operation: CreateIndex) -> Hit:
    words = Words(
        f"unique {operation.table}({'+'.join(operation.index.columns)})",
        f"{operation.said}: {operation.table} ({columns_text(operation.index.columns)}) becomes unique",
        "The build fails on old duplicates, and the old release gets errors where it writes a second row.",
        unique_without_lock(columns_text(operation.index.columns)),
    )
    return hit(case, words, Action.WARN, codes=("MIG-B08", "MIG-D01"), confidence=0.8)


def _empty_column(case: Case, operation: AddConstraint) -> bool:
    """A new column that is NULL in every old row holds no duplicates."""
    if not operation.on_new_column:
        return False
    added = [step.operation for step in case.before() if isinstance(step.operation, AddColumn)]
    column = next(
        (
            item.column
            for item in reversed(added)
            if item.table == operation.table and item.column.name in operation.constraint.columns
        ),
        None,
    )
    return (
        column is not None and column.nullable is not False and column.default is None and column.code_default is None
    )


def _all_empty(case: Case, operation: CreateIndex) -> bool:
    """Whether this pull request adds all of its columns, NULL in every old row."""
    added = [step.operation for step in case.beside_on(operation.table) if isinstance(step.operation, AddColumn)]
    empty = {
        item.column.name.lower()
        for item in added
        if item.column.nullable is not False and item.column.default is None and item.column.code_default is None
    }
    return bool(operation.index.columns) and {name.lower() for name in operation.index.columns} <= empty


def _weaker(case: Case, table: TableName, columns: tuple[str, ...]) -> bool:
    """A rule over more columns than one that this migration takes away: rows that obeyed the old obey the new."""
    wanted = {name.lower() for name in columns}
    return any(_gone_rule(step, table) and _gone_rule(step, table) <= wanted for step in case.beside_on(table))


def _gone_rule(step: Step, table: TableName) -> set[str]:
    operation: Operation = step.operation
    if isinstance(operation, DropConstraint) and operation.table == table and operation.kind is ConstraintKind.UNIQUE:
        return {name.lower() for name in operation.columns}
    if isinstance(operation, DropIndex) and operation.unique and same_identifier(operation.table.name, table.name):
        return {name.lower() for name in operation.columns}
    return set()


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A08", "MIG-B08", "MIG-D01"),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql(
            "ADD UNIQUE in SQL", "ALTER TABLE orders ADD CONSTRAINT one_note UNIQUE (note);\n", ((1, "becomes unique"),)
        ),
        django(
            "unique_together gets a group more",
            'migrations.AlterUniqueTogether("order", {("customer", "created_at"), ("customer", "note")}),',
            ((8, "customer, note"),),
        ),
        alembic(
            "Alembic's create_unique_constraint",
            'op.create_unique_constraint("one_note", "orders", ["note"])',
            ((9, "orders (note)"),),
        ),
        sql(
            "a unique index without a lock is a rule all the same",
            "CREATE UNIQUE INDEX CONCURRENTLY one_note ON orders (note);\n",
            ((1, "becomes unique"),),
        ),
        sql(
            "the constraint takes over a finished index",
            "ALTER TABLE orders ADD CONSTRAINT u UNIQUE USING INDEX one_note;\n",
        ),
        sql("the table is new", "CREATE TABLE t (a int);\nALTER TABLE t ADD UNIQUE (a);\n"),
        django(
            "unique_together stays as it is", 'migrations.AlterUniqueTogether("order", {("customer", "created_at")}),'
        ),
        sql("an index that is not unique", "CREATE INDEX CONCURRENTLY i ON orders (note);\n"),
        django(
            "the rule grows by a column",
            'migrations.AlterUniqueTogether("order", {("customer", "created_at", "status")}),',
        ),
        sql(
            "a column of the same pull request",
            "ALTER TABLE orders ADD COLUMN ref uuid;\nCREATE UNIQUE INDEX CONCURRENTLY r ON orders (ref);\n",
        ),
    ),
)
