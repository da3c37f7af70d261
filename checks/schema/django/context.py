"""What every reader of a Django operation needs to know of the file around it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from checks.schema.django.fields import model_of, table_of
from checks.schema.names import TableName
from checks.schema.operations import Operation
from checks.schema.place import NOWHERE, Place
from checks.schema.python.constants import text_of
from checks.schema.python.module import Arguments, Module
from checks.schema.sql.flavour import Engine


class Context(Struct, frozen=True):
    """The file, the app and, while one call is read, the call and its place."""

    module: Module
    app: str
    engine: Engine | None
    place: Place = NOWHERE
    said: str = ""

    def at(self, node: ast.Call) -> Context:
        """The same, for one call."""
        return replace(self, place=self.module.place(node), said=ast.unparse(node.func))

    def table(self, node: ast.expr | None) -> TableName:
        """The table of the model that an argument names."""
        return table_of(model_of(node, self.module, self.app))

    def text(self, node: ast.expr | None) -> str:
        """A constant text, "" when it is none."""
        return text_of(node, self.module) or ""


Reader = Callable[[Arguments, Context], Iterator[Operation]]
