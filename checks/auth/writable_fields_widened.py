"""Callers may now write fields that they could only read.

A serializer or form listed what callers may write. The list became "everything", leaves out less, or no longer holds
a field among those that are only read.

Why it matters:
    Whoever sends the field sets it: the owner, the role, the price, the status, the tenant. The model's own checks do
    not know that the value came from outside.

Instead:
    List the fields that callers may write, and keep everything that the service decides among those that are read.

What it does not see:
    What `perform_create` or a validator overwrites afterwards; fields that the view takes out.

Sources:
    Catalogue AZ19, AP16; OWASP API Security Top 10 2023, API3 Broken Object Property Level Authorization; CWE-915.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.classes import Class
from checks.declarations.pairs import ClassPair, class_pairs
from checks.declarations.schemas import named_fields
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code
from checks.kit.undo import became

_WRITES = re.compile(r"(Serializer|ModelForm|Form|Schema|FormMixin)(Base|Mixin)?$")
_DECIDED = re.compile(
    r"(^|_)(workspace|project|organi[sz]ations?|org|owner|user|users|created_by|updated_by|team|account|tenant|status|"
    r"state|is_\w+|roles?|permissions?|groups|balance|price|total|amount|discount|credit|token|key|secret|verified|"
    r"approved|active|author|actor|creator|superuser|staff|admin|plan|quota|expires?_?\w*|environment|site|company|"
    r"customer|paid|refunded|published|visibility|access|scope|password)(_id|_ids)?$"
)
_ALL = "__all__"


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every serializer or form through which more can be written."""
    for pair in class_pairs(change):
        if not any(_WRITES.search(base) for base in pair.base.bases) or "Meta" not in pair.base.inner:
            continue
        yield from _everything(pair)
        yield from _less_excluded(pair)
        yield from _no_longer_read_only(pair)


def _everything(pair: ClassPair) -> Iterator[Hit]:
    was, now = pair.base.option("fields"), pair.head.option("fields")
    if was is not None and now is not None and not _is_all(was.value) and _is_all(now.value):
        yield _told(pair, was.statement, "every field of the model", now.statement, 0.85)


def _less_excluded(pair: ClassPair) -> Iterator[Hit]:
    was, now = pair.base.option("exclude"), pair.head.option("exclude")
    if was is None:
        return
    kept = named_fields(pair.head, "exclude")
    listed = named_fields(pair.head, "fields")
    for name, node in named_fields(pair.base, "exclude").items():
        open_now = name not in kept and (name in listed or not listed or _ALL in listed)
        if open_now and not name.startswith("*"):
            shown = now.statement if now is not None else pair.head.node
            yield _told(pair, node, name, shown, 0.8 if _DECIDED.search(name) else 0.45)


def _no_longer_read_only(pair: ClassPair) -> Iterator[Hit]:
    if any(name.startswith("*") for name in named_fields(pair.head, "read_only_fields")):
        return
    kept = set(_read_only(pair.head))
    listed = named_fields(pair.head, "fields")
    fields = pair.head.option("fields")
    computed = fields is None or _is_all(fields.value)
    for name, node in _read_only(pair.base).items():
        if name in kept or (listed and name not in listed and not computed) or _is_read_only_by_call(pair, name):
            continue
        option = pair.head.option("read_only_fields")
        shown = option.statement if option is not None else pair.head.node
        yield _told(pair, node, name, shown, 0.8 if _DECIDED.search(name) else 0.45)


def _read_only(cls: Class) -> dict[str, ast.AST]:
    """Name -> where it is said: `read_only_fields`, `extra_kwargs`, or the field's own `read_only=True`."""
    found: dict[str, ast.AST] = dict(named_fields(cls, "read_only_fields"))
    extra = cls.option("extra_kwargs")
    if extra is not None and isinstance(extra.value, ast.Dict):
        for key, value in zip(extra.value.keys, extra.value.values, strict=True):
            if (
                isinstance(key, ast.Constant)
                and isinstance(value, ast.Dict)
                and "'read_only': True" in ast.unparse(value)
            ):
                found[str(key.value)] = value
    for name, attribute in cls.attributes.items():
        if _says_read_only(attribute.value):
            found[name] = attribute.statement
    return found


def _says_read_only(value: ast.expr | None) -> bool:
    if not isinstance(value, ast.Call):
        return False
    made = dotted(value.func).rpartition(".")[2]
    if made in {"HiddenField", "ReadOnlyField", "SerializerMethodField", "CurrentUserDefault"}:
        return True
    return any(keyword.arg == "read_only" and _is_true(keyword.value) for keyword in value.keywords)


def _is_true(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is True


def _is_read_only_by_call(pair: ClassPair, name: str) -> bool:
    """A field that the class declares by a call follows the call, not the list."""
    attribute = pair.head.attributes.get(name)
    base = pair.base.attributes.get(name)
    if attribute is None or not isinstance(attribute.value, ast.Call):
        return False
    return _says_read_only(attribute.value) or (base is not None and not _says_read_only(base.value))


def _is_all(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value == _ALL


def _told(pair: ClassPair, was: ast.AST, what: str, now: ast.AST, confidence: float) -> Hit:
    shown = what if " " in what else code(what)
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=pair.base.name,
        fact=f"writable {what}",
        title=f"Callers of `{pair.base.name}` may now write {shown}",
        message="What the service decided, whoever sends it decides.",
        confidence=confidence,
    )
    if pair.head_change is pair.change:
        return became(pair.change, was, now, says)
    return at_base(pair.change, was, says)


_ORDER = """
    class OrderSerializer(serializers.ModelSerializer):
        class Meta:
            model = Order
            fields = {fields}
            read_only_fields = {read}
"""
_BASE = _ORDER.format(fields='["id", "status", "note"]', read='["id", "status"]')

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ19", "AP16"),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the serializer was split in two",
            base=_BASE + "\n        def get_note(self, order):\n            return order.note\n",
            head=_BASE.replace("OrderSerializer", "BaseOrderSerializer")
            + "\n\n    class OrderSerializer(BaseOrderSerializer):\n        def get_note(self, order):\n"
            "            return order.note\n",
        ),
        Example(
            "the status may be written",
            base=_BASE,
            head=_ORDER.format(fields='["id", "status", "note"]', read='["id"]'),
            finds=((5, "may now write `status`"),),
        ),
        Example(
            "everything may be written",
            base=_BASE,
            head=_ORDER.format(fields='"__all__"', read='["id", "status"]'),
            finds=((4, "every field of the model"),),
        ),
        Example(
            "a form leaves out less",
            base='class Edit(ModelForm):\n    class Meta:\n        model = User\n        exclude = ["role", "bio"]\n',
            head='class Edit(ModelForm):\n    class Meta:\n        model = User\n        exclude = ["bio"]\n',
            finds=((4, "may now write `role`"),),
        ),
        Example(
            "the field is not listed any more",
            base=_BASE,
            head=_ORDER.format(fields='["id", "note"]', read='["id"]'),
        ),
        Example(
            "the field says itself that it is only read",
            base=_BASE,
            head="class OrderSerializer(serializers.ModelSerializer):\n    status = CharField(read_only=True)\n\n"
            '    class Meta:\n        model = Order\n        fields = ["id", "status", "note"]\n'
            '        read_only_fields = ["id"]\n',
        ),
        Example(
            "one more field is only read",
            base=_BASE,
            head=_ORDER.format(fields='["id", "status", "note"]', read='["id", "status", "note"]'),
        ),
        Example(
            "lists became tuples",
            base=_BASE,
            head=_ORDER.format(fields='("id", "status", "note")', read='("status", "id")'),
        ),
    ),
)
