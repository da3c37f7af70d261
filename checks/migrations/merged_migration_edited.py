"""A migration that is merged already was edited.

Databases that have run it will never run it again; those that have not will run something else.

Why it matters:
    Every environment ends with another schema, and nothing says so: the tool looks at the name of the
    migration, not at its content. What was added is missing where it ran before; what was taken out is still
    there. A step that was lost (a backfill, a constraint, a guard before a drop) is lost for every new
    database from now on.

Instead:
    Write a new migration that changes what the old one left. If the old one fails where it has not run yet,
    say so in the pull request and let the owner of the database sign.

What it does not see:
    Whether the migration ran anywhere. Comments, layout, imports, docstrings, type hints and texts for people
    may change freely, and so may `replaces` of a squashed migration.

Sources:
    Catalogue MIG-G01; Atlas "atlas.sum"; Flyway "validate".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Evidence, Example, Hit, Kind, Options, Severity, Side, Span, Status
from checks.kit.files import is_test
from checks.migrations._hit import shortened
from checks.migrations._meaning import Part, differing_parts
from checks.schema.migration import Framework, Migration
from checks.schema.state.steps import migration_at_base, migration_at_head

_MOST = 12


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A merged migration whose meaning changed: one hit, with every differing place as evidence."""
    del options
    if change.status is Status.ADDED or is_test(change.path):
        return
    base, head = migration_at_base(change), migration_at_head(change)
    if base is None or head is None or base.repeatable:
        return
    parts = list(differing_parts(change, base, head))
    if parts:
        yield _told(change, base, parts)


def _told(change: Change, base: Migration, parts: list[Part]) -> Hit:
    first = parts[0]
    side, lines = (Side.RIGHT, first.head) if first.head is not None else (Side.LEFT, first.base)
    start, end = lines or (1, 1)
    path = change.path if side is Side.RIGHT else change.base_path
    what = ", ".join(dict.fromkeys(part.what for part in parts))
    name = base.identity.name if base.framework is not Framework.SQL else base.path.rpartition("/")[2]
    return Hit(
        kind=Kind.CHANGED,
        span=Span(side, path, start, end),
        symbol=first.symbol,
        fact=f"merged migration edited: {what}",
        title=shortened(f"merged migration {name} was edited: {what}"),
        message=(
            "Databases that ran it keep the old result, new ones get another, and nothing tells them apart. "
            "Leave it as it was, and write a new migration."
        ),
        confidence=0.9,
        evidence=tuple(item for part in parts[:_MOST] for item in _evidence(change, part)),
    )


def _evidence(change: Change, part: Part) -> Iterator[Evidence]:
    for source, side, lines, label in (
        (change.base, Side.LEFT, part.base, "was"),
        (change.head, Side.RIGHT, part.head, "now"),
    ):
        if source is not None and lines is not None:
            yield Evidence(Span(side, source.path, *lines), source.snippet(*lines), label)


_SQL = "ALTER TABLE orders ADD COLUMN n int;\n"
_DJANGO = """
    from django.db import migrations, models

    {extra}
    class Migration(migrations.Migration):
        dependencies = [("shop", "0001_initial")]

        operations = [
            migrations.AddField("order", "ref", models.CharField(max_length={length}, null=True, help_text="{help}")),
        ]
"""
_CODE = """
    from alembic import op
    import sqlalchemy as sa

    revision = "b2"
    down_revision = "a1"


    def upgrade():
        {first}
        op.create_unique_constraint("one", "orders", ["ref"])


    def downgrade():
        op.drop_constraint("one", "orders")
"""
_PATH = "shop/migrations/0002_ref.py"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-G01",),
    kind=Kind.CHANGED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "another length",
            base=_DJANGO.format(extra="", length=20, help=""),
            head=_DJANGO.format(extra="", length=40, help=""),
            finds=((8, "0002_ref was edited"),),
            path=_PATH,
        ),
        Example(
            "a step is lost",
            base=_CODE.format(first='op.execute("DELETE FROM orders WHERE ref IS NULL")'),
            head=_CODE.format(first="pass"),
            finds=((9, "upgrade"),),
            path="alembic/versions/b2_ref.py",
        ),
        Example(
            "a `pass` that said nothing",
            base=_CODE.format(first="pass"),
            head=_CODE.format(first='"""Each reference once."""'),
            path="alembic/versions/b2_ref.py",
        ),
        Example(
            "another column in SQL",
            base=_SQL,
            head=_SQL.replace("int", "bigint"),
            finds=((1, "ADD COLUMN"),),
            path="migrations/0002_n.sql",
        ),
        Example(
            "comments and layout in SQL",
            base=_SQL,
            head=f"-- a counter\n{_SQL.replace(' ADD', chr(10) + '  ADD')}",
            path="migrations/0002_n.sql",
        ),
        Example(
            "words for people",
            base=_DJANGO.format(extra="", length=20, help="old"),
            head=_DJANGO.format(extra="# A reference.", length=20, help="new"),
            path=_PATH,
        ),
        Example(
            "an import that nothing needs",
            base=_DJANGO.format(extra="import uuid\n", length=20, help=""),
            head=_DJANGO.format(extra="", length=20, help=""),
            path=_PATH,
        ),
        Example("a new migration", head=_DJANGO.format(extra="", length=20, help=""), path=_PATH),
        Example("a file that is no migration", base="X = 1\n", head="X = 2\n", path=_PATH),
    ),
)
