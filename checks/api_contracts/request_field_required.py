"""Callers must send a field that they could leave out.

A field of a request lost its default, or is new and has none, or fields that nobody knows are refused now.

Why it matters:
    Every caller that does not send it is refused from the moment of the deployment: apps of an older version,
    integrations, queued jobs.

Instead:
    Give the field a default, or accept both shapes until callers send it.

What it does not see:
    Whether all callers send it already; schemas whose name does not say that they are a request.

Sources:
    Catalogue AP03; Google API Improvement Proposals, AIP-180.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.classes import Class
from checks.declarations.columns import is_optional
from checks.declarations.pairs import ClassPair, class_pairs
from checks.declarations.schemas import Field, Role, Schema, schema_of
from checks.kit import Action, Change, Check, Evidence, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_head, code, quote

_FIRST_PYDANTIC = re.compile(
    r"\b(orm_mode|allow_population_by_field_name|schema_extra|allow_mutation|update_forward_refs|GenericModel)\b|"
    r"\bpydantic\.v1\b"
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every field that callers must send and need not send before."""
    for pair in class_pairs(change):
        base, head = schema_of(pair.base), schema_of(pair.head)
        if (
            base is None
            or head is None
            or not head.typed
            or head.role is not Role.INPUT
            or pair.head_change is not change
        ):
            continue
        needed = list(_needed(base, head))
        if needed:
            yield _told(pair, base, needed)
        if _extra(pair.head) == "forbid" != _extra(pair.base):
            says = _says(pair.head.name, "extra", f"`{pair.head.name}` now refuses fields that it does not know", 0.6)
            yield at_head(change, pair.head.node, says)


def _needed(base: Schema, head: Schema) -> Iterator[Field]:
    """Fields that must be sent, and were not known or could be left out."""
    for name, field in head.fields.items():
        before = base.fields.get(name)
        if not field.is_required or (before is not None and before.is_required):
            continue
        if not (_is_first_pydantic(head) and field.call is None and _may_be_none(field)):
            yield field


def _is_first_pydantic(schema: Schema) -> bool:
    """Whether the file is written for Pydantic 1, where `Optional[int]` alone may be left out."""
    return bool(_FIRST_PYDANTIC.search(schema.cls.source.text))


def _may_be_none(field: Field) -> bool:
    return field.annotation is not None and is_optional(field.annotation)


def _told(pair: ClassPair, base: Schema, needed: list[Field]) -> Hit:
    """One hit for all of them, at the first that callers know already."""
    known = [field for field in needed if field.name in base.fields]
    shown = (known or needed)[0]
    names = ", ".join(field.name for field in needed)
    title = f"{code(names)} of `{pair.head.name}` must be sent now"
    says = _says(pair.head.name, names, title, 0.7 if known else 0.55)
    return at_head(pair.change, shown.node, says, *_was(pair, base.fields.get(shown.name)))


def _was(pair: ClassPair, before: Field | None) -> tuple[Evidence, ...]:
    return () if before is None else (quote(pair.change, Side.LEFT, before.node, "was"),)


def _extra(cls: Class) -> str:
    """What the class does with fields that it does not know, "" when it does not say."""
    config = cls.inner.get("Config")
    nodes = [cls.attributes[name].value for name in ("model_config",) if name in cls.attributes]
    nodes += [config.attributes["extra"].value] if config and "extra" in config.attributes else []
    for node in nodes:
        for inner in ast.walk(node) if node is not None else ():
            if isinstance(inner, ast.Constant) and inner.value in {"forbid", "ignore", "allow"}:
                return str(inner.value)
            if isinstance(inner, ast.Attribute) and inner.attr in {"forbid", "ignore", "allow"}:
                return inner.attr
    return ""


def _says(symbol: str, fact: str, title: str, confidence: float) -> Sentence:
    return Sentence(
        kind=Kind.INTRODUCED,
        symbol=symbol,
        fact=f"required {fact}",
        title=title,
        message="Callers that do not know it are refused.",
        confidence=confidence,
    )


_ORDER = """
    class OrderCreate(BaseModel):
        item: int
        note: {note}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AP03",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the default is gone",
            base=_ORDER.format(note='str = ""'),
            head=_ORDER.format(note="str"),
            finds=((3, "`note` of `OrderCreate` must be sent now"),),
        ),
        Example(
            "unknown fields are refused",
            base=_ORDER.format(note='str = ""'),
            head=_ORDER.format(note='str = ""') + '        model_config = ConfigDict(extra="forbid")\n',
            finds=((1, "refuses fields"),),
        ),
        Example(
            "a field that may be missing, in the first Pydantic",
            base=_ORDER.format(note='str = ""') + "        class Config:\n            orm_mode = True\n",
            head=_ORDER.format(note='str = ""\n        gift: Optional[int]')
            + "        class Config:\n            orm_mode = True\n",
        ),
        Example(
            "the field may be left out now",
            base=_ORDER.format(note="str"),
            head=_ORDER.format(note='str = ""'),
        ),
        Example(
            "a new field with a default",
            base=_ORDER.format(note="str"),
            head=_ORDER.format(note="str") + "        gift: bool = False\n",
        ),
        Example(
            "a field of an answer",
            base=_ORDER.format(note='str = ""').replace("OrderCreate", "OrderRead"),
            head=_ORDER.format(note="str").replace("OrderCreate", "OrderRead"),
        ),
    ),
)
