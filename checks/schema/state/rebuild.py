"""SQLite's way of altering a table, as the changes that it stands for.

SQLite cannot change most of a column in place: a new table is made, the rows are copied, the old table is dropped, and
the new one takes its name (or the old one steps aside first). Nothing is dropped or made by that; what changes is the
difference between the two declarations.
Source: SQLite documentation, "Making Other Kinds Of Table Schema Changes".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from checks.schema.columns import Column, Constraint, ConstraintKind
from checks.schema.names import TableName
from checks.schema.operations import (
    AddColumn,
    AddConstraint,
    ChangeRows,
    ChangeType,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropNotNull,
    DropTable,
    Operation,
    RenameColumn,
    RenameTable,
    SetNotNull,
)
from checks.schema.state.schema import own_constraints
from checks.schema.state.table import Table

_WORDS = "the rebuild of"
_SQLITE = frozenset({"sqlite"})
_KINDS = frozenset({ConstraintKind.UNIQUE, ConstraintKind.FOREIGN_KEY, ConstraintKind.CHECK})


class Rebuild(Struct, frozen=True):
    """One table that is made anew.

    Attributes:
        table: the name that it has before and after.
        source: the name under which its old rows stand while the new table is made.
        made: the new declaration.
        copied: column of the new table -> column it is copied from, "" for anything else; None when the copy is
            not written column by column.
    """

    table: TableName
    source: TableName
    made: CreateTable
    copied: Mapping[str, str] | None


def rebuilds(operations: Sequence[Operation]) -> dict[int, Rebuild]:
    """Position of the CREATE TABLE -> what it rebuilds."""
    made = {item.table: (at, item) for at, item in enumerate(operations) if isinstance(item, CreateTable)}
    dropped = {item.table: at for at, item in enumerate(operations) if isinstance(item, DropTable)}
    found: dict[int, Rebuild] = {}
    for at, rename in enumerate(operations):
        if not isinstance(rename, RenameTable) or rename.table not in made or rename.new not in dropped:
            continue
        (new, create), gone = made[rename.table], dropped[rename.new]
        if new < gone < at:  # new__t is made, t is dropped, new__t takes its name
            found[new] = Rebuild(rename.new, rename.new, create, _copied(operations, create))
        elif at < new < gone:  # t steps aside, is made anew, the old one goes
            found[new] = Rebuild(rename.table, rename.new, create, _copied(operations, create))
    return found


def _copied(operations: Sequence[Operation], create: CreateTable) -> dict[str, str] | None:
    copies = (item for item in operations if isinstance(item, ChangeRows) and item.table == create.table)
    copy = next((item for item in copies if item.copied), None)
    return None if copy is None else {column.lower(): origin.lower() for column, origin in copy.copied}


def differences(rebuild: Rebuild, before: Table | None) -> Iterator[Operation]:
    """What the rebuild changes, beside the table as it was; without that, what the copy of the rows tells."""
    old = {} if before is None else {column.name.lower(): column for column in before.columns}
    new = {column.name.lower(): column for column in rebuild.made.columns}
    copied = rebuild.copied or {}
    if not old and not copied:
        return
    moved = {to: origin for to, origin in copied.items() if origin not in {"", to} and origin not in new}
    for name, column in new.items():
        if name in moved:
            yield _renamed(rebuild, moved[name], column.name)
        elif name in old:
            yield from _altered(rebuild, old[name], column)
        elif old or not copied.get(name):
            yield _added(rebuild, column)
    if before is not None and before.complete:
        for name, column in old.items():
            if name not in new and name not in moved.values():
                yield _dropped(rebuild, column)
        yield from _constraints(rebuild, before)


def _added(rebuild: Rebuild, column: Column) -> Operation:
    made = rebuild.made
    return AddColumn(place=made.place, said=_said(rebuild), engines=_SQLITE, table=rebuild.table, column=column)


def _dropped(rebuild: Rebuild, column: Column) -> Operation:
    place, said = rebuild.made.place, _said(rebuild)
    return DropColumn(place=place, said=said, engines=_SQLITE, table=rebuild.table, name=column.name, column=column)


def _renamed(rebuild: Rebuild, old: str, new: str) -> Operation:
    place, said = rebuild.made.place, _said(rebuild)
    return RenameColumn(place=place, said=said, engines=_SQLITE, table=rebuild.table, name=old, new=new)


def _altered(rebuild: Rebuild, old: Column, new: Column) -> Iterator[Operation]:
    place, said, table = rebuild.made.place, _said(rebuild), rebuild.table
    if old.type.known and new.type.known and old.type != new.type:
        yield ChangeType(
            place=place, said=said, engines=_SQLITE, table=table, name=new.name, type=new.type, before=old.type
        )
    if old.nullable is not False and new.nullable is False and not new.primary_key:
        kept = new.default is not None
        yield SetNotNull(place=place, said=said, engines=_SQLITE, table=table, name=new.name, keeps_default=kept)
    elif old.nullable is False and new.nullable is not False and not old.primary_key:
        yield DropNotNull(place=place, said=said, engines=_SQLITE, table=table, name=new.name)


def _constraints(rebuild: Rebuild, before: Table) -> Iterator[Operation]:
    """Constraints whose kind and columns stand on one side only."""
    place, said, table = rebuild.made.place, _said(rebuild), rebuild.table
    after = [*rebuild.made.constraints, *(item for column in rebuild.made.columns for item in own_constraints(column))]
    columns = {column.name.lower() for column in rebuild.made.columns}
    old, new = _by_key(before.constraints), _by_key(after)
    for key, gone in old.items():
        if key not in new and {*key[1]} <= columns:  # with its column it goes unsaid
            yield DropConstraint(
                place=place,
                said=said,
                engines=_SQLITE,
                table=table,
                name=gone.name,
                kind=gone.kind,
                columns=gone.columns,
                constraint=gone,
            )
    for key, come in new.items():
        if key not in old:
            yield AddConstraint(place=place, said=said, engines=_SQLITE, table=table, constraint=come)


def _by_key(constraints: Sequence[Constraint]) -> dict[tuple[ConstraintKind, frozenset[str], str], Constraint]:
    return {
        (item.kind, frozenset(name.lower() for name in item.columns), item.expression): item
        for item in constraints
        if item.kind in _KINDS
    }


def _said(rebuild: Rebuild) -> str:
    return f"{_WORDS} {rebuild.table}"


def is_of_rebuild(operation: Operation) -> bool:
    """Whether an operation is what a rebuild changes; the table that it drops is then only an old copy."""
    return operation.said.startswith(_WORDS)
