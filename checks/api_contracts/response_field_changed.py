"""A field of an answer has another type, or may be empty now.

Callers read the field as one type and counted on a value. The type is another, or the value may be missing.

Why it matters:
    Typed callers refuse the whole answer. Others compare a number with a text, or fail on the first empty value.

Instead:
    Add a new field beside the old one, or serve the new type under a new version.

What it does not see:
    Whether both types look alike on the wire; schemas whose name does not say that they are an answer.

Sources:
    Catalogue AP02; Google API Improvement Proposals, AIP-180.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.declarations.pairs import ClassPair, class_pairs
from checks.declarations.schemas import Field, Role, schema_of
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_base, code, quote

_WIRE = {
    "str": re.compile(
        r"^(str|EmailStr|AnyUrl|HttpUrl|UUID\d?|UUID4|GUID|datetime|date|time|Path|SecretStr|constr|\w*Name|\w*Str)$"
    ),
    "number": re.compile(r"^(int|float|PositiveInt|NonNegativeInt|conint|confloat|PrimaryKey)$"),
}
"""Types that look alike on the wire, or differ only in bounds."""


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every kept field of an answer that reads otherwise on the wire."""
    for pair in class_pairs(change):
        base, head = schema_of(pair.base), schema_of(pair.head)
        if base is None or head is None or base.role is not Role.OUTPUT or base.typed != head.typed:
            continue
        for name, field in base.fields.items():
            other = head.fields.get(name)
            what = "" if other is None else _difference(field, other)
            if other is not None and what:
                yield _told(pair, field, other, what)


def _difference(base: Field, head: Field) -> str:
    """What callers notice, "" when that is nothing."""
    if not base.type_text or not head.type_text:
        return ""
    old, new = _plain(base.type_text), _plain(head.type_text)
    if old != new and not _is_alike(old, new):
        return f"is {head.type_text} now, it was {base.type_text}"
    if head.is_optional and not base.is_optional:
        return "may be empty now"
    return ""


def _plain(text: str) -> str:
    """The type without what allows None, without the module and without quotes."""
    text = re.sub(r"\s*\|\s*None\b|\bNone\s*\|\s*", "", text)
    text = re.sub(r"^(?:typing\.)?(?:Optional|Annotated)\[([^,\]]*(?:\[.*\])?).*\]$", r"\1", text)
    text = re.sub(r"\b[a-z_]+\.(?=\w)", "", text.replace("'", "").replace('"', ""))
    return re.sub(r"\bList\b", "list", re.sub(r"\bDict\b", "dict", text)).strip()


def _is_alike(old: str, new: str) -> bool:
    if old[:1].isupper() and new[:1].isupper() and not old.endswith("Field"):
        return True  # two classes of the house: their fields are told by themselves
    return any(pattern.match(old) and pattern.match(new) for pattern in _WIRE.values())


def _told(pair: ClassPair, base: Field, head: Field, what: str) -> Hit:
    name = f"{pair.base.name}.{base.name}"
    says = Sentence(
        kind=Kind.CHANGED,
        symbol=name,
        fact=f"field {base.name} {what}",
        title=f"`{name}` {what.replace('`', '')}",
        message=f"Callers that read {code(base.name)} as it was may fail.",
        confidence=0.55 if what.startswith("may") else 0.65,
    )
    return at_base(pair.change, base.node, says, quote(pair.head_change, Side.RIGHT, head.node, "now"))


_TYPED = """
    class OrderRead(BaseModel):
        id: int
        total: {total}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AP02",),
    kind=Kind.CHANGED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a number became a text",
            base=_TYPED.format(total="int"),
            head=_TYPED.format(total="str"),
            finds=((3, "is str now, it was int"),),
        ),
        Example(
            "the value may be missing",
            base=_TYPED.format(total="int"),
            head=_TYPED.format(total="int | None = None"),
            finds=((3, "may be empty now"),),
        ),
        Example(
            "the same type in other words",
            base=_TYPED.format(total="Optional[int]"),
            head=_TYPED.format(total="int | None"),
        ),
        Example(
            "a field of a request",
            base=_TYPED.format(total="int").replace("Read", "Create"),
            head=_TYPED.format(total="str").replace("Read", "Create"),
        ),
        Example(
            "the value is there for certain now",
            base=_TYPED.format(total="int | None"),
            head=_TYPED.format(total="int"),
        ),
    ),
)
