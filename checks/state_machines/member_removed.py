"""A state is gone, or is stored under another value.

An enumeration lost a member, or a member has another value. Rows, messages and callers hold the old one.

Why it matters:
    Reading such a row fails, or it belongs to no state: no list shows it and no job finishes it.

Instead:
    Rewrite the rows in a migration of the same pull request, and accept the old value until no caller sends it.

What it does not see:
    Whether anything is stored under the value.

Sources:
    Catalogue SM06.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.declarations.enums import is_enum, is_state, members_of, value_of
from checks.declarations.pairs import ClassPair, class_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_base, code, quote

_STORED = re.compile(r"(TextChoices|IntegerChoices|Choices|ChoiceSet|StrEnum|IntEnum|str|int)$")
_MIGRATION = re.compile(r"(^|/)(migrations|versions|alembic)/")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every member whose value no member of the head has."""
    for pair in class_pairs(change):
        if not is_enum(pair.base) or not is_enum(pair.head):
            continue
        base, head = members_of(pair.base), members_of(pair.head)
        values = {value_of(attribute) for attribute in head.values()}
        for name, attribute in base.items():
            value = value_of(attribute)
            now = head.get(name)
            if value in values or "auto()" in value:
                continue
            what = "is gone" if now is None else f"is stored as {code(value_of(now))}, it was {code(value)}"
            says = Sentence(
                kind=Kind.LOST if now is None else Kind.CHANGED,
                symbol=pair.base.name,
                fact=f"member {name}",
                title=f"{code(name)} of `{pair.base.name}` {what}",
                message="What is stored or sent under the old value belongs to no state.",
                confidence=_confidence(pair),
            )
            evidence = () if now is None else (quote(pair.head_change, Side.RIGHT, now.statement, "now"),)
            yield at_base(change, attribute.statement, says, *evidence)


def _confidence(pair: ClassPair) -> float:
    """States are nearly always stored; a migration in the pull request may rewrite the rows."""
    if not is_state(pair.base):
        return 0.45
    rewritten = any(_MIGRATION.search(other.path) for other in pair.change.within)
    stored = any(_STORED.search(base) for base in pair.base.bases)
    return 0.6 if rewritten or not stored else 0.72


_ENUM = """
    class OrderStatus(TextChoices):
        NEW = "new", "New"
        PAID = {paid}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SM06",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the state is gone",
            base=_ENUM.format(paid='"paid", "Paid"'),
            head='class OrderStatus(TextChoices):\n    NEW = "new", "New"\n',
            finds=((3, "`PAID` of `OrderStatus` is gone"),),
        ),
        Example(
            "the label changed",
            base=_ENUM.format(paid='"paid", "Paid"'),
            head=_ENUM.format(paid='"paid", "Paid in full"'),
        ),
        Example(
            "the name changed, the value stays",
            base=_ENUM.format(paid='"paid", "Paid"'),
            head=_ENUM.format(paid='"paid", "Paid"').replace("PAID", "SETTLED"),
        ),
        Example(
            "one state more",
            base=_ENUM.format(paid='"paid", "Paid"'),
            head=_ENUM.format(paid='"paid", "Paid"') + '        SENT = "sent", "Sent"\n',
        ),
    ),
)
