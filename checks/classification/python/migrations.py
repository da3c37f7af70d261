"""Area migrations, by what a Python file says: a Django, Alembic, peewee, yoyo or Tortoise migration."""

from __future__ import annotations

import re
from collections.abc import Iterable

from checks.classification.file_area import FileArea, quoted
from checks.kit import Area, Change, Source, Status

_MIGRATION = re.compile(
    r"^class \w+\((?:\w+\.)*(?:Migration|SchemaMigration|DataMigration)\)|^class Migration\("  # Django, South
    r"|^down_revision\b[^=\n]*=|^from alembic import (?:\w+, *)*(?:op|context)\b"  # Alembic
    r"|^from playhouse\.migrate import|^from yoyo import|^async def upgrade\(db: BaseDBAsyncClient",
    re.MULTILINE,
)
_OPERATION = re.compile(r"\b(?:migrations|op|batch_op|migrator)\.(\w+)\(")
_WORDS = {
    "AddField": "adds a column",
    "add_column": "adds a column",
    "RemoveField": "drops a column",
    "drop_column": "drops a column",
    "AlterField": "changes a column",
    "alter_column": "changes a column",
    "RenameField": "renames a column",
    "CreateModel": "creates a table",
    "create_table": "creates a table",
    "DeleteModel": "drops a table",
    "drop_table": "drops a table",
    "RenameModel": "renames a table",
    "rename_table": "renames a table",
    "AddIndex": "creates an index",
    "AddIndexConcurrently": "creates an index",
    "create_index": "creates an index",
    "RemoveIndex": "drops an index",
    "drop_index": "drops an index",
    "AddConstraint": "adds a constraint",
    "create_unique_constraint": "adds a constraint",
    "create_check_constraint": "adds a constraint",
    "create_foreign_key": "adds a foreign key",
    "RemoveConstraint": "drops a constraint",
    "drop_constraint": "drops a constraint",
    "AlterUniqueTogether": "changes a constraint",
    "RunPython": "changes data",
    "RunSQL": "runs SQL",
    "execute": "runs SQL",
    "bulk_insert": "changes data",
}


def is_migration(source: Source | None) -> bool:
    """Whether the text is a migration; a recipe importer below `migrations/` is none."""
    return source is not None and bool(_MIGRATION.search(source.text))


def migration(change: Change) -> FileArea:
    """The area of a changed migration, with what its changed lines do."""
    if change.status is Status.RENAMED and not change.hunks:
        return FileArea(Area.MIGRATIONS, f"migration {quoted(change.base_path)} was renamed", 0.9)
    verb = {Status.ADDED: "new migration", Status.REMOVED: "migration removed"}.get(change.status, "edited migration")
    works = list(dict.fromkeys(_works(change)))[:3]
    return FileArea(Area.MIGRATIONS, f"{verb}: {', '.join(works)}" if works else verb, 0.95)


def _works(change: Change) -> Iterable[str]:
    for source, lines in ((change.head, change.added_lines), (change.base, change.removed_lines)):
        for number in sorted(lines) if source else ():
            for name in _OPERATION.findall(source.lines[number - 1] if source else ""):
                yield _WORDS.get(name, f"runs {quoted(name)}")
