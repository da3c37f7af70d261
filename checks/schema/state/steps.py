"""What the added migrations of a pull request do, step by step, beside the schema that each step finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from msgspec import Struct

from checks.kit import Change, ChangeSet
from checks.schema.columns import Column
from checks.schema.migration import Framework, Migration
from checks.schema.names import TableName
from checks.schema.operations import AddColumn, CreateTable, Effect, Operation, RedefineColumn, RenameTable
from checks.schema.reading import read_migration
from checks.schema.state.ancestors import base_neighbours, folder_of, in_order
from checks.schema.state.models import table_from_mapped_class, table_from_models
from checks.schema.state.prisma import PRISMA, prisma_schema
from checks.schema.state.rebuild import Rebuild, differences, rebuilds
from checks.schema.state.resolve import resolved
from checks.schema.state.schema import Schema, made_by
from checks.schema.state.table import Table


class Step(Struct, frozen=True):
    """One operation on the database, and what was there before it.

    Attributes:
        table: the table before the step; None when the operation names none or nobody knows it.
        new_table: whether this pull request makes the table.
        new_column: whether this pull request adds the column that the operation names.
    """

    operation: Operation
    table: Table | None
    new_table: bool
    new_column: bool
    number: int

    @property
    def column(self) -> Column | None:
        """The column before the step, if the operation names one that is known."""
        name: object = getattr(self.operation, "name", None)
        return self.table.column(name) if self.table is not None and isinstance(name, str) else None


class Run(Struct, frozen=True):
    """One migration as it will run: its steps up, and those of the way back where it is written.

    Attributes:
        migration: the file at head.
        state: operations that move Django's state only.
    """

    migration: Migration
    up: tuple[Step, ...]
    down: tuple[Step, ...]
    state: tuple[Operation, ...]


def migration_at_head(change: Change) -> Migration | None:
    """The migration in the changed file at head."""
    return None if change.head is None else _read(change.within, change)


def _read(changes: ChangeSet, change: Change) -> Migration | None:
    source = change.head
    if source is None:
        return None
    return changes.remember((source, "migration"), lambda: read_migration(source, changes.settings.database))


def migration_at_base(change: Change) -> Migration | None:
    """The migration in the changed file at base."""
    source = change.base
    if source is None:
        return None
    changes = change.within
    return changes.remember((source, "migration"), lambda: read_migration(source, changes.settings.database))


def run_of(change: Change) -> Run | None:
    """The run of the migration in this file; None when the file holds none at head."""
    return change.within.ask(runs).get(change.path)


def runs(changes: ChangeSet) -> dict[str, Run]:
    """The runs of all migrations that this pull request adds or edits, by path.

    Added migrations see the ones of the same folder that run before them.
    """
    found = [migration for change in changes if (migration := migration_at_head(change)) is not None]
    done: dict[str, Run] = {}
    folders = dict.fromkeys((_history_of(migration), migration.framework) for migration in found)
    for folder, framework in folders:
        group = [item for item in found if _history_of(item) == folder and item.framework is framework]
        for run in _folder(in_order(group), changes):
            done[run.migration.path] = run
    return done


def _history_of(migration: Migration) -> str:
    """The folder that holds the migrations of one database; Prisma gives each of them a folder of its own."""
    folder = folder_of(migration.path)
    return folder_of(folder) if migration.tool == PRISMA else folder


def _folder(group: list[Migration], changes: ChangeSet) -> Iterator[Run]:
    made: set[TableName] = set()
    columns: set[tuple[TableName, str]] = set()
    paths = {migration.path for migration in group}
    before: Schema | None = None
    for migration in group:
        if before is None or migration.path in {item.path for item in base_neighbours(migration, changes)}:
            before = _schema_before(migration, changes, paths)
        builder = _Builder(before, made, columns, migration, changes)
        up = builder.steps(migration.up.operations)
        state = tuple(item for item in migration.up.operations if item.effect is Effect.STATE)
        down = _Builder(_copy(builder.schema), made, columns, migration, changes).steps(
            migration.down.operations if migration.down else ()
        )
        yield Run(migration, up, down, state)


def _copy(schema: Schema) -> Schema:
    other = Schema()
    for table in schema.tables.values():
        other.put(table)
    return other


def _schema_before(migration: Migration, changes: ChangeSet, excluded: set[str]) -> Schema:
    """The schema that the ancestors in the same folder leave, as far as they are at hand."""
    schema = Schema()
    for declared in prisma_schema(migration, changes).tables:
        schema.put(made_by(declared))
    ancestors = [item for item in base_neighbours(migration, changes) if item.path != migration.path]
    mine = [item for item in base_neighbours(migration, changes) if item.path == migration.path]
    stop = base_neighbours(migration, changes).index(mine[0]) if mine else len(ancestors)
    for ancestor in ancestors[:stop]:
        if ancestor.path not in excluded or mine:
            for operation in ancestor.up.operations:
                for part in resolved(operation, schema):
                    schema.apply(part)
    return schema


class _Builder:
    """Applies one migration to a schema and notes what each step found."""

    def __init__(
        self,
        schema: Schema,
        made: set[TableName],
        columns: set[tuple[TableName, str]],
        migration: Migration,
        changes: ChangeSet,
    ) -> None:
        self.schema, self.made, self.columns, self.migration, self.changes = schema, made, columns, migration, changes
        self.asked: set[TableName] = set()

    def steps(self, operations: Iterable[Operation]) -> tuple[Step, ...]:
        """The steps of a script; operations that move Django's state only are no steps, but move the schema."""
        found: list[Step] = []
        operations = tuple(operations)
        anew = rebuilds(operations)
        for at, operation in enumerate(operations):
            self._look_up(operation)
            if at in anew:
                found.extend(self._rebuilt(anew[at], len(found)))
            for part in resolved(operation, self.schema):
                if part.effect is not Effect.STATE:
                    found.append(self._step(part, len(found)))
                self._note(part)
                self.schema.apply(part)
        return tuple(found)

    def _rebuilt(self, rebuild: Rebuild, number: int) -> Iterator[Step]:
        """What a rebuild changes, seen from the table as it was."""
        before = self.schema.find(rebuild.source)
        new = self.schema.actual(rebuild.source) in self.made
        for at, part in enumerate(differences(rebuild, before)):
            operation = replace(part, transaction=rebuild.made.transaction)
            yield Step(operation, before, new_table=new, new_column=False, number=number + at)

    def _step(self, operation: Operation, number: int) -> Step:
        name: object = getattr(operation, "table", None)
        if not isinstance(name, TableName):
            return Step(operation, None, new_table=False, new_column=False, number=number)
        actual = self.schema.actual(name)
        column: object = getattr(operation, "name", "")
        return Step(
            operation,
            self.schema.find(name),
            new_table=actual in self.made,
            new_column=isinstance(column, str) and (actual, column.lower()) in self.columns,
            number=number,
        )

    def _note(self, operation: Operation) -> None:
        """Remembers what this pull request makes."""
        match operation:
            case CreateTable(table=table, if_not_exists=False):
                self.made.add(table)
            case CreateTable(table=table) if self.schema.find(table) is None:
                self.made.add(table)
            case RenameTable(table=table, new=new) if self.schema.actual(table) in self.made:
                self.made.add(new)
            case _:
                self._note_column(operation)

    def _note_column(self, operation: Operation) -> None:
        if isinstance(operation, AddColumn):
            self.columns.add((self.schema.actual(operation.table), operation.column.name.lower()))

    def _look_up(self, operation: Operation) -> None:
        """Asks the models for a table that the chain of migrations did not tell."""
        name: object = getattr(operation, "table", None)
        if self.migration.framework is Framework.SQL or not isinstance(name, TableName) or name in self.asked:
            return
        self.asked.add(name)
        table = self.schema.find(name)
        if isinstance(operation, CreateTable) or (table is not None and table.complete):
            return
        if self.migration.framework is Framework.ALEMBIC:
            declared = table_from_mapped_class(name, self.changes)
        else:
            declared = table_from_models(name, folder_of(self.migration.path), self.changes)
        if declared is not None and not _already_there(operation, declared):
            self.schema.put(_joined(declared, table))


def _already_there(operation: Operation, declared: Table) -> bool:
    """Whether the models at base already say what the operation is about to do: then they tell nothing of before."""
    if not isinstance(operation, RedefineColumn):
        return False
    column = declared.column(operation.column.name)
    return column is not None and (column.type, column.nullable, column.unique) == (
        operation.column.type,
        operation.column.nullable,
        operation.column.unique,
    )


def _joined(declared: Table, seen: Table | None) -> Table:
    """The models' table, corrected by what the newest migrations say."""
    if seen is None:
        return declared
    for column in seen.columns:
        declared = declared.with_column(column)
    return declared
