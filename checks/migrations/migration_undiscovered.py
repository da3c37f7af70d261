"""A new migration is never found by its tool.

Its folder has no `__init__.py`.

Why it matters:
    Django looks for migrations in a package: without `__init__.py` the file is passed over, without a word.
    Tests pass, the table is missing in production.

Instead:
    Add the empty `__init__.py`.

What it does not see:
    Settings that name another module for an app's migrations.

Sources:
    Catalogue MIG-G13; Django documentation "Migrations".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.files import is_test
from checks.migrations._hit import Words
from checks.migrations._whole import hit_whole
from checks.schema.migration import Framework
from checks.schema.state.ancestors import folder_of
from checks.schema.state.graph import run_added


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Django migrations in a folder that is no package."""
    del options
    run = None if is_test(change.path) else run_added(change)
    if run is None or run.migration.framework is not Framework.DJANGO:
        return
    folder = folder_of(change.path)
    names = change.within.list_head(folder)
    known = names != (change.path,) or bool(change.within.list_head(folder_of(folder)))
    if known and f"{folder}/__init__.py" not in names and _is_alone(change, names):
        words = Words(
            "no package",
            f"{folder} has no __init__.py: Django does not find {run.migration.identity.name}",
            "It never runs, and nothing says so.",
            "Add the empty file.",
        )
        yield hit_whole(run, words, Action.WARN, confidence=0.75, kind=Kind.MISSING)


def _is_alone(change: Change, names: tuple[str, ...]) -> bool:
    """Whether every migration there is new: in a folder that has worked so far the package is somewhere else."""
    return all(change.within.read_base(path) is None for path in names if path.endswith(".py"))


_MIGRATION = """
    from django.db import migrations


    class Migration(migrations.Migration):
        dependencies = []
        operations = []
"""
_MODELS = {"shop/models.py": "", "shop/__init__.py": ""}

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-G13",),
    kind=Kind.MISSING,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "no package",
            head=_MIGRATION,
            finds=((4, "no __init__.py"),),
            path="shop/migrations/0001_a.py",
            context=_MODELS,
        ),
        Example(
            "the package comes along",
            head={"shop/migrations/0001_a.py": _MIGRATION, "shop/migrations/__init__.py": ""},
            context=_MODELS,
        ),
        Example(
            "a folder that works",
            head=_MIGRATION,
            path="shop/migrations/0002_b.py",
            context={**_MODELS, "shop/migrations/0001_a.py": _MIGRATION},
        ),
        Example(
            "Alembic needs none",
            head='revision = "c"\ndown_revision = None\n\n\ndef upgrade():\n    pass\n',
            path="versions/c.py",
            context={"alembic.ini": ""},
        ),
    ),
)
