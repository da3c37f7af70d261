"""The rule for deleting a referenced row changed.

A foreign key said what happens when the row it points to is deleted. It refused and now it deletes or clears, it
cleared and now it deletes, or the database is no longer told anything.

Why it matters:
    One click on "delete" then takes orders, invoices or history with it, or leaves rows that point nowhere. Nothing
    fails at that moment, so it is noticed when somebody misses the rows.

Instead:
    Keep PROTECT or RESTRICT and delete on purpose, in code that says what else goes. If the cascade is meant, name
    in the pull request what is deleted through it, over all levels.

What it does not see:
    Rules that only the database has; `on_delete` functions of the house, which are compared by name; signals that
    delete or keep rows themselves.

Sources:
    Catalogue SC03; Django documentation, ForeignKey.on_delete; SQLAlchemy documentation, Cascades.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.declarations.columns import Column, Style
from checks.declarations.models import ModelPair, model_pairs
from checks.declarations.pairs import class_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code, quote

_REFUSING = frozenset({"PROTECT", "RESTRICT", "NO ACTION"})
_CLEARING = frozenset({"SET_NULL", "SET_DEFAULT", "SET", "SET NULL", "SET DEFAULT"})
_SILENT = frozenset({"", "DO_NOTHING"})
_SURE, _LIKELY = 0.9, 0.7


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Foreign keys whose delete rule became looser, and relationships that delete what they did not."""
    for pair in model_pairs(change):
        for base, head in pair.kept():
            if base.is_foreign and head.is_foreign:
                yield from _foreign_key(pair, base, head)
    yield from _relationships(change)


def _foreign_key(pair: ModelPair, base: Column, head: Column) -> Iterator[Hit]:
    old, new = _rule(base), _rule(head)
    kind, confidence = _verdict(old, new)
    if confidence == 0:
        return
    was = base.options.get("on_delete") or base.options.get("ondelete") or base.statement
    now = head.options.get("on_delete") or head.options.get("ondelete") or head.statement
    name = f"{pair.base.name}.{base.name}"
    says = Sentence(
        kind=kind,
        symbol=name,
        fact=f"delete rule {old or 'none'} to {new or 'none'}",
        title=f"`{name}`: deleting the referenced row now means {_words(new)}, it meant {_words(old)}",
        message=f"Whoever deletes the row that `{base.name}` points to {_harm(new)}",
        confidence=confidence,
    )
    yield at_base(pair.change, was, says, quote(pair.head_change, Side.RIGHT, now, "now"))


def _verdict(old: str, new: str) -> tuple[Kind, float]:
    """Kind and confidence of a changed rule; confidence 0 for one that is as strict or stricter."""
    if old == new or new in _REFUSING or (old in _SILENT and new in _SILENT):
        return Kind.CHANGED, 0
    if old in _REFUSING or new == "CASCADE":
        return Kind.WEAKENED, _SURE if old else _SURE - 0.1
    if new == "DO_NOTHING":
        return Kind.WEAKENED, _SURE
    return Kind.CHANGED, 0 if new in _SILENT else _LIKELY


def _rule(column: Column) -> str:
    value = column.options.get("on_delete" if column.style is Style.DJANGO else "ondelete")
    match value:
        case ast.Constant(value=str(text)):
            return text.upper()
        case ast.Call(func=function):
            return dotted(function).rpartition(".")[2]
        case None:
            return ""
        case _:
            return dotted(value).rpartition(".")[2]


def _words(rule: str) -> str:
    return code(rule) if rule else "nothing that is said here"


def _harm(rule: str) -> str:
    if rule == "CASCADE":
        return "now deletes these rows with it."
    if rule in _SILENT:
        return "leaves these rows pointing at nothing, or gets an error from the database."
    return "now changes these rows, where it was refused or did something else."


def _relationships(change: Change) -> Iterator[Hit]:
    """`relationship(cascade=...)` that newly deletes the other side."""
    for pair in class_pairs(change):
        for name, base in pair.base.attributes.items():
            head = pair.head.attributes.get(name)
            if head is None or base.value is None or head.value is None:
                continue
            gained = (_cascade(head.value) - _cascade(base.value)) & {"all", "delete", "delete-orphan"}
            if gained and dotted(getattr(base.value, "func", base.value)).endswith("elationship"):
                says = Sentence(
                    kind=Kind.WEAKENED,
                    symbol=f"{pair.base.name}.{name}",
                    fact=f"cascade {' '.join(sorted(gained))}",
                    title=f"`{pair.base.name}.{name}` now cascades {code(', '.join(sorted(gained)))}",
                    message="Deleting this row, or taking an item off the list, now deletes the related rows.",
                    confidence=0.8,
                )
                now = quote(pair.head_change, Side.RIGHT, head.statement, "now")
                yield at_base(change, base.statement, says, now)


def _cascade(value: ast.expr) -> frozenset[str]:
    for keyword in value.keywords if isinstance(value, ast.Call) else ():
        match keyword:
            case ast.keyword(arg="cascade", value=ast.Constant(value=str(text))):
                return frozenset(part.strip() for part in text.split(","))
            case _:
                continue
    return frozenset()


_ORDER = """
    class Order(models.Model):
        customer = models.ForeignKey("Customer", {rule})
"""
_LINE = """
    class Line(Base):
        order_id = mapped_column(ForeignKey("orders.id"{rule}))
        notes = relationship("Note"{cascade})
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SC03",),
    kind=Kind.WEAKENED,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "PROTECT became CASCADE",
            base=_ORDER.format(rule="on_delete=models.PROTECT"),
            head=_ORDER.format(rule="on_delete=models.CASCADE"),
            finds=((2, "it meant `PROTECT`"),),
        ),
        Example(
            "the database is told to cascade",
            base=_LINE.format(rule=', ondelete="RESTRICT"', cascade=""),
            head=_LINE.format(rule=', ondelete="CASCADE"', cascade=""),
            finds=((2, "now means `CASCADE`"),),
        ),
        Example(
            "the relationship deletes orphans now",
            base=_LINE.format(rule="", cascade=""),
            head=_LINE.format(rule="", cascade=', cascade="all, delete-orphan"'),
            finds=((3, "now cascades"),),
        ),
        Example(
            "CASCADE became PROTECT",
            base=_ORDER.format(rule="on_delete=models.CASCADE"),
            head=_ORDER.format(rule="on_delete=models.PROTECT"),
        ),
        Example(
            "the rule is given by position",
            base=_ORDER.format(rule="on_delete=models.PROTECT"),
            head=_ORDER.format(rule="models.PROTECT"),
        ),
        Example(
            "the column went away",
            base=_ORDER.format(rule="on_delete=models.PROTECT"),
            head="""
                class Order(models.Model):
                    number = models.CharField(max_length=9)
            """,
        ),
        Example(
            "two words of refusing",
            base=_LINE.format(rule=', ondelete="RESTRICT"', cascade=""),
            head=_LINE.format(rule=', ondelete="NO ACTION"', cascade=""),
        ),
    ),
)
