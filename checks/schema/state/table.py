"""One table as far as it is known."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from checks.schema.columns import Column, Constraint, ConstraintKind, Index
from checks.schema.names import TableName, same_identifier

_SUFFIXES = {
    ConstraintKind.PRIMARY_KEY: "pkey",
    ConstraintKind.UNIQUE: "key",
    ConstraintKind.FOREIGN_KEY: "fkey",
    ConstraintKind.CHECK: "check",
    ConstraintKind.EXCLUDE: "excl",
}


class Table(Struct, frozen=True):
    """A table.

    Attributes:
        complete: whether all of its columns and constraints were seen; False for a table that was
            met by an operation on it, without its making.
        custom_name: whether Django's db_table gave it its name.
    """

    name: TableName
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    indexes: tuple[Index, ...] = ()
    complete: bool = False
    custom_name: bool = False
    gone: frozenset[str] = field(default_factory=frozenset[str])

    def column(self, name: str) -> Column | None:
        """The column of that name, or of the Django field of that name (user -> user_id)."""
        for wanted in (name, f"{name}_id"):
            for column in self.columns:
                if same_identifier(column.name, wanted):
                    return column
        return None

    def constraint(self, name: str) -> Constraint | None:
        """The constraint of that name; one without a name has the one that PostgreSQL makes up."""
        return next(
            (item for item in self.constraints if same_identifier(item.name or self._made_up(item), name)), None
        )

    def _made_up(self, constraint: Constraint) -> str:
        suffix = _SUFFIXES.get(constraint.kind, "")
        columns = () if constraint.kind is ConstraintKind.PRIMARY_KEY else constraint.columns
        return "_".join((self.name.name, *columns, suffix)) if suffix else ""

    def index(self, name: str) -> Index | None:
        """The index of that name."""
        return next((item for item in self.indexes if item.name and same_identifier(item.name, name)), None)

    def unique_groups(self) -> frozenset[frozenset[str]]:
        """The column groups that are unique as a whole, by constraints and full indexes."""
        groups = [
            item.columns for item in self.constraints if item.kind is ConstraintKind.UNIQUE and not item.conditional
        ]
        groups += [item.columns for item in self.indexes if item.unique and not item.conditional]
        return frozenset(self.group(columns) for columns in groups if columns)

    def group(self, columns: Iterable[str]) -> frozenset[str]:
        """Column names of a group in one spelling, fields of foreign keys as their columns."""
        found = ((self.column(name), name) for name in columns)
        return frozenset((column.name if column is not None else name).lower() for column, name in found)

    def proven_not_null(self) -> frozenset[str]:
        """Columns whose non-null a validated check proves."""
        return frozenset(
            item.not_null_column.lower() for item in self.constraints if item.not_null_column and item.validated
        )

    def with_column(self, column: Column) -> Table:
        """The table with this column added, or in place of the one of its name."""
        others = tuple(item for item in self.columns if not same_identifier(item.name, column.name))
        return replace(self, columns=(*others, column))

    def without_column(self, name: str) -> Table:
        """The table without that column and the constraints and indexes on it."""
        found = self.column(name)
        label = (found.name if found is not None else name).lower()
        return replace(
            self,
            columns=tuple(item for item in self.columns if item is not found),
            constraints=tuple(item for item in self.constraints if label not in self.group(item.columns)),
            indexes=tuple(item for item in self.indexes if label not in self.group(item.columns)),
        )

    def renamed_column(self, old: str, new: str) -> Table:
        """The table with a column under its new name, in constraints and indexes too."""
        found = self.column(old)
        if found is None:
            return self
        label = f"{new}_id" if found.name == f"{old}_id" else new
        names = {found.name.lower(): label, old.lower(): new}

        def renamed(columns: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(names.get(name.lower(), name) for name in columns)

        return replace(
            self,
            columns=tuple(replace(item, name=label) if item is found else item for item in self.columns),
            constraints=tuple(replace(item, columns=renamed(item.columns)) for item in self.constraints),
            indexes=tuple(replace(item, columns=renamed(item.columns)) for item in self.indexes),
        )

    def without_constraint(self, gone: Constraint) -> Table:
        """The table without one of its constraints."""
        return replace(self, constraints=tuple(item for item in self.constraints if item is not gone))

    def without_index(self, gone: Index) -> Table:
        """The table without one of its indexes."""
        return replace(self, indexes=tuple(item for item in self.indexes if item is not gone))
