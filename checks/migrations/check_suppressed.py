"""A migration silences a check of migrations.

A comment or marker that tells a linter to look away came with this pull request.

Why it matters:
    The marker may be right. But it also switches off whatever the linter would say of the next edit, and it
    was written by the author of the change that it excuses.

Instead:
    Let the owner of the database sign it, with the reason beside the marker.

What it does not see:
    Suppressions in the linter's own configuration.

Sources:
    Catalogue MIG-G10; django-migration-linter IgnoreMigration; squawk-ignore; atlas:nolint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side, Span
from checks.kit.files import is_test
from checks.migrations._examples import django, sql
from checks.schema.state.ancestors import base_neighbours
from checks.schema.state.steps import migration_at_head

_MARKS = re.compile(
    r"squawk-(?:ignore|disable)[\w-]*|eugene:\s*ignore|atlas:nolint|\bIgnoreMigration\s*\(|safe-migrations:\s*ignore"
    r"|migration-lint:\s*ignore|pg-lint:\s*ignore|bytebase:\s*ignore",
    re.IGNORECASE,
)
_WORDS = (b"ignore", b"Ignore", b"IGNORE", b"squawk", b"SQUAWK", b"nolint", b"NOLINT")  # one of them in every mark
_HABIT = 3
_OF_COMMENTS = re.compile(r"(?:--|#|/\*|\*)")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Markers on lines that this pull request adds, each kind once in a file."""
    del options
    if (
        change.head is None
        or is_test(change.path)
        or not any(word in change.head.data for word in _WORDS)
        or migration_at_head(change) is None
    ):
        return
    told: set[str] = set()
    for number in sorted(change.added_lines):
        line = change.head.lines[number - 1] if number <= len(change.head.lines) else ""
        found = _MARKS.search(line)
        mark = "" if found is None else found[0].lower()
        if found and mark not in told and (_OF_COMMENTS.search(line[: found.start()]) or "IgnoreMigration" in found[0]):
            told.add(mark)
            yield Hit(
                kind=Kind.INTRODUCED,
                span=Span(Side.RIGHT, change.path, number, number),
                symbol=None,
                fact=f"suppressed by {mark}",
                title=f"a check of migrations is silenced: {found[0].strip('( ')}",
                message="The author of the change excuses it; what the linter would say of this file is not said.",
                confidence=0.9,
                action=Action.NOTE if _is_habit(change) else None,
            )


def _is_habit(change: Change) -> bool:
    """Whether most of the folder's newest migrations at base carry such a marker: the house decided that long ago."""
    migration = migration_at_head(change)
    others = (
        []
        if migration is None
        else [item for item in base_neighbours(migration, change.within) if item.path != change.path]
    )
    sources = [source for item in others if (source := change.within.read_base(item.path)) is not None]
    marked = sum(bool(_MARKS.search(source.text)) for source in sources)
    return len(sources) >= _HABIT and marked * 2 > len(sources)


_ADD = 'migrations.AddField("order", "n", models.IntegerField(null=True)),'

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-G10",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        sql(
            "squawk's comment",
            "-- squawk-ignore ban-drop-column\nALTER TABLE orders DROP COLUMN note;\n",
            ((1, "is silenced"),),
        ),
        django("django-migration-linter's marker", f"linter.IgnoreMigration(),\n{_ADD}", ((8, "IgnoreMigration"),)),
        Example(
            "it was there before",
            base="-- squawk-ignore ban-drop-column\nALTER TABLE orders DROP COLUMN note;\n",
            head="-- squawk-ignore ban-drop-column\nALTER TABLE orders DROP COLUMN note;\n\nSELECT 1;\n",
            path="migrations/0002_change.sql",
        ),
        sql("the word in a string", "COMMENT ON TABLE orders IS 'squawk-ignore';\n"),
        django("another comment", f"# nothing to ignore here\n{_ADD}"),
        Example("no migration", head="# squawk-ignore\nX = 1\n", path="shop/models.py"),
    ),
)
