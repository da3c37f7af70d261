"""Alembic revision files into operations."""

from __future__ import annotations

import pytest

from checks.kit import Database, Source
from checks.schema.migration import Migration
from checks.schema.operations import (
    AddColumn,
    AddConstraint,
    ChangeRows,
    ChangeType,
    CreateIndex,
    CreateTable,
    DropColumn,
    Operation,
    RenameColumn,
    RunCode,
    RunSql,
    SetNotNull,
    Unreadable,
)
from checks.schema.reading import read_migration

PATH = "alembic/versions/b2_change.py"
HEAD = 'from alembic import op\nimport sqlalchemy as sa\n\nrevision = "b2"\ndown_revision = "a1"\n\n\n'


def read(upgrade: str, downgrade: str = "pass", top: str = "") -> Migration:
    body = "\n".join(f"    {line}" for line in upgrade.split("\n"))
    back = "\n".join(f"    {line}" for line in downgrade.split("\n"))
    text = f"{HEAD}{top}\n\ndef upgrade():\n{body}\n\n\ndef downgrade():\n{back}\n"
    migration = read_migration(Source(PATH, text.encode()), Database())
    assert migration is not None
    return migration


def up(upgrade: str, top: str = "") -> list[Operation]:
    return [item for item in read(upgrade, top=top).up.operations if not isinstance(item, RunCode | RunSql)]


def test_up_and_down_apart() -> None:
    found = read('op.add_column("t", sa.Column("a", sa.Integer()))', 'op.drop_column("t", "a")')
    assert isinstance(found.up.operations[0], AddColumn)
    assert found.down is not None
    assert isinstance(found.down.operations[0], DropColumn)


@pytest.mark.parametrize(
    "body", ["pass", '"""Nothing."""', "raise NotImplementedError", "return", "raise Exception('no')"]
)
def test_an_empty_way_back_says_so(body: str) -> None:
    down = read("pass", body).down
    assert down is not None
    assert not down.written
    assert down.operations == ()


def test_a_batch_knows_its_table() -> None:
    found = up(
        'with op.batch_alter_table("t", schema="s") as b:\n'
        '    b.add_column(sa.Column("a", sa.Integer()))\n'
        '    b.create_foreign_key("f", "u", ["x"], ["id"])'
    )
    assert [str(getattr(item, "table", "")) for item in found] == ["s.t", "s.t"]
    key = found[1]
    assert isinstance(key, AddConstraint)
    assert key.constraint.columns == ("x",)


def test_one_call_may_do_several_things() -> None:
    found = up(
        'op.alter_column("t", "a", new_column_name="b", type_=sa.Text(), nullable=False, existing_type=sa.String(5))'
    )
    assert [type(item) for item in found] == [ChangeType, SetNotNull, RenameColumn]
    changed = found[0]
    assert isinstance(changed, ChangeType)
    assert (str(changed.before), str(changed.type)) == ("sa.String(5)", "sa.Text()")


def test_the_transaction_ends_for_an_autocommit_block_and_starts_anew() -> None:
    found = up(
        'op.drop_table("a")\n'
        "with op.get_context().autocommit_block():\n"
        '    op.create_index("i", "t", ["x"], postgresql_concurrently=True)\n'
        'op.drop_table("b")'
    )
    first, index, last = (item.transaction for item in found)
    assert index is None
    assert first is not None
    assert last is not None
    assert first.number != last.number


@pytest.mark.parametrize(
    "sql",
    [
        'op.execute("DELETE FROM a")',
        'op.execute(sa.text("DELETE FROM a"))',
        "op.execute('''\n    DELETE FROM a\n''')",
        'op.get_bind().execute(sa.text("DELETE FROM a WHERE x = :x").bindparams(x=1))',
        'conn = op.get_bind()\nconn.execute(text("DELETE FROM a"))',
        'name = "a"\nop.execute(f"DELETE FROM {name}")',
        'sql = "DELETE "\nsql += "FROM a"\nop.execute(sql)',
        'op.execute("DELETE FROM " + TABLE)',
        'for name in ["a"]:\n    op.execute("DELETE FROM %s" % name)',
        "op.execute(table.delete())",
        "with op.get_bind().begin():\n    op.execute(sa.delete(table))",
        "clear()",
        'clear_one("a")',
    ],
)
def test_rows_in_all_their_spellings(sql: str) -> None:
    top = (
        'from sqlalchemy import text\nTABLE = "a"\n\n\ndef clear():\n    op.execute("DELETE FROM a")\n\n\n'
        'def clear_one(name):\n    op.execute(f"DELETE FROM {name}")\n'
    )
    found = up(f'table = sa.table("a", sa.column("x"))\n{sql}', top=top)
    assert [(type(item), getattr(item, "verb", "")) for item in found] == [(ChangeRows, "delete")]
    assert str(getattr(found[0], "table", "")) in {"a", "a table named at run time"}


@pytest.mark.parametrize("sql", ["op.execute(make())", "op.execute(SQL)", "op.get_bind().execute(statement)"])
def test_what_nobody_can_read_is_said_to_be_so(sql: str) -> None:
    assert [type(item) for item in up(sql)] == [Unreadable]


@pytest.mark.parametrize(
    "code",
    [
        'op.get_bind().execute(sa.select(sa.column("x")))',
        "executor.execute_later(job)",
        'print("DROP TABLE a")',
        'cursor.execute("whatever is no sql")',
        "inspector = sa.inspect(op.get_bind())",
    ],
)
def test_reads_and_other_calls_are_no_operations(code: str) -> None:
    assert up(code) == []


@pytest.mark.parametrize(
    ("test", "engines", "conditional"),
    [
        ('op.get_bind().dialect.name == "postgresql"', {"postgresql"}, False),
        ('op.get_bind().dialect.name in ("mysql", "mariadb")', {"mysql"}, False),
        ('op.get_bind().dialect.name != "sqlite"', {"postgresql", "mysql"}, False),
        ('"a" not in columns', set[str](), True),
    ],
)
def test_branches(test: str, engines: set[str], *, conditional: bool) -> None:
    (found,) = up(f'if {test}:\n    op.drop_column("t", "a")')
    assert found.engines == engines
    assert found.conditional == conditional


def test_an_early_return_limits_what_follows() -> None:
    (found,) = up('if op.get_bind().dialect.name != "postgresql":\n    return\nop.drop_column("t", "a")')
    assert found.engines == {"postgresql"}


def test_loops_over_written_lists_are_unrolled_and_others_are_conditions() -> None:
    found = up('for t, c in (("a", "x"), ("b", "y")):\n    op.drop_column(t, c)')
    assert [(str(getattr(item, "table", "")), item.conditional) for item in found] == [("a", False), ("b", False)]
    (unknown,) = up('for t in tables():\n    op.drop_column(t, "x")')
    assert unknown.conditional
    assert isinstance(unknown, DropColumn)
    assert not unknown.table.known


def test_columns_of_a_new_table() -> None:
    (found,) = up(
        'op.create_table("t", sa.Column("id", sa.BigInteger(), primary_key=True),'
        ' sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),'
        ' sa.Column("u", sa.Integer(), sa.ForeignKey("s.users.id", ondelete="CASCADE"), index=True),'
        ' sa.UniqueConstraint("at", name="one"), *extra)'
    )
    assert isinstance(found, CreateTable)
    assert not found.complete
    assert [(column.name, column.type.name, column.nullable) for column in found.columns] == [
        ("id", "bigint", False),
        ("at", "timestamptz", False),
        ("u", "integer", True),
    ]
    reference = found.columns[2].references
    assert reference is not None
    assert (str(reference.table), reference.on_delete) == ("s.users", "CASCADE")


def test_names_that_alembic_takes_as_they_are() -> None:
    (found,) = up('op.create_index(op.f("ix_t_a"), "t", ["a"], unique=True)')
    assert isinstance(found, CreateIndex)
    assert (found.index.name, found.index.unique) == ("ix_t_a", True)


@pytest.mark.parametrize(
    "text",
    [
        "def upgrade():\n    pass\n",
        'revision = "a"\n\n\ndef upgrade():\n    pass\n',
        'revision = "a"\ndown_revision = None\n',
        '"""revision = 1\ndown_revision = 2\ndef upgrade(): ..."""\n',
    ],
)
def test_a_path_alone_makes_no_revision(text: str) -> None:
    assert read_migration(Source(PATH, text.encode()), Database()) is None
