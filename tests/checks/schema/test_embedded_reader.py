"""SQL that migrations in JavaScript, TypeScript and Ruby hold."""

from __future__ import annotations

import pytest

from checks.kit import Database, Source
from checks.schema.migration import Migration
from checks.schema.operations import (
    AddColumn,
    ChangeRows,
    CreateIndex,
    DropColumn,
    DropTable,
    Operation,
    RenameColumn,
    SetNotNull,
    Unreadable,
)
from checks.schema.reading import read_migration

TYPEORM = """
import { MigrationInterface, QueryRunner } from "typeorm";

export class Change1700000000000 implements MigrationInterface {
  // await queryRunner.query("DROP TABLE nothing");
  public async up(queryRunner: QueryRunner): Promise<void> {
    %s
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE orders`);
  }
}
"""
KNEX = """
%s
exports.up = async function (knex) {
  %s
};

exports.down = (knex) => knex.raw("DROP TABLE orders");
"""
SEQUELIZE = """
module.exports = {
  async up(queryInterface, Sequelize) {
    %s
  },
  down: async (queryInterface) => {
    await queryInterface.sequelize.query('DROP TABLE orders');
  },
};
"""
RAILS = """
class Change < ActiveRecord::Migration[7.1]
  %s
  def up
    %s
  end

  def down
    execute "DROP TABLE orders"
  end
end
"""


def read(path: str, text: str, database: Database | None = None) -> Migration:
    migration = read_migration(Source(path, text.encode()), database or Database())
    assert migration is not None
    return migration


def typeorm(body: str) -> Migration:
    return read("src/db/1700000000000-change.ts", TYPEORM % body)


def knex(body: str, before: str = "") -> Migration:
    return read("db/migrations/20240101_change.js", KNEX % (before, body))


def sequelize(body: str) -> Migration:
    return read("migrations/20240101-change.js", SEQUELIZE % body)


def rails(body: str, before: str = "") -> Migration:
    return read("db/migrate/20240101000000_change.rb", RAILS % (before, body))


def kinds(migration: Migration) -> list[type[Operation]]:
    return [type(item) for item in migration.up.operations]


@pytest.mark.parametrize(
    ("migration", "expected"),
    [
        (typeorm('await queryRunner.query("ALTER TABLE orders ADD note text");'), [AddColumn]),
        (typeorm('await queryRunner.query(`ALTER TABLE "orders" DROP COLUMN "note"`);'), [DropColumn]),
        (typeorm("await queryRunner.query('ALTER TABLE a ' +\n 'DROP COLUMN b');"), [DropColumn]),
        (typeorm("await queryRunner.query('CREATE INDEX \"i\" ON a (b)');"), [CreateIndex]),
        (typeorm('await queryRunner.query("CREATE INDEX \\"i\\" ON a (b)");'), [CreateIndex]),
        (
            knex("await knex.raw(`\n  ALTER TABLE a ALTER b SET NOT NULL;\n  DELETE FROM c;\n`);"),
            [SetNotNull, ChangeRows],
        ),
        (knex("return knex.schema.raw(SQL);", "const SQL = `ALTER TABLE a DROP COLUMN b`;"), [DropColumn]),
        (sequelize("await queryInterface.sequelize.query('ALTER TABLE a RENAME COLUMN b TO c');"), [RenameColumn]),
        (rails('execute "ALTER TABLE a DROP COLUMN b"'), [DropColumn]),
        (rails("execute('ALTER TABLE a DROP COLUMN b')"), [DropColumn]),
        (
            rails("execute <<~SQL\n      ALTER TABLE a DROP COLUMN b;\n      DROP TABLE c;\n    SQL"),
            [DropColumn, DropTable],
        ),
    ],
)
def test_sql_of_the_way_up(migration: Migration, expected: list[type[Operation]]) -> None:
    assert kinds(migration) == expected
    assert migration.down is not None
    assert [type(item) for item in migration.down.operations] == [DropTable]


@pytest.mark.parametrize(
    "migration",
    [
        typeorm('this.log("DROP TABLE orders");'),
        typeorm("// await queryRunner.query('DROP TABLE orders')"),
        typeorm("/* await queryRunner.query('DROP TABLE orders') */"),
        knex('await knex("orders").where("id", 1).update({ sql: "DROP TABLE orders" });'),
        sequelize("await queryInterface.bulkInsert('orders', [{ note: 'DROP TABLE orders' }]);"),
        rails('say "DROP TABLE orders"'),
        rails('# execute "DROP TABLE orders"'),
    ],
)
def test_other_texts_are_no_sql(migration: Migration) -> None:
    assert migration.up.operations == ()


@pytest.mark.parametrize(
    "migration",
    [typeorm("await queryRunner.query(made());\n await queryRunner.query(sql);"), rails("execute statement")],
)
def test_sql_that_is_made_elsewhere_is_unreadable(migration: Migration) -> None:
    assert any(isinstance(item, Unreadable) for item in migration.up.operations)


def test_lines_are_those_of_the_file() -> None:
    migration = knex("await knex.raw(`\n    ALTER TABLE a\n      DROP COLUMN b;\n\n    DROP TABLE c;\n  `);")
    assert [item.place.start_line for item in migration.up.operations] == [5, 8]


@pytest.mark.parametrize(
    ("migration", "wrapped"),
    [
        (typeorm('await queryRunner.query("DROP TABLE a");'), True),
        (knex('await knex.raw("DROP TABLE a");'), True),
        (knex('await knex.raw("DROP TABLE a");', "exports.config = { transaction: false };"), False),
        (sequelize("await queryInterface.sequelize.query('DROP TABLE a');"), False),
        (rails('execute "DROP TABLE a"'), True),
        (rails('execute "DROP TABLE a"', "disable_ddl_transaction!"), False),
    ],
)
def test_who_opens_a_transaction(migration: Migration, *, wrapped: bool) -> None:
    assert (migration.up.operations[0].transaction is not None) is wrapped


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/orders.ts", 'export async function up(knex) { await knex.raw("DROP TABLE a"); }'),
        ("migrations/helper.js", "module.exports = { log(text) { console.log(text); } };"),
        ("app/models/order.rb", "class Order < ApplicationRecord\n  def up\n  end\nend\n"),
        ("migrations/1.js", "const knex = require('knex');\nmodule.exports = knex({ client: 'pg' });\n"),
    ],
)
def test_other_code_is_no_migration(path: str, text: str) -> None:
    assert read_migration(Source(path, text.encode()), Database()) is None


@pytest.mark.parametrize("text", ["`" * 50_000, "'" * 50_001, "/*" * 60_000, "`${" * 40_000, "execute <<~A\n" * 20_000])
@pytest.mark.parametrize("path", ["migrations/1.js", "db/migrate/1_a.rb"])
def test_hostile_text_ends(path: str, text: str) -> None:
    start = "class A < ActiveRecord::Migration\ndef up\n" if path.endswith("rb") else "exports.up = knex => {\n"
    migration = read_migration(Source(path, (start + text).encode()), Database())
    assert migration is None or all(isinstance(item, Unreadable) for item in migration.up.operations)
