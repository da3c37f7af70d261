"""All known tables, changed by one operation after the other."""

from __future__ import annotations

from msgspec.structs import replace

from checks.schema.columns import Column, Constraint, ConstraintKind, Index
from checks.schema.names import TableName
from checks.schema.operations import (
    AddColumn,
    AddConstraint,
    ChangeDeleteRule,
    ChangeType,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropNotNull,
    DropTable,
    Operation,
    RenameColumn,
    RenameTable,
    SetDefault,
    SetNotNull,
    ValidateConstraint,
)
from checks.schema.state.table import Table


class Schema:
    """Tables by name; an operation on a table that nobody saw being made makes an incomplete one."""

    def __init__(self) -> None:
        """Empty."""
        self.tables: dict[TableName, Table] = {}
        self._models: dict[str, TableName] = {}

    def find(self, name: TableName) -> Table | None:
        """The table; by its Django model when db_table gave it another name."""
        actual = self.actual(name)
        return self.tables.get(actual)

    def actual(self, name: TableName) -> TableName:
        """The name that the database knows for a table that Django names by its model."""
        return self._models.get(name.model, name) if name.model else name

    def index_owner(self, index: str) -> Table | None:
        """The table that holds an index of that name."""
        return next((table for table in self.tables.values() if table.index(index) or table.constraint(index)), None)

    def put(self, table: Table) -> None:
        """Adds a table, or takes the place of the one of its name."""
        self.tables[table.name] = table
        if table.name.model:
            self._models[table.name.model] = table.name

    def apply(self, operation: Operation) -> None:
        """What is known after a resolved operation; operations that change no table do nothing."""
        match operation:
            case CreateTable():
                self.put(made_by(operation))
            case DropTable(table=table):
                self.tables.pop(self.actual(table), None)
            case RenameTable(table=table, new=new, custom=custom):
                self._rename(table, new, custom=custom)
            case DropIndex():
                self._drop_index(operation)
            case _:
                self._change(operation)

    def _rename(self, old: TableName, new: TableName, *, custom: bool) -> None:
        found = self.tables.pop(self.actual(old), None)
        if found is not None:
            kept = found.custom_name and new.name == found.name.name
            self.put(replace(found, name=new, custom_name=custom or kept))
        elif custom:
            self.put(Table(new, custom_name=True))

    def _drop_index(self, operation: DropIndex) -> None:
        owner = self.find(operation.table) if operation.table.known else self.index_owner(operation.name)
        if owner is not None and (gone := owner.index(operation.name)) is not None:
            self.put(owner.without_index(gone))

    def _change(self, operation: Operation) -> None:
        table: object = getattr(operation, "table", None)
        if not isinstance(table, TableName) or not table.known:
            return
        before = self.find(table) or Table(self.actual(table))
        after = changed(before, operation)
        if after is not before:
            self.put(after)


def made_by(operation: CreateTable) -> Table:
    """The table as CREATE TABLE leaves it, with what its columns declare as constraints of their own."""
    constraints = list(operation.constraints)
    indexes = list(operation.indexes)
    for column in operation.columns:
        constraints += [item for item in own_constraints(column) if not _is_there(item, operation.constraints)]
        if column.indexed:
            indexes.append(Index(columns=(column.name,)))
    default = operation.table.model.replace(".", "_")
    custom = bool(operation.table.model) and operation.table.name != default
    return Table(operation.table, operation.columns, tuple(constraints), tuple(indexes), operation.complete, custom)


def _is_there(wanted: Constraint, constraints: tuple[Constraint, ...]) -> bool:
    return any(item.kind is wanted.kind and item.columns == wanted.columns for item in constraints)


def own_constraints(column: Column) -> list[Constraint]:
    """The constraints that a column declares by itself."""
    columns = (column.name,)
    found: list[Constraint] = []
    if column.primary_key:
        found.append(Constraint(ConstraintKind.PRIMARY_KEY, columns=columns))
    elif column.unique:
        found.append(Constraint(ConstraintKind.UNIQUE, columns=columns))
    if column.references is not None:
        found.append(Constraint(ConstraintKind.FOREIGN_KEY, columns=columns, references=column.references))
    return found


def changed(table: Table, operation: Operation) -> Table:
    """The table after one operation on it; the same object when nothing changes."""
    match operation:
        case AddColumn(column=column, default_dropped=dropped):
            return table.with_column(replace(column, default=None) if dropped else column)
        case DropColumn(name=name):
            return table.without_column(name)
        case RenameColumn(name=name, new=new):
            return table.renamed_column(name, new)
        case AddConstraint(constraint=constraint):
            return _with_constraint(table, constraint)
        case DropConstraint():
            return _without_constraint(table, operation)
        case ValidateConstraint(name=name):
            return _validated(table, name)
        case CreateIndex(index=index):
            return replace(table, indexes=(*table.indexes, index))
        case _:
            return _with_changed_column(table, operation)


def _with_constraint(table: Table, constraint: Constraint) -> Table:
    table = replace(table, constraints=(*table.constraints, constraint))
    if constraint.kind is ConstraintKind.PRIMARY_KEY:
        for name in constraint.columns:
            column = table.column(name)
            if column is not None:
                table = table.with_column(replace(column, nullable=False))
    return table


def _without_constraint(table: Table, operation: DropConstraint) -> Table:
    gone = operation.constraint or table.constraint(operation.name)
    return table if gone is None else table.without_constraint(gone)


def _validated(table: Table, name: str) -> Table:
    found = table.constraint(name)
    if found is None:
        return table
    return replace(
        table, constraints=tuple(replace(item, validated=True) if item is found else item for item in table.constraints)
    )


def _with_changed_column(table: Table, operation: Operation) -> Table:
    name: object = getattr(operation, "name", None)
    column = table.column(name) if isinstance(name, str) else None
    known = column is not None
    column = column or (Column(name, nullable=None) if isinstance(name, str) else None)
    if column is None:
        return table
    match operation:
        case ChangeType(type=type_):
            return table.with_column(replace(column, type=type_))
        case SetNotNull():
            return table.with_column(replace(column, nullable=False))
        case DropNotNull():
            return table.with_column(replace(column, nullable=True))
        case SetDefault(default=default):
            return table.with_column(replace(column, default=default))
        case DropDefault():
            return table.with_column(replace(column, default=None)) if known else table
        case ChangeDeleteRule(after=after) if column.references is not None:
            return table.with_column(replace(column, references=replace(column.references, on_delete=after)))
        case _:
            return table
