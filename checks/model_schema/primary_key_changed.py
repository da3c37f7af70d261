"""The primary key of a model changed.

Another column is the primary key now, or the key has another type.

Why it matters:
    Every foreign key, address and stored reference holds the old key. Where random ids became numbers, anybody can
    count through them and guess the next one.

Instead:
    Keep the key and add the new identifier as a unique column beside it. A change of type needs a migration of all
    tables that point here.

What it does not see:
    A default key type that a setting gives (`DEFAULT_AUTO_FIELD`).

Sources:
    Catalogue SC09; Django documentation, Automatic primary key fields; OWASP API Security Top 10 2023, API1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.declarations.columns import Column
from checks.declarations.models import Model, model_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_base, code, quote

_RANDOM = re.compile(r"uuid|ulid|guid|nanoid|hash|random", re.IGNORECASE)
_COUNTED = re.compile(r"auto|int|serial|identity", re.IGNORECASE)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every model whose primary key is another column or of another type."""
    for pair in model_pairs(change):
        base, head = _keys(pair.base), _keys(pair.head)
        if not base or not head or {_said(column) for column in base} == {_said(column) for column in head}:
            continue
        old, new = " and ".join(map(_said, base)), " and ".join(map(_said, head))
        guessable = bool(_RANDOM.search(old)) and not _RANDOM.search(new) and bool(_COUNTED.search(new))
        says = Sentence(
            kind=Kind.WEAKENED if guessable else Kind.CHANGED,
            symbol=pair.base.name,
            fact=f"primary key {old} to {new}",
            title=f"The primary key of `{pair.base.name}` is {code(new)}, it was {code(old)}",
            message="Stored references hold the old key." + (" The new one can be guessed." if guessable else ""),
            confidence=0.85,
        )
        yield at_base(change, base[0].statement, says, quote(pair.head_change, Side.RIGHT, head[0].statement, "now"))


def _keys(model: Model) -> list[Column]:
    return [column for column in model.columns.values() if column.flag("primary_key") is True]


def _said(column: Column) -> str:
    return f"{column.name}: {column.kind}"


_ORDER = """
    class Order(models.Model):
        id = models.{kind}(primary_key=True{more})
        number = models.CharField(max_length=20{key})
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SC09",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "random ids became numbers",
            base=_ORDER.format(kind="UUIDField", more=", default=uuid4", key=""),
            head=_ORDER.format(kind="BigAutoField", more="", key=""),
            finds=((2, "`id: BigAutoField`"),),
        ),
        Example(
            "another default of the same key",
            base=_ORDER.format(kind="UUIDField", more=", default=uuid4", key=""),
            head=_ORDER.format(kind="UUIDField", more=", default=uuid7", key=""),
        ),
        Example(
            "another column became unique beside it",
            base=_ORDER.format(kind="UUIDField", more=", default=uuid4", key=""),
            head=_ORDER.format(kind="UUIDField", more=", default=uuid4", key=", unique=True"),
        ),
    ),
)
