"""What every reader of an Alembic operation needs to know of the code around it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from checks.schema.names import TableName, table_name
from checks.schema.operations import Operation
from checks.schema.place import Place
from checks.schema.python.constants import text_of
from checks.schema.python.module import Arguments, Module
from checks.schema.sql.flavour import Engine

_NOWHERE = Place("", 1, 1)


class Context(Struct, frozen=True):
    """Where in the function the reader stands.

    Attributes:
        batches: name of a batch object -> its table.
        tables: name of a local -> the table that sa.table or sa.Table made.
        batch: table of the batch whose operation is read; None outside.
        conditional: whether a branch or loop stands around.
        depth: helpers that were followed to come here.
    """

    module: Module
    engine: Engine | None
    batches: dict[str, TableName] = field(default_factory=dict[str, TableName])
    tables: dict[str, TableName] = field(default_factory=dict[str, TableName])
    batch: TableName | None = None
    conditional: bool = False
    engines: frozenset[str] = frozenset()
    depth: int = 0
    place: Place = _NOWHERE
    said: str = ""

    def at(self, node: ast.Call, batch: TableName | None) -> Context:
        """The same, for one call."""
        return replace(self, place=self.module.place(node), said=ast.unparse(node.func), batch=batch)

    def under(self, *, conditional: bool = True, engines: frozenset[str] = frozenset()) -> Context:
        """The same, within a branch; one that names engines is no other condition."""
        return replace(self, conditional=self.conditional or conditional, engines=engines or self.engines)

    def text(self, node: ast.expr | None) -> str:
        """A constant text, "" when it is none."""
        return text_of(node, self.module) or ""

    def table(self, given: Arguments, position: int, *names: str) -> TableName:
        """The table that an argument names, or that the batch stands on."""
        if self.batch is not None:
            return self.batch
        return table_name(self.text(given.get(position, *names)), self.text(given.get(-1, "schema", "source_schema")))

    def shift(self, position: int) -> int:
        """An argument's position, one less within a batch, where the table is not named."""
        return position - 1 if self.batch is not None else position


Reader = Callable[[Arguments, Context], Iterator[Operation]]
