"""A unique constraint was dropped from a model.

The model promised that no two rows share these values: by `unique=True`, a `UniqueConstraint`, `unique_together` or a
unique index. Head no longer says so, or says it for fewer rows, while the columns stay.

Why it matters:
    Duplicates arrive with the first race or retry, and every `get()` that relied on there being one row fails or
    picks one by chance. Putting the constraint back later means cleaning the duplicates first.

Instead:
    Keep the constraint. If it moved to another form, the new one must cover the same columns or fewer, for all rows.
    If duplicates are wanted now, say in the pull request who still looks rows up by these columns.

What it does not see:
    Unique indexes that only a migration or a database script creates; constraints that are computed.

Sources:
    Catalogue SC01; Django documentation, Constraints reference; SQLAlchemy documentation, UNIQUE Constraint.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.declarations.constraints import Constraint, Rule
from checks.declarations.models import ModelPair, model_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_base, code, quote


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every unique constraint of the base that the head does not imply."""
    for pair in model_pairs(change):
        head = [constraint for constraint in pair.head.constraints if constraint.rule is Rule.UNIQUE]
        for constraint in pair.base.constraints:
            if constraint.rule is Rule.UNIQUE and not any(other.implies(constraint) for other in head):
                yield from _told(pair, constraint, head)


def _told(pair: ModelPair, lost: Constraint, head: list[Constraint]) -> Iterator[Hit]:
    if not _columns_stand(pair, lost):
        return
    names = ", ".join(sorted(lost.columns))
    fewer = next((other for other in head if other.columns <= lost.columns), None)
    wider = next((other for other in head if other.columns > lost.columns), None)
    near = fewer or wider
    kind = Kind.LOST if near is None else Kind.WEAKENED
    now = "" if near is None else f" Now only {code(', '.join(sorted(near.columns)))} must be unique"
    where = f" where {code(near.condition)}." if near is not None and near.condition else "." if now else ""
    says = Sentence(
        kind=kind,
        symbol=pair.base.name,
        fact=f"unique {names} {lost.condition}".strip(),
        title=f"{code(names)} of `{pair.base.name}` need no longer be unique",
        message=f"Two rows with the same values can now be stored.{now}{where}",
        confidence=0.9 if near is None else 0.85,
    )
    evidence = () if near is None else (quote(pair.head_change, Side.RIGHT, near.node, "now"),)
    yield at_base(pair.change, lost.node, says, *evidence)


def _columns_stand(pair: ModelPair, lost: Constraint) -> bool:
    """Whether no column of the constraint went away; columns of a parent class are not known here."""
    gone = pair.base.columns.keys() - pair.head.columns.keys()
    return not lost.columns & gone


_DJANGO = """
    from django.db import models

    class Order(models.Model):
        number = models.CharField(max_length=20{unique})
        shop = models.ForeignKey("Shop", on_delete=models.CASCADE)

        class Meta:
            ordering = ["number"]{meta}
"""
_ALCHEMY = """
    class Order(Base):
        __tablename__ = "orders"
        __table_args__ = ({args})

        number: Mapped[str] = mapped_column(String(20))
        shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"))
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SC01",),
    kind=Kind.LOST,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "unique=True is gone",
            base=_DJANGO.format(unique=", unique=True", meta=""),
            head=_DJANGO.format(unique="", meta=""),
            finds=((4, "`number` of `Order` need no longer be unique"),),
        ),
        Example(
            "unique_together is gone",
            base=_DJANGO.format(unique="", meta='\n            unique_together = [("shop", "number")]'),
            head=_DJANGO.format(unique="", meta=""),
            finds=((9, "`number, shop`"),),
        ),
        Example(
            "the constraint now holds for some rows only",
            base=_ALCHEMY.format(args='UniqueConstraint("shop_id", "number"),'),
            head=_ALCHEMY.format(
                args='Index("one", "shop_id", "number", unique=True, postgresql_where=text("deleted_at IS NULL")),'
            ),
            finds=((3, "must be unique where"),),
        ),
        Example(
            "unique_together became a UniqueConstraint of the same columns",
            base=_DJANGO.format(unique="", meta='\n            unique_together = [("shop", "number")]'),
            head=_DJANGO.format(
                unique="",
                meta="\n            constraints = ["
                'models.UniqueConstraint(fields=["number", "shop"], name="one_number")]',
            ),
        ),
        Example(
            "a stricter constraint took its place",
            base=_ALCHEMY.format(args='UniqueConstraint("shop_id", "number"),'),
            head=_ALCHEMY.format(args='UniqueConstraint("number"),'),
        ),
        Example(
            "a partial constraint became a full one",
            base=_ALCHEMY.format(args='Index("one", "number", unique=True, postgresql_where=text("active")),'),
            head=_ALCHEMY.format(args='UniqueConstraint("number"),'),
        ),
        Example(
            "the column went away with its constraint",
            base=_DJANGO.format(unique=", unique=True", meta=""),
            head="""
                from django.db import models

                class Order(models.Model):
                    shop = models.ForeignKey("Shop", on_delete=models.CASCADE)

                    class Meta:
                        ordering = ["shop"]
            """,
        ),
        Example(
            "the keywords changed places",
            base=_DJANGO.format(unique=", unique=True", meta=""),
            head=_DJANGO.format(unique="", meta="").replace("max_length=20", "unique=True, max_length=20"),
        ),
    ),
)
