"""Rights are widened.

GRANT ALL, GRANT to PUBLIC, SECURITY DEFINER, or another owner.

Why it matters:
    Rights only ever grow: what a migration grants is rarely taken back. A function with SECURITY DEFINER runs
    with its owner's rights for everybody who may call it.

Instead:
    Grant the one right that is needed to the one role that needs it. Give SECURITY DEFINER functions a fixed
    `search_path` and revoke EXECUTE from PUBLIC.

What it does not see:
    Which rights the role has already.

Sources:
    Catalogue MIG-S12; PostgreSQL documentation "Writing SECURITY DEFINER Functions Safely".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, sql
from checks.migrations._hit import Words, hit
from checks.schema.operations import CreateObject, Rights


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Wide grants, new owners, functions that run with their owner's rights."""
    del options
    for case in cases(change):
        operation = case.operation
        what = ""
        if isinstance(operation, Rights) and operation.widened and case.existing_table:
            what = operation.what
        elif isinstance(operation, CreateObject) and operation.definer:
            what = f"{operation.kind} {operation.name} is SECURITY DEFINER"
        if what:
            words = Words(
                f"rights: {what}",
                what,
                "Whoever reaches it has more rights from now on, and nobody takes them back.",
                "Grant the one right that is needed to the one role that needs it.",
            )
            yield hit(case, words, Action.SIGN_OFF, kind=Kind.WEAKENED, confidence=0.8)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-S12",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        sql("everything", "GRANT ALL ON orders TO app;\n", ((1, "GRANT ALL"),)),
        sql("to everybody", "GRANT SELECT ON orders TO PUBLIC;\n", ((1, "TO PUBLIC"),)),
        alembic("one right for one role", 'op.execute("GRANT SELECT ON orders TO reports")'),
        sql("taken back", "REVOKE ALL ON orders FROM PUBLIC;\n"),
        sql("a function with the caller's rights", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;\n"),
    ),
)
