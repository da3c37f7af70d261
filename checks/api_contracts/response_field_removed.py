"""A field left an answer.

A schema or serializer whose fields callers read has one field less, or the field has another name.

Why it matters:
    Callers that read the field fail or silently go on with nothing: apps of an older version, integrations, exports.

Instead:
    Keep the field until nobody reads it, marked as deprecated, or serve the new shape under a new version. A renamed
    field keeps its old name on the wire by an alias.

What it does not see:
    Whether anybody reads the field; schemas whose name does not say that they are an answer are told as notes.

Sources:
    Catalogue AP01, AP14; Google API Improvement Proposals, AIP-180 Backwards compatibility.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from checks.declarations.ancestors import ancestors
from checks.declarations.classes import Class
from checks.declarations.pairs import ClassPair, class_pairs
from checks.declarations.routes import routes_of
from checks.declarations.schemas import Field, Role, Schema, named_fields, schema_of
from checks.kit import Action, Change, ChangeSet, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_base, code, quote

_MESSAGE = re.compile(r"(Event|Message|Payload|Webhook|Notification)(Schema|Model|Serializer|Data)?$")
_SHOWN, _PERHAPS = 0.72, 0.45
_MANY = 3
"""From so many fields of one schema on, they are told together."""


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every field of an answer that the head does not have."""
    for pair in class_pairs(change):
        base = schema_of(pair.base)
        if base is None or base.role is Role.INPUT:
            continue
        head = schema_of(pair.head)
        lost = list(_lost(change.within, base, head, pair.head))
        if len(lost) >= _MANY:
            yield _told(pair, base, head, lost[0], lost[1:])
            continue
        for field in lost:
            yield _told(pair, base, head, field, [])


def _lost(changes: ChangeSet, base: Schema, head: Schema | None, cls: Class) -> Iterator[Field]:
    fields: Mapping[str, Field] = head.fields if head else {}
    if any(name.startswith("*") and name not in base.fields for name in fields):
        return  # part of the list is computed now
    excluded = named_fields(cls, "exclude").keys() - named_fields(base.cls, "exclude").keys()
    everything = head is not None and head.everything
    wired = {field.wire_name for field in fields.values()}
    for name, field in base.fields.items():
        gone = name in excluded if everything and not base.everything else name not in fields
        if not gone or name.startswith("*") or field.wire_name in wired or field.flag("write_only"):
            continue
        if not any(name in above.attributes for above in ancestors(changes, cls, Side.RIGHT)):
            yield field


def _told(pair: ClassPair, base: Schema, head: Schema | None, field: Field, more: list[Field]) -> Hit:
    name = pair.base.name
    heir = _renamed(base, head, field)
    message_schema = bool(_MESSAGE.search(pair.base.last_name))
    says = Sentence(
        kind=Kind.CHANGED if heir else Kind.LOST,
        symbol=name,
        fact=f"field {field.name}",
        title=f"{code(field.name)} of `{name}` is {f'called {code(heir.name)} now' if heir else 'gone'}",
        message=f"Callers that read it get nothing.{_others(more)}",
        confidence=_SHOWN if _is_answer(pair, base) or message_schema else _PERHAPS,
        codes=("AP14",) if message_schema else ("AP01",),
    )
    evidence = () if heir is None else (quote(pair.head_change, Side.RIGHT, heir.node, "now"),)
    return at_base(pair.change, field.node, says, *evidence)


def _others(more: list[Field]) -> str:
    return f" The same goes for {', '.join(code(field.name) for field in more[:12])}." if more else ""


def _renamed(base: Schema, head: Schema | None, field: Field) -> Field | None:
    """The one new field of the same type, when only one went away."""
    if head is None:
        return None
    new = [other for name, other in head.fields.items() if name not in base.fields]
    lost = [name for name in base.fields if name not in head.fields]
    return new[0] if len(new) == len(lost) == 1 and new[0].type_text == field.type_text else None


def _is_answer(pair: ClassPair, base: Schema) -> bool:
    """By its name, as every serializer, or since a route of the changed files answers with it."""
    if base.role is Role.OUTPUT or not base.typed or pair.base.last_name.endswith("Schema"):
        return True
    return pair.base.last_name in pair.change.within.ask(_answered)


def _answered(changes: ChangeSet) -> frozenset[str]:
    """Words of the response models and return annotations of all routes in the changed files."""
    found: set[str] = set()
    for change in changes:
        for route in routes_of(changes, change.base) if change.path.endswith(".py") else ():
            shown = [route.options.get("response_model"), route.function.returns if route.function else None]
            for node in shown:
                if node is not None:
                    found |= set(re.findall(r"\w+", ast.unparse(node)))
    return frozenset(found)


_TYPED = """
    class OrderRead(BaseModel):
        id: int
        total: Decimal{fields}
"""
_SERIALIZER = """
    class OrderSerializer(serializers.ModelSerializer):
        class Meta:
            model = Order
            fields = ["id", "total"{fields}]
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AP01", "AP14"),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the field is gone from the answer",
            base=_TYPED.format(fields="\n        currency: str"),
            head=_TYPED.format(fields=""),
            finds=((4, "`currency` of `OrderRead` is gone"),),
        ),
        Example(
            "the name is gone from the serializer",
            base=_SERIALIZER.format(fields=', "currency"'),
            head=_SERIALIZER.format(fields=""),
            finds=((4, "`currency` of `OrderSerializer` is gone"),),
        ),
        Example(
            "the field has another name",
            base=_TYPED.format(fields="\n        currency: str"),
            head=_TYPED.format(fields="\n        money: str"),
            finds=((4, "is called `money` now"),),
        ),
        Example(
            "the serializer was split in two",
            base=_SERIALIZER.format(fields=', "currency"')
            + "\n        def get_total(self, order):\n            return 1\n",
            head=_SERIALIZER.format(fields=', "currency"').replace("OrderSerializer", "BaseOrderSerializer")
            + "\n\n    class OrderSerializer(BaseOrderSerializer):\n        def get_total(self, order):\n"
            "            return 1\n",
        ),
        Example(
            "split in two, and a name is gone",
            base=_SERIALIZER.format(fields=', "currency"')
            + "\n        def get_total(self, order):\n            return 1\n",
            head=_SERIALIZER.format(fields="").replace("OrderSerializer", "BaseOrderSerializer")
            + "\n\n    class OrderSerializer(BaseOrderSerializer):\n        def get_total(self, order):\n"
            "            return 1\n",
            finds=((4, "`currency` of `OrderSerializer` is gone"),),
        ),
        Example(
            "the old name stays on the wire",
            base=_TYPED.format(fields="\n        currency: str"),
            head=_TYPED.format(fields='\n        money: str = Field(serialization_alias="currency")'),
        ),
        Example(
            "the field moved to the class above",
            base="class Base(BaseModel):\n    id: int\n\n\nclass OrderRead(Base):\n    total: int\n    currency: str\n",
            head="class Base(BaseModel):\n    id: int\n    currency: str\n\n\nclass OrderRead(Base):\n    total: int\n",
        ),
        Example(
            "a field of a request",
            base=_TYPED.format(fields="\n        currency: str").replace("OrderRead", "OrderCreate"),
            head=_TYPED.format(fields="").replace("OrderRead", "OrderCreate"),
        ),
        Example(
            "a field more",
            base=_SERIALIZER.format(fields=""),
            head=_SERIALIZER.format(fields=', "currency"'),
        ),
        Example(
            "the schema is gone",
            base=_TYPED.format(fields="\n        currency: str"),
            head="TOTAL = 1\n",
        ),
    ),
)
