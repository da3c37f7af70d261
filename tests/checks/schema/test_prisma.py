"""The schema that Prisma's migrations find: read from `schema.prisma` at base."""

from __future__ import annotations

import pytest

from checks.kit import ChangeSet, Example, Status
from checks.kit.change import FileVersions
from checks.schema.columns import Column, DefaultKind, Generated
from checks.schema.operations import ChangeDeleteRule, ChangeType, DropConstraint, DropIndex
from checks.schema.prisma.tables import PrismaSchema, read_schema
from checks.schema.state.engine import engine_of
from checks.schema.state.steps import Run, Step, runs

SCHEMA = """
datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL") // "https://x"
}

enum State {
  OPEN
  PAID @map("paid")
  @@map("order_state")
}

model Customer {
  id     Int     @id @default(autoincrement())
  orders Order[]
}

/// An order.
model Order {
  id         String    @id @default(uuid()) @db.Uuid
  note       String?   @db.VarChar(20) // a note
  code       String    @unique
  total      Decimal   @default(0) @db.Decimal(10, 2)
  tags       String[]
  state      State     @default(OPEN)
  made       DateTime  @default(now())
  edited     DateTime  @updatedAt
  token      String    @default(dbgenerated("gen_random_uuid()"))
  customerId Int       @map("customer_id")
  customer   Customer  @relation("Buys", fields: [customerId], references: [id], onDelete: Restrict)
  parentId   String?
  parent     Order?    @relation("Tree", fields: [parentId], references: [id])
  children   Order[]   @relation("Tree")

  @@unique([customerId, code(sort: Desc)], map: "one_code")
  @@index([state, made])
  @@map("orders")
}
"""
PATH = "db/prisma/migrations/20240201000000_change/migration.sql"


def schema(text: str = SCHEMA) -> PrismaSchema:
    return read_schema("schema.prisma", text)


def columns(text: str = SCHEMA) -> dict[str, Column]:
    return {column.name: column for table in schema(text).tables for column in table.columns}


def run(sql: str, text: str = SCHEMA) -> Run:
    changes = Example("", head=sql, path=PATH, context={"db/prisma/schema.prisma": text}).changes()
    return runs(changes)[PATH]


def steps(sql: str) -> tuple[Step, ...]:
    return run(sql).up


def test_columns_are_the_scalar_fields_under_their_names_in_the_database() -> None:
    (customer, order) = schema().tables
    assert [str(customer.table), str(order.table)] == ["Customer", "orders"]
    assert [column.name for column in customer.columns] == ["id"]
    assert "customer_id" in columns()
    assert not {"customer", "parent", "children", "customerId"} & columns().keys()


@pytest.mark.parametrize(
    ("name", "type_", "nullable"),
    [
        ("note", "varchar(20)", True),
        ("code", "text", False),
        ("total", "numeric(10, 2)", False),
        ("tags", "text[]", False),
        ("state", "order_state", False),
        ("made", "timestamp(3)", False),
        ("parentId", "text", True),
    ],
)
def test_types(name: str, type_: str, *, nullable: bool) -> None:
    assert (str(columns()[name].type), columns()[name].nullable) == (type_, nullable)


@pytest.mark.parametrize(
    ("provider", "string", "number"),
    [
        ("postgresql", "text", "numeric(65, 30)"),
        ("mysql", "varchar(191)", "numeric(65, 30)"),
        ("sqlite", "text", "numeric"),
    ],
)
def test_types_of_other_databases(provider: str, string: str, number: str) -> None:
    text = f'datasource db {{\n  provider = "{provider}"\n}}\nmodel A {{\n  a String\n  b Decimal\n}}\n'
    assert [str(column.type) for column in columns(text).values()] == [string, number]


def test_what_fills_a_column_in() -> None:
    found = columns()
    defaults = {name: None if found[name].default is None else found[name].default for name in found}
    assert {name: default.kind for name, default in defaults.items() if default is not None} == {
        "total": DefaultKind.CONSTANT,
        "state": DefaultKind.CONSTANT,
        "made": DefaultKind.STABLE,
        "token": DefaultKind.VOLATILE,
    }
    assert found["edited"].code_default is not None
    assert {column.generated for column in schema().tables[0].columns} == {Generated.SERIAL}
    assert found["state"].choices == ("OPEN", "PAID")


def test_indexes_and_keys_have_the_names_that_prisma_gives() -> None:
    order = schema().tables[1]
    assert [(index.name, index.columns, index.unique) for index in order.indexes] == [
        ("orders_code_key", ("code",), True),
        ("one_code", ("customer_id", "code"), True),
        ("orders_state_made_idx", ("state", "made"), False),
    ]
    assert [(key.name, key.references.on_delete if key.references else "") for key in order.constraints] == [
        ("orders_customer_id_fkey", "RESTRICT"),
        ("orders_parentId_fkey", "SET NULL"),
    ]


def test_a_relation_mode_without_foreign_keys() -> None:
    (_, order) = schema(SCHEMA.replace('"postgresql"', '"postgresql"\n  relationMode = "prisma"')).tables
    assert not any(key.enforced for key in order.constraints)


def test_a_migration_finds_the_table_as_it_was() -> None:
    (step,) = steps('ALTER TABLE "orders" ALTER COLUMN "note" TYPE VARCHAR(10);')
    assert isinstance(step.operation, ChangeType)
    assert str(step.operation.before) == "varchar(20)"


def test_dropping_an_index_is_known_to_drop_a_uniqueness() -> None:
    (step,) = steps('DROP INDEX "orders_code_key";')
    assert isinstance(step.operation, DropIndex)
    assert (str(step.operation.table), step.operation.unique) == ("orders", True)


def test_a_foreign_key_that_comes_back_weaker_is_seen_with_the_old_rule() -> None:
    name = "orders_customer_id_fkey"
    (drop, *_) = steps(f'ALTER TABLE "orders" DROP CONSTRAINT "{name}";')
    assert isinstance(drop.operation, DropConstraint)
    assert drop.operation.constraint is not None
    assert drop.operation.constraint.references is not None
    assert drop.operation.constraint.references.on_delete == "RESTRICT"
    assert not isinstance(drop.operation, ChangeDeleteRule)


def test_the_datasource_tells_the_engine() -> None:
    text = SCHEMA.replace("postgresql", "mysql")
    changes = Example("", head="SELECT 1;", path=PATH, context={"db/prisma/schema.prisma": text}).changes()
    assert engine_of(runs(changes)[PATH].migration, changes) == "mysql"


def test_a_schema_of_several_files() -> None:
    parts = {
        "db/prisma/schema/main.prisma": 'datasource db {\n  provider = "postgresql"\n}\n',
        "db/prisma/schema/order.prisma": "model Order {\n  note String @db.VarChar(20)\n}\n",
    }
    sql = 'ALTER TABLE "Order" ALTER COLUMN "note" TYPE VARCHAR(10);'
    changes = Example("", head=sql, path=PATH, context=parts).changes()
    (step,) = runs(changes)[PATH].up
    assert isinstance(step.operation, ChangeType)
    assert str(step.operation.before) == "varchar(20)"


def test_a_table_of_an_earlier_migration_of_the_same_pull_request_is_new() -> None:
    made = 'CREATE TABLE "New" ("id" TEXT NOT NULL PRIMARY KEY);'
    other = 'ALTER TABLE "New" ADD COLUMN "x" TEXT;'
    paths = [f"prisma/migrations/2024020{number}000000_x/migration.sql" for number in (1, 2)]
    changes = ChangeSet(
        [FileVersions(path, Status.ADDED, None, text.encode()) for path, text in zip(paths, (made, other), strict=True)]
    )
    (step,) = runs(changes)[paths[1]].up
    assert step.new_table


def test_the_same_sql_without_a_schema_tells_nothing_of_before() -> None:
    changes = Example("", head='ALTER TABLE "orders" ALTER COLUMN "note" TYPE VARCHAR(10);', path=PATH).changes()
    (step,) = runs(changes)[PATH].up
    assert isinstance(step.operation, ChangeType)
    assert step.operation.before is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "model A {",
        "}",
        'datasource db {\n  provider = "mongodb"\n}\nmodel A {\n  id String\n}',
        'datasource db {\n  provider = "sqlite"\n}\nmodel A {\n  id String @default(",\n  @@unique([,\n  @@id((((\n}',
        'datasource db {\n  provider = "postgresql"\n}\nmodel A {\n  b B @relation(fields: [x], references: [y])\n}\n',
        "model A {\n" * 5_000,
        'datasource db {\n  provider = "postgresql"\n}\nmodel A {\n  a String @@@@' + "(" * 50_000,
    ],
    ids=["empty", "open", "closed", "mongodb", "broken", "nowhere", "nested", "parentheses"],
)
def test_broken_schemas_tell_nothing_and_break_nothing(text: str) -> None:
    assert [column.name for table in schema(text).tables for column in table.columns if column.name != "id"] == []
    assert run("SELECT 1;", text).up
