"""A column lost its validators, its choices or its size.

The model limited what the column may hold: validators, a list of choices, a length, a number of digits. The limit is
gone, or wider.

Why it matters:
    Values that forms and serializers refused because of the column are stored now. What reads them (exports, other
    systems, fixed-width fields) was made for the old limit.

Instead:
    Keep the limit, or move it to where the input arrives. A wider length alone seldom hurts and is told as a note.

What it does not see:
    Limits that the input side has itself; choices that are computed.

Sources:
    Catalogue SC06; Django documentation, Validators, Field.choices.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.declarations.columns import Column
from checks.declarations.models import ModelPair, model_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_base, code, quote

_SIZES = ("max_length", "max_digits", "decimal_places")
_SURE, _NOTE = 0.72, 0.4


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every limit of a kept column that is gone or wider."""
    for pair in model_pairs(change):
        for base, head in pair.kept():
            yield from _validators(pair, base, head)
            if "choices" in base.options and "choices" not in head.options and base.kind == head.kind:
                yield _told(pair, base, head, "choices", "any value, not only its choices", _SURE)
            for size in _SIZES:
                if _is_wider(base.options.get(size), head.options.get(size)) and base.kind == head.kind:
                    yield _told(pair, base, head, size, f"more than `{size}` allowed", _NOTE)


def _validators(pair: ModelPair, base: Column, head: Column) -> Iterator[Hit]:
    old, new = _items(base.options.get("validators")), _items(head.options.get("validators"))
    lost = {text: node for text, node in old.items() if text not in new}
    if len(new) < len(old):
        for text in lost:
            yield _told(pair, base, head, "validators", f"values without passing {code(text)}", _SURE)


def _items(value: ast.expr | None) -> dict[str, ast.expr]:
    return {ast.unparse(item): item for item in value.elts} if isinstance(value, ast.List | ast.Tuple) else {}


def _is_wider(old: ast.expr | None, new: ast.expr | None) -> bool:
    if not (isinstance(old, ast.Constant) and isinstance(old.value, int)):
        return False
    if new is None:
        return True
    return isinstance(new, ast.Constant) and isinstance(new.value, int) and new.value > old.value


def _told(pair: ModelPair, base: Column, head: Column, option: str, what: str, confidence: float) -> Hit:
    name = f"{pair.base.name}.{base.name}"
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=name,
        fact=f"{option} loosened: {what}",
        title=f"`{name}` now holds {what}",
        message="Values that were refused on their way into this column are stored now.",
        confidence=confidence,
    )
    was = base.options.get(option) or base.statement
    now = head.options.get(option) or head.statement
    return at_base(pair.change, was, says, quote(pair.head_change, Side.RIGHT, now, "now"))


_DJANGO = """
    class Coupon(models.Model):
        code = models.CharField(max_length={size}{more})
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SC06",),
    kind=Kind.WEAKENED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the validator is gone",
            base=_DJANGO.format(size=20, more=", validators=[validate_code]"),
            head=_DJANGO.format(size=20, more=""),
            finds=((2, "without passing `validate_code`"),),
        ),
        Example(
            "any value is a choice now",
            base=_DJANGO.format(size=20, more=", choices=Kind.choices"),
            head=_DJANGO.format(size=20, more=""),
            finds=((2, "not only its choices"),),
        ),
        Example(
            "a stricter validator took its place",
            base=_DJANGO.format(size=20, more=", validators=[validate_code]"),
            head=_DJANGO.format(size=20, more=", validators=[validate_code_strictly]"),
        ),
        Example(
            "the column became shorter",
            base=_DJANGO.format(size=20, more=""),
            head=_DJANGO.format(size=12, more=""),
        ),
        Example(
            "other choices",
            base=_DJANGO.format(size=20, more=", choices=Kind.choices"),
            head=_DJANGO.format(size=20, more=", choices=CouponKind.choices"),
        ),
    ),
)
