"""A migration depends on one that is not there.

Nothing of that name stands in its folder, or the dependencies go round in a circle.

Why it matters:
    Django stops with NodeNotFoundError, Alembic with "can't locate revision", before anything runs: on every
    server, and in every test run.

Instead:
    Name the migration that comes before, or add the file that was forgotten.

What it does not see:
    Migrations of other apps and of other version folders.

Sources:
    Catalogue MIG-G04; Django documentation "Dependencies".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.files import is_test
from checks.migrations._hit import Words
from checks.migrations._whole import hit_whole
from checks.schema.migration import Framework, Migration
from checks.schema.state.graph import Folder, folder_around, is_in_circle, parents, run_added


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Parents of an added migration that are no file of its folder."""
    del options
    run = None if is_test(change.path) else run_added(change)
    if run is None or run.migration.framework is Framework.SQL:
        return
    folder = folder_around(run, change.within)
    if is_in_circle(folder, run.migration):
        words = Words(
            f"{run.migration.identity.name} needs itself",
            f"{run.migration.identity.name} depends on itself, through others",
            "The tool stops before anything runs: there is no order in which they could.",
            "Let one of them depend on what came before.",
        )
        yield hit_whole(run, words, Action.BLOCK, confidence=0.9)
        return
    for parent in sorted(parents(run.migration), key=lambda identity: identity.name):
        if not _is_there(parent.name, run.migration, folder):
            words = Words(
                f"{run.migration.identity.name} needs {parent.name}",
                f"{run.migration.identity.name} depends on {parent.name}, which is not there",
                "The tool stops before anything runs, on every server and in every test run.",
                "Name the migration that comes before, or add the file.",
            )
            yield hit_whole(run, words, Action.BLOCK, confidence=0.85, kind=Kind.MISSING)


def _is_there(name: str, migration: Migration, folder: Folder) -> bool:
    """Whether a migration of that name may exist: only a list of all files can say that it does not."""
    known = (*folder.added, *folder.old)
    if not folder.names or name.startswith("__") or any(item.identity.name == name for item in known):
        return True
    if any(replaced.name == name for item in known for replaced in item.replaces):
        return True
    if migration.framework is Framework.DJANGO:
        return any(path.endswith(f"/{name}.py") for path in folder.names) or any(
            "squash" in path for path in folder.names
        )
    unread = {*folder.names} - {item.path for item in known}  # one that does not parse may be the one
    return not folder.whole or len(folder.names) < 2 or bool(unread)


_DJANGO = """
    from django.db import migrations


    class Migration(migrations.Migration):
        dependencies = [("shop", "{needs}"), ("auth", "0012_whatever")]
        operations = []
"""
_BASE = {"shop/migrations/0001_a.py": _DJANGO.format(needs="__first__")}
_NEW = "shop/migrations/0002_b.py"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-G04",),
    kind=Kind.MISSING,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "another name",
            head=_DJANGO.format(needs="0001_initial"),
            finds=((4, "0001_initial, which is not there"),),
            path=_NEW,
            context=_BASE,
        ),
        Example(
            "a circle",
            head={
                "shop/migrations/0002_b.py": _DJANGO.format(needs="0003_c"),
                "shop/migrations/0003_c.py": _DJANGO.format(needs="0002_b"),
            },
            finds=((4, "depends on itself"), (4, "depends on itself")),
            context=_BASE,
        ),
        Example("its name", head=_DJANGO.format(needs="0001_a"), path=_NEW, context=_BASE),
        Example(
            "a file of the same pull request",
            head={_NEW: _DJANGO.format(needs="0001_a"), "shop/migrations/0003_c.py": _DJANGO.format(needs="0002_b")},
            context=_BASE,
        ),
        Example(
            "in a file that does not parse",
            head='revision = "c"\ndown_revision = "b"\n\n\ndef upgrade():\n    pass\n',
            path="versions/c.py",
            context={
                "versions/b.py": 'revision = "b"\nprint "two"\n',
                "versions/a.py": "revision = 'a'\ndown_revision = None\n\n\ndef upgrade():\n    pass\n",
            },
        ),
        Example("whatever comes first", head=_DJANGO.format(needs="__first__"), path=_NEW, context=_BASE),
        Example(
            "replaced by a squashed one",
            head=_DJANGO.format(needs="0001_old"),
            path=_NEW,
            context={"shop/migrations/0001_squashed_0009.py": _DJANGO.format(needs="__first__")},
        ),
    ),
)
