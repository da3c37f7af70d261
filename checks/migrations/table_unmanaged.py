"""Django stops managing a table.

`managed = False` leaves the table as it is, whatever the model says from now on.

Why it matters:
    Later changes of the model make migrations that do nothing. New databases and test databases do not get
    the table at all.

Instead:
    Say in the pull request who makes and changes the table from now on; keep a migration that makes it for
    new databases.

What it does not see:
    Whether another tool has taken over.

Sources:
    Catalogue MIG-M06; Django documentation "Options.managed".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, django
from checks.migrations._hit import Words, hit
from checks.schema.operations import OtherOperation


def find(change: Change, options: Options) -> Iterator[Hit]:
    """AlterModelOptions that sets `managed`."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, OtherOperation) and operation.name == "AlterModelOptions(managed)":
            words = Words(
                "managed changed",
                "whether Django manages this table changes",
                "Later changes of the model may do nothing, and new databases may lack the table.",
                "Say who makes and changes the table from now on.",
            )
            yield hit(case, words, Action.WARN)


_MODEL = 'migrations.AlterModelOptions("order", options={options}),'

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-M06",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        django("given up", _MODEL.format(options='{"managed": False}'), ((8, "manages this table"),)),
        django("only words for people", _MODEL.format(options='{"verbose_name": "order"}')),
        django("made unmanaged", 'migrations.CreateModel("V", fields=[], options={"managed": False}),'),
        alembic("Alembic", 'op.drop_column("orders", "note")'),
    ),
)
