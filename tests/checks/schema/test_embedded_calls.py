"""Calls of Rails, TypeORM, Knex, Sequelize and node-pg-migrate that change a schema."""

from __future__ import annotations

import pytest

from checks.kit import Action, Database, Example, Source
from checks.kit.discovery import all_checks
from checks.schema.migration import MAX_OPERATIONS
from checks.schema.operations import ChangeRows, Operation
from checks.schema.reading import read_migration

RAILS = "class Change < ActiveRecord::Migration[7.1]\n  {before}\n  def change\n    {body}\n  end\nend\n"
TYPEORM = (
    "export class A1 implements MigrationInterface {{\n"
    "  public async up(queryRunner: QueryRunner) {{\n    {body}\n  }}\n"
    '  public async down(queryRunner: QueryRunner) {{\n    await queryRunner.dropTable("a");\n  }}\n}}\n'
)
KNEX = "exports.up = (knex) =>\n  {body};\n\nexports.down = (knex) => knex.schema.dropTable('a');\n"
SEQUELIZE = (
    "module.exports = {{\n  up: async (queryInterface, Sequelize) => {{\n    {body}\n  }},\n"
    "  down: (queryInterface) => queryInterface.dropTable('a'),\n}};\n"
)
PGM = "exports.up = (pgm) => {{\n  {body}\n}};\nexports.down = (pgm) => {{ pgm.dropTable('a'); }};\n"
PATHS = {
    "rails": "db/migrate/20240101000000_change.rb",
    "typeorm": "src/migrations/1700-change.ts",
    "knex": "migrations/20240101_change.js",
    "sequelize": "migrations/20240101-change.js",
    "pgm": "migrations/20240101_change.js",
}
TEXTS = {"rails": RAILS, "typeorm": TYPEORM, "knex": KNEX, "sequelize": SEQUELIZE, "pgm": PGM}


def text(tool: str, body: str, before: str = "") -> str:
    return TEXTS[tool].format(body=body, before=before)


def operations(tool: str, body: str) -> tuple[Operation, ...]:
    migration = read_migration(Source(PATHS[tool], text(tool, body).encode()), Database())
    assert migration is not None
    return migration.up.operations


def findings(tool: str, body: str, before: str = "") -> set[str]:
    """Ids of what is asked about the way up, notes left out."""
    changes = Example("", head=text(tool, body, before), path=PATHS[tool]).changes()
    checks = [check for check in all_checks() if check.area.value == "migrations" and check.enabled]
    checks = [check for check in checks if check.id != "migrations/down-does-not-mirror"]
    return {
        check.id.partition("/")[2]
        for change in changes
        for check in checks
        for hit in check.find(change, check.options())
        if (hit.action or check.action) is not Action.NOTE
    }


@pytest.mark.parametrize(
    ("tool", "body", "expected"),
    [
        ("rails", "drop_table :orders", "table-dropped"),
        ("typeorm", 'await queryRunner.dropTable("orders");', "table-dropped"),
        ("knex", "knex.schema.dropTableIfExists('orders')", "table-dropped"),
        ("sequelize", "await queryInterface.dropTable('orders');", "table-dropped"),
        ("pgm", "pgm.dropTable('orders');", "table-dropped"),
        ("rails", "remove_column :orders, :note, :string", "column-dropped"),
        ("rails", "change_table(:orders) do |t|\n      t.remove :note\n    end", "column-dropped"),
        ("typeorm", 'await queryRunner.dropColumn("orders", "note");', "column-dropped"),
        ("knex", "knex.schema.alterTable('orders', (t) => {\n    t.dropColumn('note');\n  })", "column-dropped"),
        ("sequelize", "await queryInterface.removeColumn('orders', 'note');", "column-dropped"),
        ("pgm", "pgm.dropColumns('orders', ['note']);", "column-dropped"),
        ("rails", "rename_column :orders, :note, :remark", "column-renamed"),
        ("sequelize", "await queryInterface.renameColumn('orders', 'note', 'remark');", "column-renamed"),
        ("knex", "knex.schema.table('orders', t => t.renameColumn('a', 'b'))", "column-renamed"),
        ("rails", "rename_table :orders, :sales", "table-renamed"),
        ("typeorm", 'await queryRunner.renameTable("orders", "sales");', "table-renamed"),
        ("rails", "change_column :orders, :total, :integer", "column-type-changed"),
        ("pgm", "pgm.alterColumn('orders', 'total', { type: 'integer' });", "column-type-changed"),
        ("rails", "add_index :orders, :note", "index-not-concurrent"),
        ("rails", "add_index(:orders, [:note, :total], unique: true)", "index-not-concurrent"),
        ("sequelize", "await queryInterface.addIndex('orders', ['note']);", "index-not-concurrent"),
        ("pgm", "pgm.createIndex('orders', 'note');", "index-not-concurrent"),
        ("rails", "add_foreign_key :orders, :customers", "foreign-key-validated-at-once"),
        ("rails", "add_reference :orders, :buyer, foreign_key: true", "foreign-key-validated-at-once"),
        ("rails", "change_column_null :orders, :note, false", "not-null-set"),
        ("knex", "knex.schema.alterTable('orders', (t) => { t.dropNullable('note'); })", "not-null-set"),
        ("rails", "add_column :orders, :paid, :boolean, null: false", "column-required-without-default"),
        (
            "sequelize",
            "await queryInterface.addColumn('orders', 'paid', { type: Sequelize.BOOLEAN, allowNull: false });",
            "column-required-without-default",
        ),
        (
            "typeorm",
            'await queryRunner.addColumn("orders", new TableColumn({ name: "paid", type: "boolean" }));',
            "column-required-without-default",
        ),
        (
            "pgm",
            "pgm.addColumns('orders', { paid: { type: 'boolean', notNull: true } });",
            "column-required-without-default",
        ),
        ("rails", "Order.delete_all", "rows-changed-without-where"),
        ("rails", "Order.unscoped.update_all(state: 1)", "rows-changed-without-where"),
        ("rails", "add_index :orders, :note, algorithm: :concurrently", "concurrently-in-transaction"),
    ],
)
def test_the_worst_calls_are_told(tool: str, body: str, expected: str) -> None:
    assert expected in findings(tool, body)


@pytest.mark.parametrize(
    ("tool", "body", "before"),
    [
        ("rails", "create_table :parcels do |t|\n      t.string :code, null: false\n      t.index :code\n    end", ""),
        (
            "rails",
            "create_table :parcels do |t|\n      t.text :a\n    end\n    add_index :parcels, :a, unique: true",
            "",
        ),
        ("rails", "add_column :orders, :note, :text", ""),
        ("rails", "add_column :orders, :paid, :boolean, null: false, default: false", ""),
        (
            "rails",
            "add_index :orders, :note, algorithm: :concurrently, if_not_exists: true",
            "disable_ddl_transaction!",
        ),
        ("rails", "add_foreign_key :orders, :customers, validate: false", ""),
        ("rails", "Order.where(state: nil).in_batches.update_all(state: 1)", ""),
        ("rails", "# drop_table :orders", ""),
        ("rails", 'say "drop_table :orders"', ""),
        ("knex", "knex.schema.createTable('parcels', (t) => {\n    t.string('code').notNullable().unique();\n  })", ""),
        ("knex", "knex.schema.alterTable('orders', (t) => { t.string('note'); })", ""),
        ("knex", "knex.schema.alterTable('orders', t => t.boolean('paid').notNullable().defaultTo(false))", ""),
        (
            "sequelize",
            "await queryInterface.createTable('parcels', { id: { type: Sequelize.INTEGER, allowNull: false } });",
            "",
        ),
        ("sequelize", "await queryInterface.addColumn('orders', 'note', { type: Sequelize.STRING });", ""),
        ("typeorm", 'await queryRunner.createTable(new Table({ name: "parcels", columns: [] }));', ""),
        (
            "typeorm",
            'await queryRunner.addColumn("orders", new TableColumn({ name: "n", type: "text", isNullable: true }));',
            "",
        ),
        ("pgm", "pgm.createTable('parcels', { id: 'id' });\n  pgm.createIndex('parcels', 'id');", ""),
        ("pgm", "pgm.addColumns('orders', { note: { type: 'text' } });", ""),
        ("sequelize", "// await queryInterface.dropTable('orders');", ""),
    ],
)
def test_harmless_calls_are_silent(tool: str, body: str, before: str) -> None:
    assert findings(tool, body, before) == set()


@pytest.mark.parametrize("tool", ["rails", "typeorm", "knex", "sequelize", "pgm"])
@pytest.mark.parametrize("body", ["((((((", "dropTable(", "}}}}", "drop_table", ",,,,", "'", "t.remove"])
def test_half_finished_code_gives_operations_or_nothing(tool: str, body: str) -> None:
    read_migration(Source(PATHS[tool], text(tool, body).encode()), Database())


def test_ten_thousand_calls_are_read_up_to_the_limit() -> None:
    found = operations("rails", "remove_column :a, :b\n    " * (MAX_OPERATIONS + 500))
    assert len(found) == MAX_OPERATIONS + 1


@pytest.mark.parametrize(
    ("rows", "filtered"),
    [("{}", False), ("null", False), ("{}, { transaction }", False), ("{ id: 1 }", True), ("where", True)],
)
def test_rows_that_sequelize_deletes(rows: str, *, filtered: bool) -> None:
    (deleted,) = operations("sequelize", f'await queryInterface.bulkDelete("a", {rows});')
    assert isinstance(deleted, ChangeRows)
    assert (str(deleted.table), deleted.verb, deleted.filtered) == ("a", "delete", filtered)
