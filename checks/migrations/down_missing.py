"""A migration has no way back.

Its down part is empty, or the file for it is missing.

Why it matters:
    When the release must be rolled back, the schema stays where it is, and the old code meets it.

Instead:
    Write the way back. Where there is none, say so in the file, and let the owner of the database sign.

What it does not see:
    Whether anybody ever goes back: where most migrations of the folder have no way back, a new one is a note.

Sources:
    Catalogue MIG-G07; Alembic documentation "downgrade".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.files import is_test
from checks.migrations._examples import ALEMBIC_PATH, alembic, django, sql
from checks.migrations._hit import Words
from checks.migrations._whole import hit_whole
from checks.schema.migration import Framework, Migration
from checks.schema.operations import ControlTransaction, OtherStatement, RunCode, RunSql, Setting
from checks.schema.state.graph import folder_around, run_added
from checks.schema.state.steps import Run

_NO_WORK = (RunCode, RunSql, Setting, ControlTransaction, OtherStatement)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Added migrations that do something and cannot undo it."""
    del options
    run = None if is_test(change.path) else run_added(change)
    if run is None or run.migration.framework is Framework.DJANGO or not _works(run):
        return
    folder = folder_around(run, change.within)
    if _has_way_back(run.migration, (*folder.names, *change.within.list_head(change.path.rpartition("/")[0]))):
        return
    habit = sum(_lacks_one(item) for item in folder.old)
    usual = habit * 2 > len(folder.old)
    words = Words(
        "no way back",
        f"{run.migration.identity.name or 'this migration'} has no way back",
        "When the release is rolled back, the schema stays where it is.",
        "Write the way back, or say in the file why there is none.",
    )
    yield hit_whole(run, words, Action.NOTE if usual else Action.WARN, confidence=0.8, kind=Kind.MISSING)


def _works(run: Run) -> bool:
    return any(not isinstance(step.operation, _NO_WORK) for step in run.up)


def _has_way_back(migration: Migration, names: tuple[str, ...]) -> bool:
    """Also true where the tool has no such notion: a plain SQL file, Prisma, Supabase, Flyway's free edition."""
    if migration.framework is Framework.ALEMBIC:
        return migration.down is not None and migration.down.written
    if migration.tool == "golang-migrate":
        return migration.down_path in names
    return migration.tool not in {"dbmate", "goose", "sql-migrate", "tern"} or (
        migration.down is not None and bool(migration.down.operations)
    )


def _lacks_one(migration: Migration) -> bool:
    return migration.down is None or not migration.down.written


_ADD = 'op.add_column("orders", sa.Column("n", sa.Integer()))'

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-G07",),
    kind=Kind.MISSING,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        alembic("an empty downgrade", _ADD, ((8, "no way back"),)),
        sql(
            "dbmate without a down part",
            "-- migrate:up\nCREATE TABLE t (a int);\n-- migrate:down\n",
            ((1, "no way back"),),
            path="db/1_t.sql",
        ),
        alembic("a downgrade", _ADD, downgrade='op.drop_column("orders", "n")'),
        alembic("nothing to undo", "pass"),
        sql("a tool without a way back", "CREATE TABLE t (a int);\n"),
        django("Django finds its own way back", 'migrations.RemoveField("order", "note"),'),
        Example(
            "a merge of two heads",
            head='revision = "c"\ndown_revision = ("a", "b")\n\n\ndef upgrade():\n    pass\n',
            path=ALEMBIC_PATH,
        ),
    ),
)
