"""A required column now accepts nothing.

The column demanded a value in every row: no `null=True`, `nullable=False`, or an annotation without None. Head
allows rows without one.

Why it matters:
    Code that reads the column was written for rows that have it. With the first empty one it fails, compares None
    with a number, or lists the row under the wrong owner, far from the place that stored it.

Instead:
    Keep the column required and give old rows a value. Where the loosening is the first step of a removal, say so;
    then the readers go first.

What it does not see:
    Whether the database already allows it; defaults that the code fills in before it saves.

Sources:
    Catalogue SC05; Django documentation, Field.null; SQLAlchemy documentation, Column.nullable.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.declarations.columns import Column, Style
from checks.declarations.models import ModelPair, model_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_base, quote

_CONFIDENCE = 0.72  # true as a fact, and often wanted: asked about, not shown inline


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every column that was required and may be empty now."""
    for pair in model_pairs(change):
        for base, head in pair.kept():
            if base.nullable is False and head.nullable is True and not _became_text(base, head):
                yield _told(pair, base, head)


def _became_text(base: Column, head: Column) -> bool:
    """A many-to-many or a reverse relation has no column that could be empty."""
    return any(column.kind.startswith(("ManyToMany", "Generic")) for column in (base, head))


def _told(pair: ModelPair, base: Column, head: Column) -> Hit:
    option = "null" if head.style is Style.DJANGO else "nullable"
    was = base.options.get(option) or base.statement
    now = head.options.get(option) or head.statement
    name = f"{pair.base.name}.{base.name}"
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=name,
        fact="not null loosened",
        title=f"`{name}` was required and may be empty now",
        message="Readers that count on a value meet rows without one.",
        confidence=_CONFIDENCE,
    )
    return at_base(pair.change, was, says, quote(pair.head_change, Side.RIGHT, now, "now"))


_ALCHEMY = """
    class Invoice(Base):
        __tablename__ = "invoices"
        owner_id = Column(Integer, ForeignKey("users.id"){nullable})
"""
_MAPPED = """
    class Invoice(Base):
        total: Mapped[{type}] = mapped_column(Numeric(10, 2))
"""
_DJANGO = """
    class Invoice(models.Model):
        owner = models.ForeignKey("User", on_delete=models.CASCADE{null})
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SC05",),
    kind=Kind.WEAKENED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "nullable=False became True",
            base=_ALCHEMY.format(nullable=", nullable=False"),
            head=_ALCHEMY.format(nullable=", nullable=True"),
            finds=((3, "`Invoice.owner_id` was required"),),
        ),
        Example(
            "the annotation allows None",
            base=_MAPPED.format(type="Decimal"),
            head=_MAPPED.format(type="Decimal | None"),
            finds=((2, "may be empty now"),),
        ),
        Example(
            "the foreign key got null=True",
            base=_DJANGO.format(null=""),
            head=_DJANGO.format(null=", null=True"),
            finds=((2, "`Invoice.owner`"),),
        ),
        Example(
            "an empty column became required",
            base=_DJANGO.format(null=", null=True"),
            head=_DJANGO.format(null=""),
        ),
        Example(
            "the same, said another way",
            base=_MAPPED.format(type="Optional[Decimal]"),
            head=_MAPPED.format(type="Decimal | None"),
        ),
        Example(
            "blank is a matter of forms",
            base=_DJANGO.format(null=""),
            head=_DJANGO.format(null=", blank=True"),
        ),
        Example(
            "a new column",
            base=_DJANGO.format(null=""),
            head=_DJANGO.format(null="") + "        note = models.TextField(null=True)\n",
        ),
    ),
)
