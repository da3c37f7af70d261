"""A request or an answer takes anything where it had a shape.

A field had a type of its own, or the schema refused unknown fields. It takes any value, any dictionary or any further
field now.

Why it matters:
    What the schema refused arrives in the code: wrong types fail deep inside, unknown fields are stored or passed on.

Instead:
    Name the shape. Where it is truly open, check what is used of it.

What it does not see:
    Validators that look at the value afterwards.

Sources:
    Catalogue VA02; Pydantic documentation, extra; CWE-20.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.classes import Class
from checks.declarations.pairs import ClassPair, class_pairs
from checks.declarations.schemas import schema_of
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.sentence import Sentence, at_base, code
from checks.kit.undo import became

_ANY = re.compile(
    r"^(Any|typing\.Any|object|dict|Dict|dict\[str, (Any|object)\]|Dict\[str, Any\]|JSONField|DictField|Json)$"
)
_STRICT = frozenset({"forbid", "ignore"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Fields that take anything now, and schemas that take unknown fields."""
    for pair in class_pairs(change):
        yield from _fields(pair)
        was, now = _extra(pair.base), _extra(pair.head)
        if was is not None and was[0] == "forbid" and (now is None or now[0] != "forbid"):
            kind = "allows" if now is not None and now[0] == "allow" else "no longer refuses"
            yield _told(pair, "unknown fields", f"{kind} unknown fields", (was[1], None if now is None else now[1]))
        elif was is not None and was[0] in _STRICT and now is not None and now[0] == "allow":
            yield _told(pair, "unknown fields", "allows unknown fields", (was[1], now[1]))


def _fields(pair: ClassPair) -> Iterator[Hit]:
    old, new = schema_of(pair.base), schema_of(pair.head)
    if old is None or new is None:
        return
    for name, field in old.fields.items():
        other = new.fields.get(name)
        if other is not None and field.type_text and not _is_any(field.type_text) and _is_any(other.type_text):
            yield _told(
                pair, name, f"takes anything in {code(name)}, it was {code(field.type_text)}", (field.node, other.node)
            )


def _is_any(type_text: str) -> bool:
    plain = re.sub(r"^Optional\[(.*)\]$", r"\1", re.sub(r"\s*\|\s*None$", "", type_text))
    return bool(_ANY.match(plain))


def _extra(cls: Class) -> tuple[str, ast.AST] | None:
    """What is said of unknown fields: `model_config = ConfigDict(extra="forbid")`, `class Config: extra = ...`."""
    config = cls.attributes.get("model_config")
    inner = cls.inner["Config"].attributes.get("extra") if "Config" in cls.inner else None
    if inner is not None and inner.value is not None:
        return ast.unparse(inner.value).strip("'\"").rpartition(".")[2], inner.statement
    match config.value if config is not None else None:
        case ast.Call(keywords=keywords):
            given = {keyword.arg: keyword.value for keyword in keywords}
        case ast.Dict(keys=keys, values=values):
            given = {ast.literal_eval(k): v for k, v in zip(keys, values, strict=True) if isinstance(k, ast.Constant)}
        case _:
            given = dict[str | None, ast.expr]()
    value = given.get("extra")
    if value is None:
        return None if config is None else ("", config.statement)
    return ast.unparse(value).strip("'\""), value


def _told(pair: ClassPair, fact: str, what: str, places: tuple[ast.AST, ast.AST | None]) -> Hit:
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=pair.base.name,
        fact=f"opened {fact}",
        title=f"`{pair.base.name}` {what}",
        message="What was refused arrives in the code.",
        confidence=0.72,
    )
    was, now = places
    same = pair.head_change is pair.change
    return became(pair.change, was, now, says) if same else at_base(pair.change, was, says)


_IN = """
    class OrderIn(BaseModel):
        {config}
        address: {type}
        note: str
"""
_FORBID = 'model_config = ConfigDict(extra="forbid")'

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("VA02",),
    kind=Kind.WEAKENED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the address may be anything",
            base=_IN.format(config=_FORBID, type="Address"),
            head=_IN.format(config=_FORBID, type="dict[str, Any]"),
            finds=((3, "takes anything in `address`"),),
        ),
        Example(
            "unknown fields are kept",
            base=_IN.format(config=_FORBID, type="Address"),
            head=_IN.format(config=_FORBID.replace("forbid", "allow"), type="Address"),
            finds=((2, "allows unknown fields"),),
        ),
        Example(
            "another type",
            base=_IN.format(config=_FORBID, type="Address"),
            head=_IN.format(config=_FORBID, type="PostalAddress | None"),
        ),
        Example(
            "it was open before",
            base=_IN.format(config=_FORBID, type="dict"),
            head=_IN.format(config=_FORBID, type="dict[str, Any]"),
        ),
        Example(
            "unknown fields are refused now",
            base=_IN.format(config=_FORBID.replace("forbid", "ignore"), type="Address"),
            head=_IN.format(config=_FORBID, type="Address"),
        ),
        Example(
            "the field is gone",
            base=_IN.format(config=_FORBID, type="Address"),
            head='class OrderIn(BaseModel):\n    model_config = ConfigDict(extra="forbid")\n    note: str\n',
        ),
    ),
)
