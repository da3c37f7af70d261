"""The default of a column went away, is fixed at start, or is shared by all rows.

A required column lost the value that new rows got by themselves, stopped being set at each save, or got a default
that is computed once when the program starts, or a list or dictionary that all rows share.

Why it matters:
    A lost default makes inserts fail that named only the other columns. A default computed once gives every row the
    time of the last deployment. A shared list is filled by one row and read by the next.

Instead:
    Keep the default, or set the value wherever rows are made. Pass the function, not its result: `timezone.now`,
    `list`, `dict`.

What it does not see:
    Code that fills the column before it saves; defaults that the database has by itself.

Sources:
    Catalogue SC07; Django documentation, Field.default, DateField.auto_now.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.columns import Column, Style
from checks.declarations.models import ModelPair, model_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, at_head, quote

_DEFAULTS = ("default", "server_default", "default_factory", "db_default", "insert_default")
_AT_SAVE = ("auto_now", "auto_now_add", "onupdate", "server_onupdate")
_CLOCK = re.compile(r"(^|\.)(now|utcnow|today|time|uuid1|uuid4|token_hex|token_urlsafe|localtime|localdate)$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Defaults of kept columns that are gone, computed once, or shared."""
    for pair in model_pairs(change):
        for base, head in pair.kept():
            yield from _of_column(pair, base, head)


def _of_column(pair: ModelPair, base: Column, head: Column) -> Iterator[Hit]:
    name = f"{pair.base.name}.{base.name}"
    had, has = _given(base, _DEFAULTS), _given(head, _DEFAULTS)
    at_save = _given(base, _AT_SAVE)
    now = quote(pair.head_change, Side.RIGHT, head.statement, "now")
    if at_save is not None and _given(head, _AT_SAVE) is None and has is None:
        says = _says(name, "is no longer set at each save", "Rows keep the value of the day they were made.", 0.7)
        yield at_base(pair.change, at_save, says, now)
    elif had is not None and has is None and at_save is None and _given(head, _AT_SAVE) is None and _is_needed(head):
        says = _says(name, "lost its default", "Inserts that named only the other columns now fail.", 0.6)
        yield at_base(pair.change, had, says, now)
    if has is not None and pair.head_change is pair.change and (had is None or not _is_fixed(had)) and _is_fixed(has):
        says = _says(name, "gets one default for all rows", "The value is made once, when the program starts.", 0.8)
        yield at_head(pair.change, has, says, quote(pair.change, Side.LEFT, base.statement, "was"))


def _says(name: str, what: str, harm: str, confidence: float) -> Sentence:
    return Sentence(
        kind=Kind.CHANGED,
        symbol=name,
        fact=f"default: {what}",
        title=f"`{name}` {what}",
        message=harm,
        confidence=confidence,
    )


def _given(column: Column, options: tuple[str, ...]) -> ast.expr | None:
    values = (column.options.get(option) for option in options)
    return next((value for value in values if value is not None and not _is_off(value)), None)


def _is_off(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and (value.value is None or value.value is False or value.value is ...)


def _is_needed(head: Column) -> bool:
    """A required column; text columns of Django fall back to the empty string."""
    return head.nullable is False and not (
        head.style is Style.DJANGO and head.kind.endswith(("CharField", "TextField"))
    )


def _is_fixed(value: ast.expr) -> bool:
    match value:
        case ast.List() | ast.Dict() | ast.Set():
            return True
        case ast.Call(func=function):
            return bool(_CLOCK.search(dotted(function)))
        case _:
            return False


_ORDER = """
    class Order(models.Model):
        placed_at = models.DateTimeField({when})
        priority = models.IntegerField({priority})
        tags = models.JSONField(default={tags})
"""
_BASE = _ORDER.format(when="default=timezone.now", priority="default=3", tags="list")

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SC07",),
    kind=Kind.CHANGED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the default is gone from a required column",
            base=_BASE,
            head=_BASE.replace("default=3", ""),
            finds=((3, "lost its default"),),
        ),
        Example(
            "the time of the start for all rows",
            base=_BASE,
            head=_BASE.replace("timezone.now", "timezone.now()"),
            finds=((2, "one default for all rows"),),
        ),
        Example(
            "one list for all rows",
            base=_BASE,
            head=_BASE.replace("default=list", "default=[]"),
            finds=((4, "one default for all rows"),),
        ),
        Example(
            "another number",
            base=_BASE,
            head=_BASE.replace("default=3", "default=4"),
        ),
        Example(
            "the default became the time of creation",
            base=_BASE,
            head=_BASE.replace("default=timezone.now", "auto_now_add=True"),
        ),
        Example(
            "an optional column needs no default",
            base=_BASE,
            head=_BASE.replace("default=3", "null=True"),
        ),
    ),
)
