"""SQL text into operations: PostgreSQL, MySQL, SQLite, and who opens a transaction."""

from __future__ import annotations

import pytest

from checks.kit import Database, Source
from checks.schema.migration import Migration
from checks.schema.operations import (
    AddColumn,
    AddConstraint,
    ChangeRows,
    ChangeType,
    ControlTransaction,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropIndex,
    DropTable,
    LongName,
    Operation,
    OtherStatement,
    RedefineColumn,
    Refused,
    Reindex,
    RenameColumn,
    RenameObject,
    RewriteTable,
    SetNotNull,
    Truncate,
    Unreadable,
    Why,
)
from checks.schema.reading import read_migration

PATH = "db/migrations/0002_change.sql"


def read(text: str, path: str = PATH, database: Database | None = None) -> Migration:
    migration = read_migration(Source(path, text.encode()), database or Database())
    assert migration is not None
    return migration


def up(text: str, database: Database | None = None) -> tuple[Operation, ...]:
    return read(text, database=database).up.operations


@pytest.mark.parametrize(
    ("sql", "kinds"),
    [
        ("CREATE TABLE a (x int)", [CreateTable]),
        ("CREATE TABLE a AS SELECT 1", [CreateTable]),
        ("SELECT 1 AS x INTO a", [CreateTable, OtherStatement]),
        ("ALTER TABLE a ADD COLUMN x int, DROP COLUMN y, ALTER z SET NOT NULL", [AddColumn, DropColumn, SetNotNull]),
        ("ALTER TABLE a ADD x int REFERENCES b (id)", [AddColumn, AddConstraint]),
        ("DROP TABLE a, b", [DropTable, DropTable]),
        ("DROP INDEX CONCURRENTLY a", [DropIndex]),
        ("VACUUM FULL a", [RewriteTable]),
        ("VACUUM (FULL false) a", [OtherStatement]),
        ("REINDEX (CONCURRENTLY) TABLE a", [Reindex]),
        ("TRUNCATE a, b CASCADE", [Truncate]),
        ("ALTER INDEX a RENAME TO b", [RenameObject]),
        (
            "DO $$ BEGIN IF true THEN ALTER TABLE a ADD x int; END IF; EXECUTE 'DROP TABLE b'; END $$",
            [AddColumn, DropTable],
        ),
        ("/* DROP TABLE a; */ SELECT 'DROP TABLE b;' -- DROP TABLE c", [OtherStatement]),
        ("INSERT INTO a VALUES (1); UPDATE a SET x = 1 WHERE id = 1; DELETE FROM a", [ChangeRows] * 3),
    ],
)
def test_postgresql_statements(sql: str, kinds: list[type[Operation]]) -> None:
    assert [type(item) for item in up(sql)] == kinds


@pytest.mark.parametrize(
    ("sql", "filtered", "bounded"),
    [
        ("UPDATE a SET x = 1", False, False),
        ("UPDATE a SET x = 1 WHERE true", False, False),
        ("DELETE FROM a WHERE 1 = 1", False, False),
        ("DELETE FROM a WHERE x > 1", True, False),
        ("DELETE FROM a WHERE id = 1", True, True),
        ("DELETE FROM a WHERE kind IN ('b', 'c')", True, True),
        ("UPDATE a SET x = b.x FROM b WHERE b.id = a.id", True, False),
        ("INSERT INTO a VALUES (1), (2)", True, True),
        ("INSERT INTO a SELECT * FROM b", True, False),
    ],
)
def test_how_many_rows_a_statement_reaches(sql: str, *, filtered: bool, bounded: bool) -> None:
    (found,) = up(sql)
    assert isinstance(found, ChangeRows)
    assert (found.filtered, found.bounded) == (filtered, bounded)


def test_each_statement_keeps_its_own_lines_whatever_its_letters() -> None:
    found = up("-- größer\nSELECT 'ü';\n\nALTER TABLE a\n  ADD COLUMN x int,\n  DROP COLUMN y;\n")
    assert [(type(item).__name__, item.place.start_line) for item in found] == [
        ("OtherStatement", 2),
        ("AddColumn", 5),
        ("DropColumn", 4),
    ]


def test_one_bad_statement_does_not_hide_the_others() -> None:
    found = up("ALTER TABLE a ADD x int;\nALTER TABEL b;\nDROP TABLE c;\n")
    assert [type(item) for item in found] == [AddColumn, Unreadable, DropTable]
    bad = found[1]
    assert isinstance(bad, Unreadable)
    assert (bad.why, bad.place.start_line) == (Why.SYNTAX, 2)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE a SET x = 1, x = 2",
        "INSERT INTO a (x, x) VALUES (1, 2)",
        "CREATE TABLE a (x int, x text)",
        "CREATE VIEW v AS SELECT 1 a, 2 a",
        "INSERT INTO a VALUES (1) ON CONFLICT (id) DO UPDATE SET x = 1, x = 2",
    ],
)
def test_a_column_that_is_said_twice_is_refused(sql: str) -> None:
    assert any(isinstance(item, Refused) for item in up(sql))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE a SET x[1] = 1, x[2] = 2",
        'UPDATE a SET "X" = 1, x = 2',
        "UPDATE a SET b.x = 1, b.y = 2",
        "CREATE VIEW v AS SELECT 1 a, 2 b",
    ],
)
def test_columns_that_only_look_alike_are_not(sql: str) -> None:
    assert not any(isinstance(item, Refused) for item in up(sql))


def test_names_that_the_parser_cuts_are_kept_whole() -> None:
    (long, _) = up(f"CREATE TABLE {'a' * 64} (x int)")
    assert isinstance(long, LongName)
    assert long.name == "a" * 64
    assert [type(item) for item in up(f"CREATE TABLE {'a' * 63} (x int)")] == [CreateTable]


@pytest.mark.parametrize(
    ("sql", "engine"),
    [
        ("ALTER TABLE `a` MODIFY `x` varchar(10) NULL", "mysql"),
        ("CREATE TABLE a (id int AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB", "mysql"),
        ("CREATE TABLE a (id integer PRIMARY KEY AUTOINCREMENT)", "sqlite"),
        ("PRAGMA foreign_keys = off", "sqlite"),
        ("CREATE INDEX CONCURRENTLY i ON a (x)", "postgresql"),
        ("CREATE TABLE a (x int)", None),
    ],
)
def test_the_text_tells_its_database(sql: str, engine: str | None) -> None:
    assert read(sql).engine == engine


def test_the_configuration_tells_it_better() -> None:
    found = read("ALTER TABLE a DROP INDEX i", database=Database(engine="mysql"))
    assert [type(item) for item in found.up.operations] == [DropIndex]


def test_mysql_redefines_and_renames() -> None:
    found = up("ALTER TABLE `a` CHANGE COLUMN x y int NOT NULL DEFAULT 3, ADD UNIQUE KEY u (y), ADD INDEX i (y)")
    assert [type(item) for item in found] == [RenameColumn, RedefineColumn, AddConstraint, CreateIndex]


def test_triggers_of_mysql_keep_their_semicolons() -> None:
    trigger = (
        "CREATE TRIGGER t BEFORE INSERT ON `a` FOR EACH ROW BEGIN SET NEW.x = 1; IF 1 THEN SET NEW.y = 2; END IF; END"
    )
    assert len(up(f"DELIMITER //\n{trigger};\nDROP TABLE `a`;")) == 2


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE ${schema}.a ADD x int",
        "UPDATE a SET x = :x WHERE id = 1",
        "UPDATE a SET x = %(x)s",
        "ALTER TABLE {{ t }} ADD x int",
        "UPDATE a SET x = ?",
    ],
)
def test_holes_of_templates_and_drivers_still_parse(sql: str) -> None:
    assert not any(isinstance(item, Unreadable) for item in up(sql))


def test_a_name_from_a_template_is_unknown() -> None:
    (found,) = up("ALTER TABLE ${t} ALTER x TYPE bigint")
    assert isinstance(found, ChangeType)
    assert not found.table.known


def numbers(text: str, database: Database) -> list[int | None]:
    found = up(text, database)
    plain = (item for item in found if not isinstance(item, ControlTransaction))
    return [
        None if item.transaction is None or not item.transaction.sure else item.transaction.number for item in plain
    ]


@pytest.mark.parametrize(
    ("sql", "wraps", "expected"),
    [
        ("SELECT 1; BEGIN; SELECT 2; SELECT 3; COMMIT; SELECT 4;", None, [None, 1, 1, None]),
        ("SELECT 1; COMMIT; SELECT 2; BEGIN; SELECT 3;", True, [0, None, 1]),
        ("SELECT 1; SELECT 2;", True, [0, 0]),
        ("SELECT 1; SELECT 2;", False, [None, None]),
        ("BEGIN; SELECT 1; ROLLBACK; BEGIN; SELECT 2; COMMIT;", None, [1, 2]),
    ],
)
def test_which_statements_share_a_transaction(sql: str, *, wraps: bool | None, expected: list[int | None]) -> None:
    assert numbers(sql, Database(transaction_per_migration=wraps)) == expected
