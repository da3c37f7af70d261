"""The operation list: what three readers make of a migration, and all that checks read of it."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from enum import StrEnum

from checks.schema.columns import Column, Constraint, ConstraintKind, Default, Index
from checks.schema.names import TableName
from checks.schema.place import Place
from checks.schema.types import ColumnType


class Effect(StrEnum):
    """Which half of the truth an operation moves (Django's SeparateDatabaseAndState)."""

    BOTH = "both"
    DATABASE = "database"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transaction that operations share.

    Attributes:
        number: operations of one script with the same number share it.
        sure: False when it depends on a tool nobody named.
        written: whether the file itself says BEGIN.
    """

    number: int
    sure: bool = True
    written: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What every operation has.

    Attributes:
        said: the words of the file: "migrations.AddIndex", "op.create_index", "CREATE INDEX".
        transaction: None when it runs outside any.
        implied: whether it follows from another operation at the same place (a foreign key's index).
        engines: the engines it is limited to by the code around it; empty is all.
        conditional: whether it stands in a branch or loop, or tests first whether it is needed.
    """

    place: Place
    said: str
    transaction: Transaction | None = None
    effect: Effect = Effect.BOTH
    implied: bool = False
    engines: frozenset[str] = frozenset()
    conditional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTable(Operation):
    """A new table; `columns` empty when made by a query or unreadable (`complete` is False)."""

    table: TableName
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    indexes: tuple[Index, ...] = ()
    if_not_exists: bool = False
    temporary: bool = False
    partition_of: TableName | None = None
    complete: bool = True
    managed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DropTable(Operation):
    """A table goes."""

    table: TableName
    if_exists: bool = False
    cascade: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameTable(Operation):
    """A table gets another name."""

    table: TableName
    new: TableName


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameModel(Operation):
    """Django's RenameModel: a new table name only if the base state knows no db_table."""

    table: TableName
    new: TableName


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTableName(Operation):
    """Django's AlterModelTable; the model keeps its name."""

    table: TableName
    new: TableName


@dataclass(frozen=True, slots=True, kw_only=True)
class RewriteTable(Operation):
    """The whole table is written anew: VACUUM FULL, CLUSTER, SET TABLESPACE, SET LOGGED."""

    table: TableName
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddColumn(Operation):
    """A new column.

    Attributes:
        default_dropped: the default only fills existing rows and is taken away again.
    """

    table: TableName
    column: Column
    if_not_exists: bool = False
    default_dropped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DropColumn(Operation):
    """A column goes; `column` is what base knows of it."""

    table: TableName
    name: str
    if_exists: bool = False
    cascade: bool = False
    column: Column | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameColumn(Operation):
    """A column gets another name."""

    table: TableName
    name: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedefineColumn(Operation):
    """A column is declared anew as a whole (Django's AlterField, MySQL's MODIFY, SQLite's rebuild).

    What changes shows only beside the old declaration; `fields` names the parts that are said
    ("type", "nullable", "default", …), the others stay as they were.
    """

    table: TableName
    column: Column
    fields: frozenset[str]
    before: Column | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeType(Operation):
    """Another type; `before` is known from the file itself (existing_type) or else from the base.

    `sure` is False where the whole column was declared anew and nobody knows what it was.
    """

    table: TableName
    name: str
    type: ColumnType
    before: ColumnType | None = None
    using: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNotNull(Operation):
    """A column no longer takes NULL.

    Attributes:
        code_default: whether the framework fills old rows with a default that the database forgets again.
        keeps_default: whether the database fills in a default from now on.
        sure: False where nobody knows whether it took NULL before.
    """

    table: TableName
    name: str
    code_default: bool = False
    keeps_default: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DropNotNull(Operation):
    """A column takes NULL from now on."""

    table: TableName
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDefault(Operation):
    """The database fills in this value from now on."""

    table: TableName
    name: str
    default: Default


@dataclass(frozen=True, slots=True, kw_only=True)
class DropDefault(Operation):
    """The database fills in nothing from now on."""

    table: TableName
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetChoices(Operation):
    """The values an enum-like column may take, as the application says."""

    table: TableName
    name: str
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDeleteRule(Operation):
    """What happens to a row when the row it points to goes (Django's on_delete)."""

    table: TableName
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddConstraint(Operation):
    """A new constraint."""

    table: TableName
    constraint: Constraint
    on_new_column: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DropConstraint(Operation):
    """A constraint goes; `columns` when the file names them (unique_together), `constraint` when base knows it."""

    table: TableName
    name: str
    kind: ConstraintKind = ConstraintKind.UNKNOWN
    columns: tuple[str, ...] = ()
    cascade: bool = False
    if_exists: bool = False
    constraint: Constraint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidateConstraint(Operation):
    """The old rows are checked against a constraint that was added NOT VALID."""

    table: TableName
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUniqueTogether(Operation):
    """Django's unique_together or index_together as a whole; the difference shows beside the base."""

    table: TableName
    groups: tuple[tuple[str, ...], ...]
    unique: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateIndex(Operation):
    """A new index."""

    table: TableName
    index: Index
    concurrently: bool = False
    if_not_exists: bool = False
    on_new_column: bool = False
    algorithm: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropIndex(Operation):
    """An index goes; the table is "" where SQL names the index only."""

    table: TableName
    name: str
    columns: tuple[str, ...] = ()
    unique: bool | None = None
    concurrently: bool = False
    if_exists: bool = False
    cascade: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reindex(Operation):
    """Indexes are built again; `target` is "index", "table", "schema", "database" or "system"."""

    target: str
    name: str
    concurrently: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachPartition(Operation):
    """A table becomes a partition."""

    table: TableName
    partition: TableName


@dataclass(frozen=True, slots=True, kw_only=True)
class DetachPartition(Operation):
    """A partition becomes a table of its own."""

    table: TableName
    partition: TableName
    concurrently: bool = False
    finalize: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshView(Operation):
    """A materialized view is filled anew."""

    name: TableName
    concurrently: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LockTable(Operation):
    """An explicit table lock."""

    table: TableName
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDomain(Operation):
    """A domain is made or altered; `check` when a constraint comes with it."""

    name: str
    check: bool
    created: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateEnum(Operation):
    """A native enum type."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEnumValue(Operation):
    """A value joins an enum; `ordered` when BEFORE or AFTER says where."""

    name: str
    value: str
    ordered: bool
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameEnumValue(Operation):
    """A value of an enum gets another spelling."""

    name: str
    value: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateObject(Operation):
    """A view, function, trigger, sequence, schema, extension … is made or replaced."""

    kind: str
    name: str
    replace: bool = False
    definer: bool = False
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DropObject(Operation):
    """Anything but a table, column, constraint or index goes; `kind` in lower case ("view", "schema")."""

    kind: str
    name: str
    if_exists: bool = False
    cascade: bool = False
    table: TableName | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameObject(Operation):
    """A schema, index, constraint, type … gets another name."""

    kind: str
    name: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSecurity(Operation):
    """Row level security of a table; `change` is "enable", "disable", "force" or "no force"."""

    table: TableName
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Operation):
    """A row level security policy; `change` is "create", "alter" or "drop"."""

    table: TableName
    name: str
    change: str
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights(Operation):
    """Rights or ownership change; `what` says it ("GRANT ALL ON orders TO PUBLIC")."""

    what: str
    widened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRows(Operation):
    """Rows are inserted, updated, deleted or copied by SQL.

    Attributes:
        verb: "insert", "update", "delete", "merge" or "copy".
        filtered: whether a WHERE (or LIMIT) stands there.
        bounded: whether it touches a known, small number of rows (literal VALUES, a key in a list).
        sets: columns that it writes.
        from_query: whether the rows come from a SELECT.
        unstable: functions in it that give another answer each time.
    """

    verb: str
    table: TableName
    filtered: bool = True
    bounded: bool = False
    sets: tuple[str, ...] = ()
    from_query: bool = False
    unstable: tuple[str, ...] = ()
    where_null: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Truncate(Operation):
    """All rows of these tables go."""

    tables: tuple[TableName, ...]
    cascade: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Operation):
    """SET name = value; `zero` when the value switches the limit off."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlTransaction(Operation):
    """BEGIN, COMMIT or ROLLBACK in the file; `open_before` whether one was running."""

    verb: str
    open_before: bool
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCode(Operation):
    """Python that changes data: RunPython, or the body of an Alembic function.

    Attributes:
        function: name, "" for a lambda.
        node: its definition where it stands in the same file.
        reverse: whether a way back is written; None where the tool has no such notion.
        reverse_noop: whether that way does nothing, on purpose.
    """

    function: str
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | None = field(default=None, compare=False, repr=False)
    origin: str = ""
    reverse: bool | None = None
    reverse_noop: bool = False
    atomic: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSql(Operation):
    """The call around SQL text: RunSQL or op.execute; its statements stand beside it as operations.

    Attributes:
        reverse: whether reverse SQL is written; None where the tool has no such notion.
        interpolated: words of the text that are put together at run time; empty when it is constant.
        value_holes: how many of them stand where a value stands, rather than a name.
    """

    reverse: bool | None = None
    reverse_noop: bool = False
    interpolated: tuple[str, ...] = ()
    value_holes: int = 0


class Why(StrEnum):
    """Why something cannot be read."""

    SYNTAX = "syntax"  # the parser of that dialect refuses it
    OPAQUE = "opaque"  # it is known at run time only
    LIMIT = "limit"  # larger or deeper than is read


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable(Operation):
    """Something that nobody looked into; never silence."""

    why: Why
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Operation):
    """A statement that reads well and that the database refuses all the same; `reason` says why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LongName(Operation):
    """A name in SQL text that is longer than PostgreSQL keeps; its parser has cut it elsewhere."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherStatement(Operation):
    """Anything else; `ddl` when it takes locks, `table` when it names one."""

    what: str
    ddl: bool = False
    table: TableName | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherOperation(Operation):
    """A framework operation without effect on the database, or a third-party one (`known` is False)."""

    name: str
    known: bool
