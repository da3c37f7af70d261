"""Django migration files into operations."""

from __future__ import annotations

import pytest

from checks.kit import Database, Source
from checks.schema.columns import ConstraintKind, DefaultKind
from checks.schema.migration import Identity, Migration
from checks.schema.operations import (
    AddColumn,
    AddConstraint,
    ChangeRows,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropTable,
    Effect,
    Operation,
    RunCode,
    RunSql,
    Unreadable,
    Why,
)
from checks.schema.reading import read_migration

PATH = "shop/migrations/0002_change.py"


def read(text: str, path: str = PATH) -> Migration:
    migration = read_migration(Source(path, text.encode()), Database())
    assert migration is not None
    return migration


def migration(operations: str, *, body: str = "", top: str = "") -> Migration:
    return read(
        f"from django.db import migrations, models\n{top}\n\n"
        "class Migration(migrations.Migration):\n"
        '    dependencies = [("shop", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]\n'
        f"    {body}\n"
        f"    operations = [{operations}]\n"
    )


def operations(text: str, **parts: str) -> tuple[Operation, ...]:
    return migration(text, **parts).up.operations


def test_a_foreign_key_brings_its_constraint_and_index() -> None:
    field = 'models.ForeignKey("people.User", models.CASCADE)'
    added, key, index = operations(f'migrations.AddField("order", "buyer", {field})')
    assert isinstance(added, AddColumn)
    assert (str(added.table), added.column.name, added.column.nullable) == ("shop_order", "buyer_id", False)
    assert isinstance(key, AddConstraint)
    assert key.constraint.references is not None
    assert str(key.constraint.references.table) == "people_user"
    assert isinstance(index, CreateIndex)
    assert (key.implied, index.implied, index.index.columns) == (True, True, ("buyer_id",))


@pytest.mark.parametrize(
    ("field", "kinds"),
    [
        ("models.IntegerField()", []),
        ("models.IntegerField(db_index=True)", ["CreateIndex"]),
        ("models.SlugField()", ["CreateIndex"]),
        ("models.SlugField(db_index=False)", []),
        ("models.IntegerField(unique=True)", ["unique"]),
        ("models.IntegerField(unique=True, db_index=True)", ["unique"]),
        ("models.OneToOneField('shop.X', models.CASCADE)", ["unique", "foreign key"]),
        ("models.ForeignKey('shop.X', models.CASCADE, db_index=False)", ["foreign key"]),
        ("models.ForeignKey('shop.X', models.CASCADE, db_constraint=False)", ["CreateIndex"]),
        ("models.PositiveIntegerField()", ["check"]),
    ],
)
def test_what_a_field_implies(field: str, kinds: list[str]) -> None:
    found = operations(f'migrations.AddField("order", "x", {field})')[1:]
    assert [item.constraint.kind if isinstance(item, AddConstraint) else type(item).__name__ for item in found] == kinds


def test_a_many_to_many_field_is_a_table_of_its_own_or_nothing() -> None:
    (made,) = operations('migrations.AddField("order", "tags", models.ManyToManyField("shop.Tag"))')
    assert isinstance(made, CreateTable)
    assert str(made.table) == "shop_order_tags"
    assert (
        operations('migrations.AddField("order", "tags", models.ManyToManyField("shop.Tag", through="shop.T"))') == ()
    )


@pytest.mark.parametrize(
    ("field", "code", "database"),
    [
        ("models.IntegerField()", False, False),
        ("models.IntegerField(default=1)", True, False),
        ("models.IntegerField(db_default=1)", False, True),
        ("models.IntegerField(default=None, db_default=None)", False, False),
        ("models.DateTimeField(auto_now_add=True)", True, False),
        ("models.CharField(max_length=5, blank=True)", True, False),
        ("models.IntegerField(blank=True)", False, False),
    ],
)
def test_where_a_default_lives(field: str, *, code: bool, database: bool) -> None:
    added = operations(f'migrations.AddField("order", "x", {field})')[0]
    assert isinstance(added, AddColumn)
    assert (added.column.code_default is not None, added.column.default is not None) == (code, database)
    assert added.default_dropped == code


def test_random_defaults_of_the_database_are_volatile() -> None:
    added = operations('migrations.AddField("order", "x", models.UUIDField(db_default=RandomUUID()))')[0]
    assert isinstance(added, AddColumn)
    assert added.column.default is not None
    assert added.column.default.kind is DefaultKind.VOLATILE


def test_both_halves_of_separate_database_and_state() -> None:
    found = operations(
        "migrations.SeparateDatabaseAndState("
        'database_operations=[migrations.RunSQL("ALTER TABLE shop_order DROP COLUMN note", "")],'
        'state_operations=[migrations.RemoveField("order", "note")])'
    )
    assert [(type(item).__name__, item.effect) for item in found] == [
        ("RunSql", Effect.DATABASE),
        ("DropColumn", Effect.DATABASE),
        ("DropColumn", Effect.STATE),
    ]


def test_a_nested_half_that_is_state_only_stays_so() -> None:
    inner = 'migrations.SeparateDatabaseAndState(database_operations=[migrations.DeleteModel("Order")])'
    found = operations(f"migrations.SeparateDatabaseAndState(state_operations=[{inner}])")
    assert [item.effect for item in found] == [Effect.STATE]


@pytest.mark.parametrize(
    "sql",
    [
        '"DELETE FROM a; DELETE FROM b"',
        '["DELETE FROM a", "DELETE FROM b"]',
        '[("DELETE FROM a", None), ("DELETE FROM b", [])]',
        '("DELETE FROM a;" "DELETE FROM b")',
        '"DELETE FROM a;" + "DELETE FROM b"',
        '"DELETE FROM {};".format("a") + "DELETE FROM b"',
        "SQL",
        "f'DELETE FROM a;{OTHER}'",
        "textwrap.dedent('''\n    DELETE FROM a;\n    DELETE FROM b\n''').strip()",
    ],
)
def test_sql_in_all_its_spellings(sql: str) -> None:
    found = operations(f"migrations.RunSQL({sql}, '')", top='OTHER = "DELETE FROM b"\nSQL = "DELETE FROM a;" + OTHER')
    assert [type(item) for item in found] == [RunSql, ChangeRows, ChangeRows]


@pytest.mark.parametrize("sql", ["make()", "SQL", "open('x.sql').read()", "[make()]", "*texts"])
def test_sql_that_nobody_can_read_is_said_to_be_so(sql: str) -> None:
    found = operations(f"migrations.RunSQL({sql}, '')")
    assert [item.why for item in found if isinstance(item, Unreadable)] in ([Why.OPAQUE], [])
    assert isinstance(found[0], RunSql)


@pytest.mark.parametrize(
    ("call", "reverse", "noop"),
    [
        ("migrations.RunPython(f)", False, False),
        ("migrations.RunPython(f, None)", False, False),
        ("migrations.RunPython(f, g)", True, False),
        ("migrations.RunPython(f, migrations.RunPython.noop)", True, True),
        ("migrations.RunPython(code=f, reverse_code=lambda apps, schema_editor: None)", True, False),
        ("migrations.RunPython(lambda apps, schema_editor: None)", False, False),
        ("migrations.RunPython(partial(f, 1))", False, False),
    ],
)
def test_run_python_and_its_way_back(call: str, *, reverse: bool, noop: bool) -> None:
    (found,) = operations(call, top="def f(apps, schema_editor):\n    pass\n")
    assert isinstance(found, RunCode)
    assert (found.reverse, found.reverse_noop) == (reverse, noop)
    assert found.node is not None


def test_who_it_is_and_what_it_needs() -> None:
    found = migration("", body="atomic = False")
    assert found.identity == Identity("shop", "0002_change")
    assert found.needs == (Identity("shop", "0001_initial"),)
    assert (found.atomic, found.initial) == (False, False)


@pytest.mark.parametrize(("body", "shared"), [("", True), ("atomic = False", False), ("atomic = True", True)])
def test_the_transaction_follows_the_flag(body: str, *, shared: bool) -> None:
    found = operations('migrations.DeleteModel("A"), migrations.DeleteModel("B")', body=body)
    assert all((item.transaction is not None) == shared for item in found)


A, B = "migrations.DeleteModel('A')", "migrations.DeleteModel('B')"
CLASS = "class Migration(migrations.Migration):\n    operations"


@pytest.mark.parametrize(
    "text",
    [
        f"{CLASS} = [{A}] + [{B}]\n",
        f"OPS = [{B}]\n{CLASS} = [{A}, *OPS]\n",
        f"{CLASS} = [{A}]\n    operations += [{B}]\n",
        f"{CLASS}: list = [{A}]\n    operations.append({B})\n",
        f"{CLASS} = []\n    if settings.X:\n        operations += [{A}, {B}]\n",
        f"class Migration(CheckedMigration):\n    operations = [{A}, {B}]\n",
    ],
)
def test_lists_of_operations_in_all_their_spellings(text: str) -> None:
    found = read(f"from django.db import migrations\n{text}").up.operations
    assert [str(item.table) for item in found if isinstance(item, DropTable)] == ["shop_a", "shop_b"]


def test_operations_that_nobody_can_list_are_said_to_be_so() -> None:
    (found,) = read(
        "from django.db import migrations\nclass Migration(migrations.Migration):\n    operations = build()\n"
    ).up.operations
    assert isinstance(found, Unreadable)


@pytest.mark.parametrize(
    "text",
    [
        "class Migration:\n    operations = []\n",
        "class Migration(migrations.Migration):\n    pass\n",
        "class Importer(migrations.Migration):\n    operations = []\n",
        "from django.db import migrations\n# class Migration(migrations.Migration): operations = []\n",
        'TEXT = """\nclass Migration(migrations.Migration):\n    operations = []\n"""\n',
        "def Migration():\n    operations = []\n",
    ],
)
def test_a_path_alone_makes_no_migration(text: str) -> None:
    assert read_migration(Source(PATH, text.encode()), Database()) is None


def test_columns_count_code_points_in_lines_with_other_letters() -> None:
    (found,) = operations('migrations.RemoveField("order", "größe")')
    assert isinstance(found, DropColumn)
    assert found.name == "größe"
    line = '    operations = [migrations.RemoveField("order", "größe")]'
    assert line[found.place.start_column : found.place.end_column] == 'migrations.RemoveField("order", "größe")'


def test_crlf_and_another_encoding() -> None:
    top = "# -*- coding: latin-1 -*-\r\nfrom django.db import migrations\r\n\r\n"
    text = f"{top}class Migration(migrations.Migration):\r\n    operations = [migrations.DeleteModel('Ä')]\r\n"
    found = read_migration(Source(PATH, text.encode("latin-1")), Database())
    assert found is not None
    assert [item.place.start_line for item in found.up.operations] == [5]


def test_a_conditional_unique_constraint_is_an_index() -> None:
    constraint = 'models.UniqueConstraint(fields=["a"], condition=models.Q(b=1), name="u")'
    (found,) = operations(f'migrations.AddConstraint("order", {constraint})')
    assert isinstance(found, CreateIndex)
    assert (found.index.unique, found.index.conditional) == (True, True)
    (plain,) = operations('migrations.AddConstraint("order", models.UniqueConstraint(fields=["a"], name="u"))')
    assert isinstance(plain, AddConstraint)
    assert plain.constraint.kind is ConstraintKind.UNIQUE
