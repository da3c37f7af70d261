"""A new migration does not follow the last one: the history gets two ends.

Another migration of the same app or folder has the same parent.

Why it matters:
    Django refuses to migrate with "conflicting migrations", Alembic with "multiple heads": the deploy stops.
    Usually both were written at the same time, and each was right alone.

Instead:
    Renumber it behind the last one (change its dependency or `down_revision`), or add a merge migration.

What it does not see:
    Ends that lie further back than the newest files of the folder.

Sources:
    Catalogue MIG-G03, MIG-G05; Django documentation "makemigrations --merge"; Alembic documentation "Working
    with Branches".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.files import is_test
from checks.migrations._hit import Words
from checks.migrations._whole import hit_whole
from checks.schema.migration import Framework
from checks.schema.state.graph import folder_around, parents, rivals, run_added


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Added migrations whose parent has another child."""
    del options
    run = None if is_test(change.path) else run_added(change)
    if run is None or run.migration.framework is Framework.SQL or len(parents(run.migration)) > 1:
        return
    folder = folder_around(run, change.within)
    others = rivals(folder, run.migration)
    if others:
        name, other = run.migration.identity.name, others[0].identity.name
        parent = next(iter(parents(run.migration))).name
        words = Words(
            f"{name} beside {other}",
            f"{name} and {other} both follow {parent}: the history has two ends",
            "The tool refuses to migrate until one of them follows the other.",
            "Let it depend on the last migration, or add a merge migration.",
        )
        yield hit_whole(run, words, Action.BLOCK, confidence=0.9)


_DJANGO = """
    from django.db import migrations


    class Migration(migrations.Migration):
        dependencies = [{needs}]
        operations = []
"""
_ALEMBIC = """
    from alembic import op

    revision = "{name}"
    down_revision = {down}


    def upgrade():
        pass
"""


def _django(*needs: str) -> str:
    return _DJANGO.format(needs=", ".join(f'("shop", "{name}")' for name in needs))


_BASE = {
    "shop/migrations/0001_a.py": _DJANGO.format(needs=""),
    "shop/migrations/0002_b.py": _django("0001_a"),
}
_NEW = "shop/migrations/0003_c.py"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-G03", "MIG-G05"),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "two children of one parent",
            head=_django("0001_a"),
            finds=((4, "0002_b both follow 0001_a"),),
            path=_NEW,
            context=_BASE,
        ),
        Example(
            "two heads of Alembic",
            head=_ALEMBIC.format(name="c", down='"a"'),
            finds=((7, "two ends"),),
            path="versions/c.py",
            context={
                "versions/a.py": _ALEMBIC.format(name="a", down="None"),
                "versions/b.py": _ALEMBIC.format(name="b", down='"a"'),
            },
        ),
        Example(
            "a child that came to the base branch meanwhile",
            head=_django("0002_b"),
            finds=((4, "0003_other both follow 0002_b"),),
            path=_NEW,
            context=_BASE,
            tip={"shop/migrations/0003_other.py": _django("0002_b")},
        ),
        Example(
            "another app on the base branch meanwhile",
            head=_django("0002_b"),
            path=_NEW,
            context=_BASE,
            tip={"other/migrations/0003_other.py": _django("0002_b")},
        ),
        Example("behind the last one", head=_django("0002_b"), path=_NEW, context=_BASE),
        Example(
            "a merge migration in the same pull request",
            head={_NEW: _django("0001_a"), "shop/migrations/0004_merge.py": _django("0002_b", "0003_c")},
            context=_BASE,
        ),
        Example(
            "two in a row",
            head={_NEW: _django("0002_b"), "shop/migrations/0004_d.py": _django("0003_c")},
            context=_BASE,
        ),
        Example(
            "the first of an app",
            head=_DJANGO.format(needs='("auth", "0001_initial")'),
            path="other/migrations/0001_a.py",
            context=_BASE,
        ),
    ),
)
