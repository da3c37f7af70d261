"""A migration needs an extension that nobody creates.

Its type, function or operator class comes from an extension of PostgreSQL.

Why it matters:
    On a laptop somebody created the extension long ago. In production, and in every new database, the
    migration fails: type does not exist.

Instead:
    `CREATE EXTENSION IF NOT EXISTS` in a migration before it; where the role may not, say so to who may.

What it does not see:
    Extensions that the database's image or the administrator brings. Told only where every migration of the
    folder was read and none creates it.

Sources:
    Catalogue MIG-D10; PostgreSQL documentation "Additional Supplied Modules".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.migrations._case import Case
from checks.migrations._examples import SQL_PATH, alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._practice import new_columns
from checks.schema.columns import Column
from checks.schema.operations import AddColumn, CreateObject, CreateTable, Operation, Unreadable
from checks.schema.state.graph import folder_around

_TYPES = {
    "citext": "citext",
    "hstore": "hstore",
    "ltree": "ltree",
    "vector": "vector",
    "geometry": "postgis",
    "geography": "postgis",
    "cube": "cube",
}
_FUNCTIONS = {
    "uuid_generate_v4": "uuid-ossp",
    "uuid_generate_v1": "uuid-ossp",
    "gen_salt": "pgcrypto",
    "crypt": "pgcrypto",
}


def find(change: Change, options: Options) -> Iterator[Hit]:
    """New columns of a type, or with a default, of an extension that no migration creates."""
    del options
    told: set[str] = set()
    for case, table, column in new_columns(change):
        extension = _needed(column)
        if extension and extension not in told and case.may_be("postgresql") and not _created(case, extension):
            told.add(extension)
            words = Words(
                f"extension {extension}",
                f"{table}.{column.name} needs the extension {extension}, which no migration creates",
                "In every new database the migration fails: type or function does not exist.",
                f'CREATE EXTENSION IF NOT EXISTS "{extension}" in a migration before it.',
            )
            yield hit(case, words, Action.WARN, confidence=0.75, kind=Kind.MISSING)


def _needed(column: Column) -> str:
    if column.type.name in _TYPES:
        return _TYPES[column.type.name]
    text = column.default.text if column.default is not None else ""
    return next((extension for name, extension in _FUNCTIONS.items() if name in text), "")


def _created(case: Case, extension: str) -> bool:
    """Whether a migration creates it, or may do so unseen."""
    folder = folder_around(case.run, case.change.within)
    if not folder.whole:
        return True
    known: list[Operation] = [operation for item in folder.old for operation in item.up.operations]
    if any(_needed(column) == extension for operation in known for column in _columns(operation)):
        return True  # it has been needed, and so been there, for long
    known += [step.operation for step in case.beside()]
    return any(
        isinstance(item, Unreadable)
        or (isinstance(item, CreateObject) and item.kind == "extension" and item.name.lower() == extension)
        for item in known
    )


def _columns(operation: Operation) -> tuple[Column, ...]:
    match operation:
        case CreateTable(columns=columns):
            return columns
        case AddColumn(column=column):
            return (column,)
        case _:
            return ()


_ADD = "ALTER TABLE orders ADD COLUMN code citext;\n"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-D10",),
    kind=Kind.MISSING,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql("a type", _ADD, ((1, "the extension citext"),)),
        alembic(
            "a function",
            'op.add_column("orders", sa.Column("u", sa.Uuid(), server_default=sa.text("uuid_generate_v4()")))',
            ((9, "uuid-ossp"),),
        ),
        sql("created before", f"CREATE EXTENSION IF NOT EXISTS citext;\n{_ADD}"),
        Example(
            "needed before",
            head="ALTER TABLE a ADD COLUMN y citext;\n",
            path=SQL_PATH,
            context={"migrations/0001_a.sql": "CREATE TABLE a (x citext);\n"},
        ),
        sql("a function of PostgreSQL itself", "ALTER TABLE orders ADD COLUMN u uuid DEFAULT gen_random_uuid();\n"),
        django(
            "created by Django",
            """
            CITextExtension(),
            migrations.AddField("order", "code", CITextField(null=True)),
            """,
        ),
    ),
)
