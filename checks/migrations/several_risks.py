"""One migration does several dangerous things.

If one of them fails or must be undone, the others go along.

Why it matters:
    A rollback of one step takes back the others too, or leaves a half of each. Whoever signs cannot sign one
    without the others.

Instead:
    One dangerous step per migration, each with its own way back.

What it does not see:
    Steps that belong together; a rename of two columns of one table counts once.

Sources:
    Catalogue MIG-G12.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit, place_evidence
from checks.schema.operations import ChangeType, DropColumn, DropTable, RenameColumn, RenameTable, SetNotNull, Truncate

_DANGEROUS = (ChangeType, DropColumn, DropTable, RenameColumn, RenameTable, SetNotNull, Truncate)
_MANY = 3


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Migrations with three or more kinds of dangerous steps, or on three or more tables."""
    del options
    groups: dict[tuple[str, str], Case] = {}
    for case in cases(change):
        if isinstance(case.operation, _DANGEROUS) and case.existing_table:
            table: object = getattr(case.operation, "table", None)
            groups.setdefault((type(case.operation).__name__, str(table)), case)
    if len(groups) >= _MANY:
        first, *others = groups.values()
        words = Words(
            f"{len(groups)} dangerous steps",
            f"{len(groups)} dangerous steps in one migration",
            "A rollback of one takes back the others, or leaves a half of each.",
            "One of them per migration.",
        )
        evidence = tuple(place_evidence(case, case.operation, "another one") for case in others)
        yield replace(hit(first, words, Action.NOTE, confidence=0.7), evidence=evidence)


_DROPS = "ALTER TABLE {table} DROP COLUMN a;\n"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-G12",),
    kind=Kind.INTRODUCED,
    severity=Severity.LOW,
    action=Action.NOTE,
    since="0.1.0",
    find=find,
    examples=(
        sql(
            "three tables lose a column",
            "".join(_DROPS.format(table=name) for name in "abc"),
            ((1, "3 dangerous steps"),),
        ),
        sql("two of them", "".join(_DROPS.format(table=name) for name in "ab")),
        alembic("columns of one table", 'op.drop_column("orders", "note")\nop.drop_column("orders", "status")'),
        django(
            "harmless steps",
            "\n".join(f'migrations.AddField("order", "{name}", models.IntegerField(null=True)),' for name in "abcd"),
        ),
    ),
)
