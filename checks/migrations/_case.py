"""One operation under judgement, with what the repository says of its table and database."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from msgspec import Struct

from checks.kit import Change, ChangeSet, Status
from checks.kit.files import is_test
from checks.schema.names import TableName
from checks.schema.operations import Operation, RunCode, Unreadable, Why
from checks.schema.place import NOWHERE
from checks.schema.sql.flavour import Engine
from checks.schema.state.engine import engine_of
from checks.schema.state.steps import Run, Step, migration_at_base, run_of, runs


class Case(Struct, frozen=True):
    """A step of a migration that this pull request adds, or of the edited part of one.

    Attributes:
        engine: the database it runs on; None when nothing tells.
        size: "small", "large", "huge" or "hot" as configured for the table; None when nobody said.
    """

    change: Change
    run: Run
    step: Step
    engine: Engine | None
    size: str | None

    @property
    def operation(self) -> Operation:
        """What happens."""
        return self.step.operation

    @property
    def version(self) -> float | None:
        """The configured major version of the database."""
        return self.change.within.settings.database.version

    @property
    def existing_table(self) -> bool:
        """Whether the table may hold rows: it is not made in this pull request."""
        return not self.step.new_table

    @property
    def old_code_runs(self) -> bool:
        """Whether the release before this one is still running when the migration does."""
        return self.change.within.settings.database.deploy == "migrate-first"

    def may_be(self, *engines: Engine) -> bool:
        """Whether the operation may run on one of these engines; an unknown engine may be any."""
        limited = self.operation.engines
        if limited and not limited & {*engines}:
            return False
        return self.engine is None or self.engine in engines

    def behind_on(self, table: TableName) -> tuple[Step, ...]:
        """The steps of the same migration behind this one that name that table."""
        steps = self.change.ask(_own_by_table).get(table, ())
        return steps[bisect_right(steps, self.step.number, key=lambda step: step.number) :]

    def before(self) -> tuple[Step, ...]:
        """The steps of the same migration before this one."""
        return self.run.up[: self.step.number]

    def after(self) -> tuple[Step, ...]:
        """The steps of the same migration behind this one."""
        return self.run.up[self.step.number + 1 :]

    def beside(self) -> tuple[Step, ...]:
        """The steps of all migrations of this pull request, this one included."""
        return self.change.within.ask(_all_steps)

    def beside_on(self, table: TableName) -> tuple[Step, ...]:
        """Those of them that name that table."""
        return self.change.within.ask(_steps_by_table).get(table, ())


def _all_steps(changes: ChangeSet) -> tuple[Step, ...]:
    return tuple(step for run in changes.ask(runs).values() for step in run.up)


def _steps_by_table(changes: ChangeSet) -> dict[TableName, tuple[Step, ...]]:
    return _by_table(changes.ask(_all_steps))


def _own_by_table(change: Change) -> dict[TableName, tuple[Step, ...]]:
    run = run_of(change)
    return _by_table(() if run is None else run.up)


def _by_table(steps: Iterable[Step]) -> dict[TableName, tuple[Step, ...]]:
    found: dict[TableName, list[Step]] = {}
    for step in steps:
        table: object = getattr(step.operation, "table", None)
        if isinstance(table, TableName):
            found.setdefault(table, []).append(step)
    return {table: tuple(steps) for table, steps in found.items()}


def cases(change: Change) -> tuple[Case, ...]:
    """The operations to judge in one changed file, computed once."""
    return change.ask(_cases)


def _cases(change: Change) -> tuple[Case, ...]:
    run = None if is_test(change.path) else run_of(change)
    if run is None:
        return ()
    for step in run.up:
        if isinstance(step.operation, Unreadable) and step.operation.why is Why.LIMIT:
            change.within.set_aside(change, f"a part of the migration was not read: {step.operation.reason}")
    known = _known_at_base(change)
    engine = run.migration.engine or change.within.settings.database.engine or engine_of(run.migration, change.within)
    return tuple(
        Case(change, run, step, engine, _size(change, step.operation))
        for step in run.up
        if known is None or _key(step.operation) not in known
    )


def _known_at_base(change: Change) -> frozenset[str] | None:
    """Operations that the file holds at base already: an edited migration is judged by what is new in it."""
    if change.status is Status.ADDED:
        return None
    migration = migration_at_base(change)
    return (
        None
        if migration is None
        else frozenset(_key(operation) for operation in _comparable(change, migration.up.operations))
    )


def _comparable(change: Change, operations: tuple[Operation, ...]) -> Iterator[Operation]:
    """The operations at base as steps would have them, so that both sides compare."""
    run = run_of(change)
    heads = {} if run is None else {_key(item): item for item in run.migration.up.operations}
    steps = () if run is None else run.up
    for operation in operations:
        yield operation
        if _key(operation) in heads:
            place = heads[_key(operation)].place
            yield from (step.operation for step in steps if step.operation.place == place)


def _key(operation: Operation) -> str:
    code = ast.dump(operation.node) if isinstance(operation, RunCode) and operation.node is not None else ""
    return f"{replace(operation, place=NOWHERE, transaction=None)!r}{code}"


def _size(change: Change, operation: Operation) -> str | None:
    """The configured class of the table, by its name, its schema and name, or its Django model."""
    table: object = getattr(operation, "table", None)
    return size_of(change, table) if isinstance(table, TableName) else None


def size_of(change: Change, table: TableName) -> str | None:
    """The configured class of a table."""
    wanted = {
        table.name.lower(),
        f"{table.schema}.{table.name}".lower(),
        table.model.lower(),
        table.model.rpartition(".")[2].lower(),
    }
    configured = change.within.settings.tables.items()
    return next((size for name, size in configured if name.lower() in wanted - {""}), None)
