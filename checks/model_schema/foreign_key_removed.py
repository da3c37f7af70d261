"""A foreign key became a plain number or text.

The column pointed to a row of another table and the database kept the promise. Now it holds a bare value, or the
constraint is switched off.

Why it matters:
    Nothing keeps the value valid any more: rows can point to what was deleted or never existed, and joins lose them
    without an error.

Instead:
    Keep the foreign key. Where the other table stands in another database, check the value where it is written and
    say who cleans up after a deletion.

What it does not see:
    Constraints that the database has and the model does not mention.

Sources:
    Catalogue SC04; Django documentation, ForeignKey.db_constraint; SQLAlchemy documentation, Defining Foreign Keys.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.declarations.columns import Column
from checks.declarations.models import ModelPair, model_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_base, quote


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every foreign key of the base whose column stays without one."""
    for pair in model_pairs(change):
        for base in pair.base.columns.values():
            head = _counterpart(pair, base)
            if base.is_foreign and not _is_generic(base) and head is not None:
                if not head.is_foreign:
                    yield _told(pair, base, head, "is a plain value now")
                elif head.flag("db_constraint") is False and base.flag("db_constraint") is not False:
                    yield _told(pair, base, head, "is no longer held by the database")


def _counterpart(pair: ModelPair, base: Column) -> Column | None:
    """The column of the same name; of Django's `owner`, also a new `owner_id`."""
    head = pair.head.columns.get(base.name)
    if head is None and f"{base.name}_id" not in pair.base.columns:
        head = pair.head.columns.get(f"{base.name}_id")
    return head


def _is_generic(column: Column) -> bool:
    return column.kind.startswith(("Generic", "ManyToMany"))


def _told(pair: ModelPair, base: Column, head: Column, what: str) -> Hit:
    name = f"{pair.base.name}.{base.name}"
    says = Sentence(
        kind=Kind.LOST,
        symbol=name,
        fact=f"foreign key {what}",
        title=f"`{name}` {what}",
        message="Rows can now point to something that does not exist, and nothing refuses it.",
        confidence=0.85,
    )
    return at_base(pair.change, base.statement, says, quote(pair.head_change, Side.RIGHT, head.statement, "now"))


_DJANGO = """
    class Order(models.Model):
        number = models.CharField(max_length=20)
        {customer}
"""
_ALCHEMY = """
    class Order(Base):
        number = Column(String)
        customer_id = Column(Integer{foreign})
"""
_KEY = 'customer = models.ForeignKey("Customer", on_delete=models.CASCADE)'

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SC04",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the foreign key is gone from the column",
            base=_ALCHEMY.format(foreign=', ForeignKey("customers.id")'),
            head=_ALCHEMY.format(foreign=""),
            finds=((3, "is a plain value now"),),
        ),
        Example(
            "the relation became its id",
            base=_DJANGO.format(customer=_KEY),
            head=_DJANGO.format(customer="customer_id = models.IntegerField()"),
            finds=((3, "`Order.customer` is a plain value now"),),
        ),
        Example(
            "the constraint is switched off",
            base=_DJANGO.format(customer=_KEY),
            head=_DJANGO.format(customer=_KEY.replace("CASCADE", "CASCADE, db_constraint=False")),
            finds=((3, "no longer held by the database"),),
        ),
        Example(
            "a plain value became a foreign key",
            base=_ALCHEMY.format(foreign=""),
            head=_ALCHEMY.format(foreign=', ForeignKey("customers.id")'),
        ),
        Example(
            "the relation went away",
            base=_DJANGO.format(customer=_KEY),
            head=_DJANGO.format(customer="total = models.IntegerField()"),
        ),
        Example(
            "it points to another table",
            base=_DJANGO.format(customer=_KEY),
            head=_DJANGO.format(customer=_KEY.replace('"Customer"', '"Buyer"')),
        ),
    ),
)
