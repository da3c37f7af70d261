"""The models of a Prisma schema as tables."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from checks.schema.columns import Constraint, ConstraintKind, Index, Reference
from checks.schema.names import TableName, table_name
from checks.schema.operations import CreateTable
from checks.schema.place import Place
from checks.schema.prisma.columns import column_name, is_column, read_column
from checks.schema.prisma.text import Attribute, Block, Field, blocks
from checks.schema.sql.flavour import Engine

_PROVIDERS: dict[str, Engine] = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "cockroachdb": "postgresql",
    "mysql": "mysql",
    "sqlite": "sqlite",
}
_WORDS = {
    "Cascade": "CASCADE",
    "Restrict": "RESTRICT",
    "NoAction": "NO ACTION",
    "SetNull": "SET NULL",
    "SetDefault": "SET DEFAULT",
}


class PrismaSchema(Struct, frozen=True):
    """What `schema.prisma` says.

    Attributes:
        engine: the provider of its datasource; None for one that is not read (MongoDB, SQL Server).
        tables: as CREATE TABLE would make them. They are not complete: Prisma knows no CHECK.
    """

    engine: Engine | None
    tables: tuple[CreateTable, ...]


def read_schema(path: str, text: str) -> PrismaSchema:
    """The schema in the text of one file, or of several beside each other."""
    found = list(blocks(text))
    source = next((block for block in found if block.kind == "datasource"), None)
    engine = _PROVIDERS.get(source.settings.get("provider", "")) if source is not None else None
    if engine is None:
        return PrismaSchema(None, ())
    reader = _Reader(path, found, engine, enforced=source is None or source.settings.get("relationMode") != "prisma")
    return PrismaSchema(engine, tuple(reader.tables()))


class _Reader:
    def __init__(self, path: str, found: list[Block], engine: Engine, *, enforced: bool) -> None:
        self._path, self._enforced = path, enforced
        self._engine: Engine = engine
        self._enums = {block.name: block for block in found if block.kind == "enum"}
        self._models = {block.name: block for block in found if block.kind == "model"}

    def tables(self) -> Iterator[CreateTable]:
        """The tables, in the order of the file."""
        for model in self._models.values():
            columns = tuple(
                read_column(field, self._enums, self._engine) for field in model.fields if is_column(field, self._enums)
            )
            yield CreateTable(
                place=Place(self._path, model.line, model.line),
                said=f"model {model.name}",
                table=_table(model),
                columns=columns,
                constraints=tuple(self._constraints(model)),
                indexes=tuple(_indexes(model)),
                complete=False,
            )

    def _constraints(self, model: Block) -> Iterator[Constraint]:
        table = _table(model).name
        key = model.attribute("id")
        if key is not None:
            name = key.text("map") or f"{table}_pkey"
            yield Constraint(ConstraintKind.PRIMARY_KEY, name, columns=_columns(model, key.names()))
        for field in model.fields:
            relation = field.attribute("relation")
            other = self._models.get(field.type)
            if relation is not None and other is not None and relation.names():
                yield self._foreign_key(model, field, relation, other)

    def _foreign_key(self, model: Block, field: Field, relation: Attribute, other: Block) -> Constraint:
        columns = _columns(model, relation.names())
        rule = _WORDS.get(relation.named.get("onDelete", ""), "SET NULL" if field.optional else "RESTRICT")
        name = relation.text("map") or "_".join((_table(model).name, *columns, "fkey"))
        target = Reference(_table(other), _columns(other, relation.names("references")), rule, enforced=self._enforced)
        return Constraint(ConstraintKind.FOREIGN_KEY, name, columns=columns, references=target, enforced=self._enforced)


def _indexes(model: Block) -> Iterator[Index]:
    """Prisma makes every uniqueness as an index."""
    table = _table(model).name
    for field in model.fields:
        if (unique := field.attribute("unique")) is not None:
            columns = (column_name(field),)
            yield Index(unique.text("map") or f"{table}_{columns[0]}_key", columns, unique=True)
    for item in model.attributes:
        if item.name in {"unique", "index"} and item.names():
            columns = _columns(model, item.names())
            ending = "key" if item.name == "unique" else "idx"
            yield Index(
                item.text("map") or "_".join((table, *columns, ending)),
                columns,
                unique=item.name == "unique",
                method=item.named.get("type", "").lower(),
            )


def _table(model: Block) -> TableName:
    renamed, schema = model.attribute("map"), model.attribute("schema")
    return table_name((renamed.first if renamed else "") or model.name, schema.first if schema else "")


def _columns(model: Block, names: tuple[str, ...]) -> tuple[str, ...]:
    fields = {field.name: field for field in model.fields}
    return tuple(column_name(fields[name]) if name in fields else name for name in names)
