"""A name is longer than the database keeps.

PostgreSQL cuts names after 63 bytes, MySQL refuses them after 64 characters.

Why it matters:
    PostgreSQL cuts the name and says so in a notice that nobody reads. The next migration looks for the full
    name, or two names collide after the cut.

Instead:
    Choose a shorter name.

What it does not see:
    Names that a framework makes up; those are cut by the framework itself.

Sources:
    Catalogue MIG-D07; PostgreSQL documentation "Identifiers and Key Words"; squawk identifier-too-long.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.schema.names import UNKNOWN
from checks.schema.operations import (
    AddColumn,
    AddConstraint,
    CreateIndex,
    CreateObject,
    CreateTable,
    DropColumn,
    DropTable,
    LongName,
    Operation,
    RenameColumn,
    RenameTable,
)

_BYTES = 63
_CHARACTERS = 64


def find(change: Change, options: Options) -> Iterator[Hit]:
    """The longest name of each operation that names something too long."""
    del options
    for case in cases(change):
        if case.operation.implied:
            continue
        name = next((name for name in _names(case.operation) if UNKNOWN not in name and _is_long(case, name)), None)
        if name is not None:
            words = Words(
                f"name {name} too long",
                f"the name {name[:40]}… is longer than the database keeps",
                "PostgreSQL cuts it silently: the next migration looks for a name that is not there.",
                "Choose a shorter name.",
            )
            yield hit(case, words, Action.WARN)


def _is_long(case: Case, name: str) -> bool:
    if case.engine == "mysql":
        return len(name) > _CHARACTERS
    return case.engine != "sqlite" and len(name.encode()) > _BYTES


def _names(operation: Operation) -> Iterator[str]:
    """The names that an operation writes down."""
    match operation:
        case LongName(name=name):
            yield name
        case CreateTable(table=table, columns=columns, constraints=constraints):
            yield table.name
            yield from (column.name for column in columns)
            yield from (constraint.name for constraint in constraints)
        case DropTable(table=table):
            yield table.name
        case AddColumn(column=column):
            yield column.name
        case DropColumn(name=name) | CreateObject(name=name):
            yield name
        case RenameColumn(new=new):
            yield new
        case RenameTable(new=new_table):
            yield new_table.name
        case AddConstraint(constraint=constraint):
            yield constraint.name
        case CreateIndex(index=index):
            yield index.name
        case _:
            return


_LONG = "orders_" + "very_" * 13 + "long"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-D07",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql("a long table name", f"CREATE TABLE {_LONG} (id int);\n", ((1, "longer than the database keeps"),)),
        alembic("a long column name", f'op.add_column("orders", sa.Column("{_LONG}", sa.Integer()))', ((9, "longer"),)),
        sql("exactly as long as allowed", f"CREATE TABLE {_LONG[:63]} (id int);\n"),
        sql("a long string", f"COMMENT ON TABLE orders IS '{_LONG}';\n"),
        django(
            "a long index name that Django would refuse itself is short here",
            'migrations.AddIndex("order", models.Index(fields=["status"], name="order_status")),',
        ),
    ),
)
