"""A migration that cannot be read says so: by a skip that leaves the review incomplete, or by a loud finding."""

from __future__ import annotations

import pytest

from checks.kit import Action, ChangeSet, Status
from checks.kit.change import FileVersions
from checks.kit.discovery import all_checks
from checks.schema.migration import MAX_OPERATIONS

SQL, DJANGO, ALEMBIC = "migrations/0001_a.sql", "shop/migrations/0001_a.py", "alembic/versions/a1.py"
RAILS = "db/migrate/20240101_a.rb"
CHECKS = [check for check in all_checks() if check.area.value == "migrations" and check.enabled]
HEAD = "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    operations = [{}]\n"
RAILS_UP = "class A < ActiveRecord::Migration[7.0]\n  def up\n    {}\n  end\nend\n"
REVISION = 'from alembic import op\nrevision = "a"\ndown_revision = None\n\n\ndef upgrade():\n    {}\n'


def answers(path: str, data: bytes) -> tuple[bool, set[str]]:
    """Whether the review is left incomplete, and the checks that ask for somebody."""
    changes = ChangeSet([FileVersions(path, Status.ADDED, None, data)])
    loud = {
        check.id.partition("/")[2]
        for change in changes
        for check in CHECKS
        for hit in check.find(change, check.options())
        if (hit.action or check.action) is not Action.NOTE
    }
    return any(skip.hides_boundary for skip in changes.skips), loud


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (SQL, b"\xff\xfeD\x00R\x00O\x00P\x00"),
        (DJANGO, b"class Migration(migrations.Migration:\n    operations = [\n"),
        (DJANGO, b"x = " + b"(" * 5_000 + b")" * 5_000),
        (SQL, b"DROP TABLE a;" * (MAX_OPERATIONS + 1)),
        (DJANGO, HEAD.format("migrations.DeleteModel('A')," * (MAX_OPERATIONS + 1)).encode()),
        (ALEMBIC, REVISION.format('op.drop_table("a")\n    ' * (MAX_OPERATIONS + 1)).encode()),
        (SQL, b"SELECT " + b"(" * 20_000 + b"1" + b")" * 20_000 + b";"),
    ],
    ids=["encoding", "syntax", "nesting", "statements", "operations", "calls", "parentheses"],
)
def test_what_was_not_read_leaves_the_review_incomplete(path: str, text: bytes) -> None:
    incomplete, _ = answers(path, text)
    assert incomplete


@pytest.mark.parametrize(
    ("path", "text", "check"),
    [
        (SQL, "ALTER TABEL a ADD b int;", "sql-invalid"),
        (DJANGO, HEAD.format("*made_elsewhere()"), "migration-unreadable"),
        (DJANGO, HEAD.format("migrations.RunSQL(SQL)"), "migration-unreadable"),
        (DJANGO, HEAD.format("OwnOperation()"), "migration-unreadable"),
        (ALEMBIC, REVISION.format("op.execute(make())"), "migration-unreadable"),
        (SQL, "DO $$ BEGIN EXECUTE made(); END $$;", "migration-unreadable"),
        (
            RAILS,
            "class A < ActiveRecord::Migration[7.0]\n  def up\n    execute made\n  end\nend\n",
            "migration-unreadable",
        ),
    ],
)
def test_what_is_made_at_run_time_asks_for_somebody(path: str, text: str, check: str) -> None:
    _, loud = answers(path, text.encode())
    assert check in loud


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (SQL, "CREATE TABLE a (x int PRIMARY KEY);"),
        (DJANGO, HEAD.format("")),
        (ALEMBIC, REVISION.format("pass")),
        (RAILS, "class A < ActiveRecord::Migration[7.0]\n  def change\n    create_table :a\n  end\nend\n"),
    ],
)
def test_what_reads_well_is_silent(path: str, text: str) -> None:
    incomplete, loud = answers(path, text.encode())
    assert not incomplete
    assert loud - {"migration-undiscovered"} == set()
