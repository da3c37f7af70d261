"""A merge migration changes something.

It joins two ends of the history, and carries operations besides.

Why it matters:
    Nobody reads a merge: it is made by a command and passed over. A change that hides in it runs all the
    same, at a point of the history where each of the two ends may have run already, or not.

Instead:
    Leave the merge empty, and put the change into a migration behind it.

What it does not see:
    Nothing else is looked at.

Sources:
    Catalogue MIG-G14; Django documentation "makemigrations --merge".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.files import is_test
from checks.migrations._hit import Words
from checks.migrations._whole import hit_whole
from checks.schema.operations import RunCode
from checks.schema.state.graph import parents, run_added


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Added migrations with several parents and work of their own."""
    del options
    run = None if is_test(change.path) else run_added(change)
    if run is None or len(parents(run.migration)) < 2:
        return
    works = [step for step in run.up if not (isinstance(step.operation, RunCode) and step.operation.reverse is None)]
    if works and not run.migration.replaces:
        words = Words(
            f"merge {run.migration.identity.name} with operations",
            f"the merge {run.migration.identity.name} carries {len(works)} operation{'s' if len(works) > 1 else ''}",
            "Nobody reads a merge, and each of the two ends may have run already, or not.",
            "Put the change into a migration behind it.",
        )
        yield hit_whole(run, words, Action.WARN, confidence=0.8)


_MERGE = """
    from django.db import migrations


    class Migration(migrations.Migration):
        dependencies = [("shop", "0002_a"), ("shop", "{second}")]
        operations = [{operations}]
"""
_DROP = 'migrations.RemoveField("order", "note")'
_PATH = "shop/migrations/0003_merge.py"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-G14",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "with a change",
            head=_MERGE.format(second="0002_b", operations=_DROP),
            finds=((4, "carries 1 operation"),),
            path=_PATH,
        ),
        Example("empty", head=_MERGE.format(second="0002_b", operations=""), path=_PATH),
        Example(
            "Alembic's empty merge",
            head='revision = "c"\ndown_revision = ("a", "b")\n\n\ndef upgrade():\n    pass\n',
            path="versions/c.py",
        ),
        Example(
            "two dependencies, of two apps",
            head=_MERGE.format(second="0002_b", operations=_DROP).replace('("shop", "0002_b")', '("auth", "0002_b")'),
            path=_PATH,
        ),
    ),
)
