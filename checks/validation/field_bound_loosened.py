"""A bound of an input field is gone or wider.

A field, parameter or type alias said how long, how large or of which form a value may be. It no longer says so, or
allows more.

Why it matters:
    Larger values than anything behind was made for arrive: queries over everything, texts that fill a disk, numbers
    that overflow, markup where a slug was expected.

Instead:
    Keep the bound. When it has to grow, say what takes the larger value: the column, the message, the other system.

What it does not see:
    Bounds of the database and of the code behind; whether a changed pattern matches more.

Sources:
    Catalogue VA08, AP04; Pydantic documentation, Field constraints; CWE-770, CWE-1284.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.bounds import Loosening, loosened_bounds
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_base, code, quote

_ANSWER = re.compile(r"(Read|Out|Output|Public|Response|Error|Settings|Config)\.\w+$")
_PAGE = re.compile(r"(^|[.(_])(limit|page_size|per_page|items_per_page|size|count|first|last|top|max_results)\)?$")
_PATTERNS = frozenset({"pattern", "regex", "Regexp"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every bound of input that is gone or wider; sizes of pages are told as such."""
    for loosening in loosened_bounds(change):
        if not _ANSWER.search(loosening.base.subject) and not _is_page(loosening):
            yield _told(change, loosening)


def _is_page(loosening: Loosening) -> bool:
    return bool(_PAGE.search(loosening.base.subject)) and loosening.base.limits == "upper "


def _told(change: Change, loosening: Loosening) -> Hit:
    base, head = loosening.base, loosening.head
    was = ast.unparse(base.value) if base.value is not None else base.name
    pattern = base.name in _PATTERNS and head is not None
    now = "gone" if head is None else code(ast.unparse(head.value)) if head.value is not None else "wider"
    says = Sentence(
        kind=Kind.CHANGED if pattern else Kind.WEAKENED,
        symbol=base.subject.partition("(")[0],
        fact=f"bound {base.name} of {base.subject}",
        title=f"The bound {code(f'{base.name}={was}')} of `{base.subject}` is {now}",
        message="Values that were refused arrive.",
        confidence=0.5 if pattern else 0.72 if head is None else 0.6,
    )
    evidence = () if head is None else (quote(change, Side.RIGHT, head.node, "now"),)
    return at_base(change, base.node, says, *evidence)


_MODEL = """
    class Coupon(BaseModel):
        code: str{code}
        share: int = Field(default=0, {share})
"""
_BASE = _MODEL.format(code=" = Field(max_length=12)", share="ge=0, le=100")

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("VA08", "AP04"),
    kind=Kind.WEAKENED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "any length",
            base=_BASE,
            head=_MODEL.format(code="", share="ge=0, le=100"),
            finds=((2, "`max_length=12` of `Coupon.code` is gone"),),
        ),
        Example(
            "more than all",
            base=_BASE,
            head=_MODEL.format(code=" = Field(max_length=12)", share="ge=0, le=1000"),
            finds=((3, "is `1000`"),),
        ),
        Example(
            "a parameter of a route",
            base='@router.get("/x")\ndef find(term: str = Query(min_length=3)):\n    return term\n',
            head='@router.get("/x")\ndef find(term: str = Query()):\n    return term\n',
            finds=((2, "`find(term)`"),),
        ),
        Example(
            "the bound stands in the annotation now",
            base=_BASE,
            head=_BASE.replace("code: str = Field(max_length=12)", "code: Annotated[str, Field(max_length=12)]"),
        ),
        Example(
            "a stricter bound of the same side",
            base=_BASE,
            head=_BASE.replace("le=100", "lt=100"),
        ),
        Example(
            "the field is gone",
            base=_BASE,
            head="class Coupon(BaseModel):\n    share: int = Field(default=0, ge=0, le=100)\n",
        ),
        Example(
            "a bound of an answer",
            base=_BASE.replace("Coupon", "CouponRead"),
            head=_MODEL.format(code="", share="ge=0, le=100").replace("Coupon", "CouponRead"),
        ),
    ),
)
