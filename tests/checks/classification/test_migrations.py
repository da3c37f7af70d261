import pytest

from tests.checks.classification.changing import areas, classified

DJANGO = """
    from django.db import migrations, models

    class Migration(migrations.Migration):
        dependencies = [("shop", "0041_x")]
        operations = [migrations.AddField("order", "ref", models.TextField({}))]
"""
ALEMBIC = """
    from alembic import op

    revision = "b"
    down_revision = "a"

    def upgrade():
        op.drop_column("order", "ref")
"""


@pytest.mark.parametrize(
    ("path", "head", "says"),
    [
        ("shop/migrations/0042_ref.py", DJANGO.format("null=True"), "adds a column"),
        ("db/b_ref.py", ALEMBIC, "drops a column"),
        ("db/migrate/V7__ref.sql", "ALTER TABLE orders ADD COLUMN ref text;\n", "SQL migration"),
        ("db/20240101_ref.up.sql", "CREATE INDEX i ON orders (ref);\n", "SQL migration"),
        ("sql/one.sql", "-- migrate:up\nDROP TABLE orders;\n", "SQL migration"),
        (
            "db/migrate/1_add.rb",
            "class Add < ActiveRecord::Migration[7.0]\n  def change\n  end\nend\n",
            "new migration",
        ),
        (
            "migrations/1-add.js",
            "module.exports = { up: (queryInterface) => queryInterface.addColumn('a', 'b') }\n",
            "new migration",
        ),
    ],
)
def test_a_migration_is_known_by_what_it_says(path: str, head: str, says: str) -> None:
    found = classified(None, head, path)
    assert says in found["migrations"].reason
    assert set(found) == {"migrations"}


@pytest.mark.parametrize(
    ("path", "head"),
    [
        (
            "app/services/migrations/nextcloud.py",
            "import zipfile\n\n\ndef run(path):\n    return zipfile.ZipFile(path)\n",
        ),
        ("app/migrations/helpers.py", "def slug(name):\n    return name.lower()\n"),
        ("reports/totals.sql", "SELECT sum(x) FROM orders WHERE day = :day;\n"),
        ("db/migrations/notes.sql", "-- nothing yet\n"),
    ],
)
def test_a_folder_of_that_name_makes_no_migration(path: str, head: str) -> None:
    assert areas(None, head, path) == set()


def test_a_renamed_migration_touches_the_graph() -> None:
    found = classified(DJANGO.format(""), DJANGO.format(""), "a/migrations/0002_b.py", was="a/migrations/0001_b.py")
    assert found["migrations"].reason == "migration `a/migrations/0001_b.py` was renamed"


def test_a_comment_in_a_migration_is_nothing() -> None:
    assert areas("# old\n" + DJANGO.format(""), "# new\n" + DJANGO.format("")) == set()


def test_a_table_outside_of_a_migration_is_schema() -> None:
    assert areas("x\n", "CREATE TABLE a (b int);\n", "db/structure.sql") == {"schema"}


@pytest.mark.parametrize(
    ("statement", "area"),
    [
        ("CREATE POLICY p ON orders USING (tenant = current_setting('app.t'));\n", "tenancy"),
        ("GRANT SELECT ON orders TO reporting;\n", "auth"),
    ],
)
def test_row_policies_and_grants_have_their_own_area(statement: str, area: str) -> None:
    assert area in areas("x\n", statement, "db/roles.sql")
