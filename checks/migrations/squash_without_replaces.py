"""A squashed migration does not say what it replaces.

Without `replaces` it runs again on databases that have run the originals.

Why it matters:
    A squashed migration makes everything anew. Only `replaces` tells Django that a database which has run the
    originals has run it too; without it the first CREATE TABLE fails.

Instead:
    Keep the `replaces` list until every database has run the squashed migration, and only then delete it
    together with the originals.

What it does not see:
    Which databases have run it.

Sources:
    Catalogue MIG-G09; Django documentation "Squashing migrations".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.files import is_test
from checks.migrations._hit import Words
from checks.migrations._whole import hit_whole
from checks.schema.migration import Framework
from checks.schema.state.steps import migration_at_base, run_of


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Squashed migrations that lost, or never had, their `replaces`."""
    del options
    run = None if is_test(change.path) else run_of(change)
    if run is None or run.migration.framework is not Framework.DJANGO or run.migration.replaces:
        return
    base = migration_at_base(change)
    lost = base is not None and bool(base.replaces)
    born_without = base is None and "squashed" in run.migration.identity.name
    if lost or born_without:
        words = Words(
            f"{run.migration.identity.name} without replaces",
            f"{run.migration.identity.name} {'no longer says' if lost else 'does not say'} what it replaces",
            "It runs again on databases that have run the originals, and fails on the first table.",
            "Keep `replaces` until every database has run it.",
        )
        yield hit_whole(run, words, Action.WARN, confidence=0.8, kind=Kind.LOST if lost else Kind.MISSING)


_MIGRATION = """
    from django.db import migrations


    class Migration(migrations.Migration):
        {replaces}
        dependencies = []
        operations = [migrations.DeleteModel("Order")]
"""
_REPLACES = 'replaces = [("shop", "0001_a"), ("shop", "0002_b")]'
_PATH = "shop/migrations/0001_squashed_0002_b.py"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-G09",),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "taken away",
            base=_MIGRATION.format(replaces=_REPLACES),
            head=_MIGRATION.format(replaces=""),
            finds=((4, "no longer says"),),
            path=_PATH,
        ),
        Example("never there", head=_MIGRATION.format(replaces=""), finds=((4, "does not say"),), path=_PATH),
        Example("there", head=_MIGRATION.format(replaces=_REPLACES), path=_PATH),
        Example("no squash", head=_MIGRATION.format(replaces=""), path="shop/migrations/0003_c.py"),
        Example(
            "a list that changed",
            base=_MIGRATION.format(replaces=_REPLACES),
            head=_MIGRATION.format(replaces=_REPLACES.replace("0002_b", "0002_c")),
            path=_PATH,
        ),
    ),
)
