"""Operations as the calls of such tools say them: few details, and none that the code does not say."""

from __future__ import annotations

from msgspec import Struct

from checks.schema.columns import Column, Constraint, ConstraintKind, Default, DefaultKind, Index, Reference
from checks.schema.names import TableName, table_name
from checks.schema.operations import (
    AddColumn,
    AddConstraint,
    ChangeRows,
    ChangeType,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropNotNull,
    DropTable,
    Operation,
    RenameColumn,
    RenameTable,
    SetNotNull,
)
from checks.schema.place import Place
from checks.schema.types import UNKNOWN_TYPE, ColumnType


class Maker(Struct, frozen=True):
    """Makes the operations of one call."""

    place: Place
    said: str

    def create_table(self, table: str) -> Operation:
        """A new table whose columns are not read."""
        return CreateTable(place=self.place, said=self.said, table=_table(table), complete=False)

    def drop_table(self, table: str | None, *, if_exists: bool = False) -> Operation:
        """A table goes."""
        return DropTable(place=self.place, said=self.said, table=_table(table), if_exists=if_exists)

    def rename_table(self, table: str | None, new: str | None) -> Operation:
        """A table gets another name."""
        return RenameTable(place=self.place, said=self.said, table=_table(table), new=_table(new))

    def drop_column(self, table: str | None, name: str | None, *, if_exists: bool = False) -> Operation:
        """A column goes."""
        return DropColumn(place=self.place, said=self.said, table=_table(table), name=name or "", if_exists=if_exists)

    def rename_column(self, table: str | None, name: str | None, new: str | None) -> Operation:
        """A column gets another name."""
        return RenameColumn(place=self.place, said=self.said, table=_table(table), name=name or "", new=new or "")

    def change_type(self, table: str | None, name: str | None, kind: ColumnType) -> Operation:
        """A column gets another type."""
        return ChangeType(place=self.place, said=self.said, table=_table(table), name=name or "", type=kind)

    def declare_anew(self, table: str | None, name: str | None, kind: ColumnType = UNKNOWN_TYPE) -> Operation:
        """A column is declared anew: its type may be another."""
        return ChangeType(place=self.place, said=self.said, table=_table(table), name=name or "", type=kind, sure=False)

    def set_not_null(self, table: str | None, name: str | None) -> Operation:
        """A column no longer takes NULL."""
        return SetNotNull(place=self.place, said=self.said, table=_table(table), name=name or "")

    def drop_not_null(self, table: str | None, name: str | None) -> Operation:
        """A column takes NULL."""
        return DropNotNull(place=self.place, said=self.said, table=_table(table), name=name or "")

    def add_column(
        self, table: str | None, name: str | None, kind: ColumnType = UNKNOWN_TYPE, *, required: bool, default: str
    ) -> Operation:
        """A new column; `default` is the text of its default, "" for none."""
        made = Default(DefaultKind.CONSTANT, default) if default else None
        column = Column(name or "", kind, nullable=not required, default=made)
        return AddColumn(place=self.place, said=self.said, table=_table(table), column=column)

    def index(self, table: str | None, index: Index, *, concurrently: bool) -> Operation:
        """A new index."""
        name = _table(table)
        return CreateIndex(place=self.place, said=self.said, table=name, index=index, concurrently=concurrently)

    def unique(self, table: str | None, columns: tuple[str, ...], name: str = "") -> Operation:
        """A new unique constraint."""
        made = Constraint(ConstraintKind.UNIQUE, name, columns)
        return AddConstraint(place=self.place, said=self.said, table=_table(table), constraint=made)

    def foreign_key(self, table: str | None, columns: tuple[str, ...], to: str | None, *, validated: bool) -> Operation:
        """A new foreign key."""
        reference = Reference(_table(to))
        made = Constraint(ConstraintKind.FOREIGN_KEY, "", columns, validated, references=reference)
        return AddConstraint(place=self.place, said=self.said, table=_table(table), constraint=made)

    def delete_rows(self, table: str | None, *, filtered: bool) -> Operation:
        """Rows go."""
        return ChangeRows(place=self.place, said=self.said, verb="delete", table=_table(table), filtered=filtered)


def _table(name: str | None) -> TableName:
    schema, _, table = (name or "").rpartition(".")
    return table_name(table, schema)
