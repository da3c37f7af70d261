"""A default is computed once, when the file is loaded.

`default=now()` and `default=uuid4()` give every row the same value.

Why it matters:
    The call runs while the module is imported. All rows of one process share the value: the same id, or the
    time when the server started.

Instead:
    Hand over the function itself (`default=timezone.now`, `default=uuid.uuid4`), or let the database compute
    it (`db_default`, `server_default`).

What it does not see:
    Functions whose names do not say that they answer differently each time.

Sources:
    Catalogue MIG-M10; Django documentation "Field.default".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._examples import alembic, django
from checks.migrations._hit import Words, hit
from checks.migrations._practice import new_columns
from checks.schema.columns import Column

_CALLED = re.compile(
    r"(?:^|\.)(?:now|utcnow|today|uuid1|uuid4|uuid7|random|token_hex|token_urlsafe|time|get_random_string)\([^()]*\)$"
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Defaults in code that are calls of such functions."""
    del options
    for case, table, column in new_columns(change):
        text = _text(column)
        if _CALLED.search(text):
            words = Words(
                f"{table}.{column.name} default computed once",
                f"{table}.{column.name} has the default {text}, computed once",
                "Every row gets the same value: that of the moment when the file was loaded.",
                "Hand over the function itself, without the brackets.",
            )
            yield hit(case, words, Action.WARN)


def _text(column: Column) -> str:
    return column.code_default.text if column.code_default is not None else ""


_FIELD = 'migrations.AddField("order", "token", models.UUIDField(default={default})),'

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-M10",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        django("a call", _FIELD.format(default="uuid.uuid4()"), ((8, "computed once"),)),
        alembic(
            "by Alembic",
            'op.add_column("orders", sa.Column("at", sa.DateTime(), default=datetime.utcnow()))',
            ((9, "utcnow()"),),
        ),
        django("the function", _FIELD.format(default="uuid.uuid4")),
        django("a constant", 'migrations.AddField("order", "n", models.IntegerField(default=int("1"))),'),
        alembic(
            "the database's own",
            'op.add_column("orders", sa.Column("at", sa.DateTime(), server_default=sa.func.now()))',
        ),
    ),
)
