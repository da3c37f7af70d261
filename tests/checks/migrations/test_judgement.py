"""What is judged, how loud it is, and for which database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pytest

from checks.kit import Action, ChangeSet, Database, Example, Hit, Settings
from checks.kit.discovery import all_checks
from checks.migrations import (
    column_dropped,
    column_required_without_default,
    guard_column_removed,
    index_not_concurrent,
    merged_migration_edited,
    run_python_names,
    table_dropped,
)

PATH = "migrations/0002_change.sql"
INDEX = "CREATE INDEX i ON orders (note);\n"
CHECKS = [check for check in all_checks() if check.area.value == "migrations" and check.enabled]

Size = Literal["small", "large", "huge", "hot"]


def index_hits(example: Example) -> list[Hit]:
    return [hit for change in example.changes() for hit in index_not_concurrent.check.find(change, None)]


def everything(changes: ChangeSet) -> list[str]:
    return [
        f"{check.id}: {hit.title}"
        for change in changes
        for check in CHECKS
        for hit in check.find(change, check.options())
    ]


@pytest.mark.parametrize(
    ("tables", "action"),
    [
        ({}, Action.SIGN_OFF),
        ({"orders": "small"}, Action.NOTE),
        ({"orders": "large"}, Action.BLOCK),
        ({"ORDERS": "huge"}, Action.BLOCK),
        ({"customers": "huge"}, Action.SIGN_OFF),
    ],
)
def test_the_table_decides_how_loud_a_lock_is(tables: Mapping[str, Size], action: Action) -> None:
    (hit,) = index_hits(Example("", head=INDEX, path=PATH, settings=Settings(tables=tables)))
    assert hit.action is action


@pytest.mark.parametrize(("engine", "count"), [(None, 1), ("postgresql", 1), ("mysql", 0), ("sqlite", 0)])
def test_the_engine_decides_whether_there_is_a_lock(
    engine: Literal["postgresql", "mysql", "sqlite"] | None, count: int
) -> None:
    settings = Settings(database=Database(engine=engine))
    assert len(index_hits(Example("", head=INDEX, path=PATH, settings=settings))) == count


@pytest.mark.parametrize(
    ("requirements", "count"),
    [("psycopg2-binary==2.9\n", 1), ("mysqlclient==2.2\n", 0), ("psycopg\npymysql\n", 1), ("requests\n", 1)],
)
def test_the_drivers_that_a_repository_requires_tell_its_engine(requirements: str, count: int) -> None:
    assert len(index_hits(Example("", head=INDEX, path=PATH, context={"requirements.txt": requirements}))) == count


@pytest.mark.parametrize(
    ("deploy", "action", "words"),
    [
        ("migrate-first", Action.SIGN_OFF, "While both releases run"),
        ("code-first", Action.NOTE, "The way back is shut"),
    ],
)
def test_the_order_of_the_deploy_decides_whether_old_code_meets_the_new_schema(
    deploy: Literal["migrate-first", "code-first"], action: Action, words: str
) -> None:
    text = (
        "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
        '    operations = [migrations.AddField("order", "paid", models.BooleanField(default=False))]\n'
    )
    settings = Settings(database=Database(deploy=deploy))
    (change,) = Example("", head=text, path="shop/migrations/0002_a.py", settings=settings).changes()
    (hit,) = column_required_without_default.check.find(change, None)
    assert hit.action is action
    assert words in hit.message


@pytest.mark.parametrize("deploy", ["migrate-first", "code-first"])
def test_what_a_dropped_column_breaks_depends_on_the_order_of_the_deploy(
    deploy: Literal["migrate-first", "code-first"],
) -> None:
    settings = Settings(database=Database(deploy=deploy))
    example = Example("", head="ALTER TABLE orders DROP COLUMN note;\n", path=PATH, settings=settings)
    (change,) = example.changes()
    (hit,) = column_dropped.check.find(change, None)
    assert ("still running" in hit.message) is (deploy == "migrate-first")


@pytest.mark.parametrize(
    ("globs", "path", "count"),
    [
        ((), "sql/orders.sql", 0),
        (("sql/**",), "sql/orders.sql", 1),
        (("*.ddl.sql",), "deep/down/orders.ddl.sql", 1),
        (("sql/**", "!sql/queries/**"), "sql/queries/orders.sql", 0),
        (("sql/**",), "other/orders.sql", 0),
        (("sql/**",), "sql/orders.txt", 0),
    ],
)
def test_sql_files_are_migrations_where_the_configuration_says_so(
    globs: tuple[str, ...], path: str, count: int
) -> None:
    settings = Settings(database=Database(migration_paths=globs))
    example = Example("", head="DROP TABLE orders;\n", path=path, settings=settings)
    assert len([hit for change in example.changes() for hit in table_dropped.check.find(change, None)]) == count


@pytest.mark.parametrize(
    ("tenant_columns", "column", "actions"),
    [
        ((), "tenant_id", [Action.SIGN_OFF]),
        ((), "note", []),
        (("note",), "note", [Action.BLOCK]),
        (("shop_id",), "note", []),
    ],
)
def test_the_tenant_columns_of_the_house_are_guarded(
    tenant_columns: tuple[str, ...], column: str, actions: list[Action]
) -> None:
    text = f"ALTER TABLE orders DROP COLUMN {column};\n"
    example = Example("", head=text, path=PATH, settings=Settings(tenant_columns=tenant_columns))
    (change,) = example.changes()
    assert [hit.action for hit in guard_column_removed.check.find(change, None)] == actions


@pytest.mark.parametrize("path", ["tests/migrations/0002_change.sql", "docs/change.sql", "src/queries/orders.sql"])
def test_files_of_tests_and_other_sql_are_not_judged(path: str) -> None:
    assert everything(Example("", head="DROP TABLE orders;\n", path=path).changes()) == []


def test_an_edited_migration_is_judged_by_what_is_new_in_it() -> None:
    base = "ALTER TABLE orders DROP COLUMN a;\n"
    example = Example("", base=base, head=f"{base}ALTER TABLE orders DROP COLUMN b;\n", path=PATH)
    (change,) = example.changes()
    assert [hit.title for hit in column_dropped.check.find(change, None)] == ["column orders.b is dropped"]
    (edited,) = merged_migration_edited.check.find(change, None)
    assert edited.span.start_line == 2


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("SELECT 1;\n", "-- why\nSELECT 1;\n"),
        ("ALTER TABLE t ADD a int;\n", "alter table t\n    add a integer;\n"),
        ("/* old */ DROP TABLE t;\n", "DROP TABLE t;\n"),
    ],
)
def test_layout_comments_and_spelling_are_no_edit(base: str, head: str) -> None:
    (change,) = Example("", base=base, head=head, path=PATH).changes()
    assert list(merged_migration_edited.check.find(change, None)) == []


def test_the_order_of_the_same_statements_is_an_edit() -> None:
    first, second = "DELETE FROM a WHERE x = 1;\n", "CREATE UNIQUE INDEX i ON a (x);\n"
    (change,) = Example("", base=first + second, head=second + first, path=PATH).changes()
    assert len(list(merged_migration_edited.check.find(change, None))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "def f(x):\n    return x.objects.filter(a=1).update(b=2)\n",
        "class OrderView(APIView):\n    permission_classes = [IsAuthenticated]\n",
        "import requests\n\n\ndef call():\n    requests.post('https://example.org', timeout=3)\n",
        'SQL = "DROP TABLE orders"\n',
        "def upgrade():\n    op.drop_table('orders')\n",
    ],
)
def test_code_that_is_no_migration_gets_no_finding(text: str) -> None:
    assert everything(Example("", base="X = 1\n", head=text, path="shop/services.py").changes()) == []


def test_a_model_under_its_own_name_is_silent() -> None:
    text = """
        from django.db import migrations


        def fill(apps, schema_editor):
            Order = apps.get_model("shop", "Order")
            Order.objects.filter(note=None).update(note="")


        class Migration(migrations.Migration):
            operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
    """
    (change,) = Example("", head=text, path="shop/migrations/0002_fill.py").changes()
    assert list(run_python_names.check.find(change, None)) == []


_SCRIPT = "exports.up = async (knex) => {{\n  {body}\n}};\nexports.down = async (knex) => {{}};\n"
_SCRIPT_PATH = "db/migrations/20240101_change.js"


def test_sql_in_a_script_is_judged_like_sql_in_a_file() -> None:
    body = 'await knex.raw("ALTER TABLE orders DROP COLUMN note");'
    (change,) = Example("", head=_SCRIPT.format(body=body), path=_SCRIPT_PATH).changes()
    (hit,) = column_dropped.check.find(change, None)
    assert (hit.span.start_line, hit.title) == (2, "column orders.note is dropped")


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        ('await knex.schema.dropTable("a");', 'await knex.schema.dropTable("b");', 1),
        ("await f();", "await f(); // why", 0),
        ("await f();", "await\n    f();", 0),
    ],
)
def test_an_edited_script_is_an_edited_migration(old: str, new: str, count: int) -> None:
    example = Example("", base=_SCRIPT.format(body=old), head=_SCRIPT.format(body=new), path=_SCRIPT_PATH)
    (change,) = example.changes()
    assert len(list(merged_migration_edited.check.find(change, None))) == count


def test_every_risk_of_practice_is_off_unless_asked_for() -> None:
    off = {
        code for check in all_checks() if check.area.value == "migrations" and not check.enabled for code in check.codes
    }
    assert off >= {"MIG-P01", "MIG-P02", "MIG-P03", "MIG-P04", "MIG-P06", "MIG-P07", "MIG-P08", "MIG-P09", "MIG-E08"}
