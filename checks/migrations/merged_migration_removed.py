"""A migration that is merged already was deleted or renamed.

Databases that have run it know a migration that the code no longer has.

Why it matters:
    What the migration made stays in the databases that ran it and never comes to be in new ones. Tools that
    compare their history with the files stop; after a rename they run the same steps a second time.

Instead:
    Write a new migration that undoes the old one. To shorten the history, squash it (`replaces` in Django)
    and delete the old files only when every database has run the squashed one.

What it does not see:
    Whether the migration ran anywhere. A migration that a squashed one at head replaces may go.

Sources:
    Catalogue MIG-G02, MIG-G09; Django documentation "Squashing migrations".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side, Span
from checks.kit.files import is_test
from checks.schema.migration import Framework, Migration
from checks.schema.state.ancestors import base_neighbours, folder_of
from checks.schema.state.steps import migration_at_base, migration_at_head, runs


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Files of merged migrations that are gone, or have another name."""
    del options
    if (
        change.base is None
        or is_test(change.base_path)
        or (change.head is not None and change.path == change.base_path)
    ):
        return
    base = migration_at_base(change)
    if base is None or base.repeatable or not _was_found(change, base):
        return
    if _same_identity(change, base) or _replaced(change, base):
        return
    gone = change.head is None
    name = base.path.rpartition("/")[2]
    yield Hit(
        kind=Kind.LOST,
        span=_span(change, base),
        symbol=None,
        fact=f"merged migration {name} {'removed' if gone else 'renamed'}",
        title=f"merged migration {name} was {'deleted' if gone else 'renamed'}",
        message="Databases that ran it know a migration that the code no longer has; new ones never get what it made.",
        confidence=0.9,
        severity=Severity.BLOCKER,
    )


def _was_found(change: Change, base: Migration) -> bool:
    """Whether the tool looked into the folder: Django does not into one that is no package of migrations."""
    folder = folder_of(base.path)
    if base.framework is not Framework.DJANGO or "migration" in folder.rpartition("/")[2]:
        return True
    return any(other.path != base.path for other in base_neighbours(base, change.within))


def _span(change: Change, base: Migration) -> Span:
    lines = base.place.start_line, max(base.place.start_line, base.place.end_line)
    if change.head is None or change.base_path != change.path:
        return Span(Side.RIGHT, change.path, 1, 1) if change.head is not None else Span(Side.LEFT, change.path, *lines)
    return Span(Side.LEFT, change.path, *lines)


def _same_identity(change: Change, base: Migration) -> bool:
    """A moved file that the tool still knows by the same name: Alembic's revision, a version within one folder."""
    head = migration_at_head(change)
    if head is None:
        return False
    if base.framework is Framework.ALEMBIC:
        return head.identity.name == base.identity.name
    return head.identity == base.identity and folder_of(change.path) == folder_of(change.base_path)


def _replaced(change: Change, base: Migration) -> bool:
    """Whether a squashed migration of this pull request or its neighbours stands for it."""
    changes = change.within
    if any(base.identity in run.migration.replaces for run in changes.ask(runs).values()):
        return True
    if any(
        run.migration.framework is base.framework
        and run.migration.identity.name == base.identity.name
        and base.framework is Framework.ALEMBIC
        for run in changes.ask(runs).values()
    ):
        return True
    names = changes.list_head(folder_of(base.path)) if base.framework is Framework.DJANGO else ()
    squashed = [path for path in names if "squash" in path]
    sources = (changes.read_head(path) for path in squashed)
    return any(source is not None and base.identity.name in source.text for source in sources)


_MIGRATION = """
    from django.db import migrations, models


    class Migration(migrations.Migration):
        dependencies = [("shop", "0001_initial")]
        {replaces}
        operations = [migrations.AddField("order", "n", models.IntegerField(null=True))]
"""
_OLD, _SQUASHED = "shop/migrations/0002_n.py", "shop/migrations/0002_squashed_0003.py"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-G02", "MIG-G09"),
    kind=Kind.LOST,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        Example("deleted", base=_MIGRATION.format(replaces=""), head=None, finds=((4, "was deleted"),), path=_OLD),
        Example(
            "deleted SQL",
            base="ALTER TABLE orders ADD n int;\n",
            finds=((1, "was deleted"),),
            path="migrations/0002_n.sql",
        ),
        Example(
            "squashed in the same pull request",
            base={_OLD: _MIGRATION.format(replaces="")},
            head={_SQUASHED: _MIGRATION.format(replaces='replaces = [("shop", "0002_n"), ("shop", "0003_m")]')},
        ),
        Example(
            "squashed before",
            base={_OLD: _MIGRATION.format(replaces="")},
            head={},
            context={_SQUASHED: _MIGRATION.format(replaces='replaces = [("shop", "0002_n")]')},
        ),
        Example(
            "it waited outside the folder of migrations",
            base={"shop/later_0002_n.py": _MIGRATION.format(replaces="")},
            head={_OLD: _MIGRATION.format(replaces="")},
        ),
        Example("a test's migration", base=_MIGRATION.format(replaces=""), path=f"tests/{_OLD}"),
        Example("another file", base="X = 1\n", path="shop/models.py"),
    ),
)
