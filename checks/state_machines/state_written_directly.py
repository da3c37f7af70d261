"""A state is written past its transitions.

The model has transitions for its state (django-fsm, a method that asks for the old state and sets the new one, or a
field that the configuration names). Code outside of them assigns the state itself, or updates it in the database.

Why it matters:
    The transition asks for the old state, writes who and when, and tells others. None of that happens: an order is
    "paid" without a payment, and nobody is told.

Instead:
    Call the transition. An update of many rows names the states that it may start from in its filter.

What it does not see:
    Models in files that this one does not import and that do not stand beside it; states under names of other fields.

Sources:
    Catalogue SM01, SM07, SM11; django-fsm documentation, protected fields.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from checks.declarations.pairs import is_read
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Settings, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import gained
from checks.ledger.unit import Unit
from checks.ledger.words import words
from checks.state_machines._fields import StateField, state_fields

_WRITE = re.compile(
    r"\.\w+\s*=\s*([\"'][\w-]+[\"']|[A-Z]\w*(\.\w+)+|[A-Z][A-Z_]+)|\bupdate\(|\bsetattr\(|bulk_update\("
)
_ELSEWHERE = re.compile(r"(^|/)(migrations|versions|management|fixtures|factories|admin|seed\w*|scripts?)(/|\.py$)")
_BUILDS = re.compile(r"(^|\.)(__init__|create\w*|new\w*|build\w*|make\w*|from_\w+|clone|copy)$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every write of a state field outside of its model, where the file's base had none."""
    if not is_read(change) or _ELSEWHERE.search(change.path) or not _may_write(change):
        return
    fields = state_fields(change)
    if not fields:
        return
    for gain in gained(change, lambda unit: _writes(unit, fields)):
        field = next(it for it in fields if f"{it.model}.{it.name}" == gain.label)
        many = isinstance(gain.node, ast.Call)
        if _written_before(change, field):
            continue
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"state written {gain.label}",
            title=f"`{gain.unit.name}` writes {code(gain.label)} past its transitions",
            message="What the transition asks for, records and tells does not happen.",
            confidence=field.sure,
            codes=("SM11",) if many else ("SM01", "SM07"),
        )
        yield at_head(change, gain.node, says)


def _may_write(change: Change) -> bool:
    """Whether an added line looks like a write, before any model is read."""
    lines = change.head.lines if change.head else ()
    return any(_WRITE.search(lines[number - 1]) for number in change.added_lines)


def _written_before(change: Change, field: StateField) -> bool:
    """Whether the file did so before: then that is how it is done here."""
    if change.base is None:
        return False
    stored = (node for node in change.base.index.all(ast.Attribute) if isinstance(node.ctx, ast.Store))
    return any(
        node.attr == field.name and _names(dotted(node.value), field.model) and dotted(node.value) != "self"
        for node in stored
    )


def _writes(unit: Unit, fields: Sequence[StateField]) -> Iterator[tuple[str, ast.AST]]:
    if _BUILDS.search(unit.name):
        return
    for node in unit.nodes:
        for field in fields:
            if unit.class_name.rpartition(".")[2] != field.model and _is_write(unit, node, field):
                yield f"{field.model}.{field.name}", node


def _is_write(unit: Unit, node: ast.AST, field: StateField) -> bool:
    match node:
        case ast.Assign(targets=[ast.Attribute(value=owner, attr=name)]) if name == field.name:
            return _is_of_model(unit, owner, field.model)
        case ast.Call(func=ast.Name(id="setattr"), args=[owner, ast.Constant(value=name), _]) if name == field.name:
            return _is_of_model(unit, owner, field.model)
        case ast.Call(func=ast.Attribute(attr="update"), keywords=keywords):
            given = {keyword.arg for keyword in keywords}
            return field.name in given and _is_query_of(node, field)
        case ast.Call(func=ast.Attribute(attr="bulk_update"), args=[_, ast.List(elts=names)]):
            listed = any(isinstance(item, ast.Constant) and item.value == field.name for item in names)
            return listed and dotted(node.func).startswith(f"{field.model}.")
        case _:
            return False


def _is_of_model(unit: Unit, owner: ast.expr, model: str) -> bool:
    """By the name of the variable, its annotation, or the query that bound it."""
    name = dotted(owner)
    if _names(name, model):
        return not _is_made_here(unit, name, model)
    arguments = (node for node in ast.walk(unit.node) if isinstance(node, ast.arg) and node.arg == name)
    return any(node.annotation is not None and ast.unparse(node.annotation) == model for node in arguments)


def _names(variable: str, model: str) -> bool:
    """`order`, `self.order`, `paid_order` for `Order`; `line_item` for `LineItem`."""
    last = variable.rpartition(".")[2]
    return bool(last) and words(last)[-len(words(model)) :] == words(model)


def _is_made_here(unit: Unit, name: str, model: str) -> bool:
    return any(
        isinstance(node, ast.Assign)
        and any(dotted(target) == name for target in node.targets)
        and isinstance(node.value, ast.Call)
        and dotted(node.value.func).rpartition(".")[2] in {model, "create", "get_or_create"}
        for node in unit.nodes
    )


def _is_query_of(call: ast.Call, field: StateField) -> bool:
    """An update of the model whose filter does not name the state."""
    text = ast.unparse(call.func)
    return text.startswith(f"{field.model}.objects") and f"{field.name}=" not in text and f"{field.name}__" not in text


_MODEL = """
    class Order(models.Model):
        status = {field}

        @transition(field=status, source="new", target="paid")
        def pay(self):
            self.paid_at = now()
"""
_VIEW = """
    from shop.models import Order


    def confirm(order):
        {write}
        order.save()
"""
_FSM_MODEL = {"shop/models.py": _MODEL.format(field="FSMField(default='new')")}
_PLAIN_MODEL = {"shop/models.py": "class Order(models.Model):\n    status = models.CharField(max_length=9)\n"}

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SM01", "SM07", "SM11"),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the state is assigned",
            path="shop/views.py",
            context=_FSM_MODEL,
            base=_VIEW.format(write="order.pay()"),
            head=_VIEW.format(write='order.status = "paid"'),
            finds=((5, "writes `Order.status` past its transitions"),),
        ),
        Example(
            "many rows are updated",
            path="shop/views.py",
            context=_FSM_MODEL,
            base=_VIEW.format(write="order.pay()"),
            head=_VIEW.format(write='Order.objects.filter(pk=order.pk).update(status="paid")'),
            finds=((5, "writes `Order.status`"),),
        ),
        Example(
            "the configuration names the field",
            path="shop/views.py",
            context=_PLAIN_MODEL,
            settings=Settings(state_fields={"shop.models.Order.status": ("paid",)}),
            base=_VIEW.format(write="order.pay()"),
            head=_VIEW.format(write='order.status = "paid"'),
            finds=((5, "writes `Order.status`"),),
        ),
        Example(
            "the update names the states that it starts from",
            path="shop/views.py",
            context=_FSM_MODEL,
            base=_VIEW.format(write="order.pay()"),
            head=_VIEW.format(write='Order.objects.filter(status="new").update(status="paid")'),
        ),
        Example(
            "a field that no transition writes",
            path="shop/views.py",
            context=_PLAIN_MODEL,
            base=_VIEW.format(write="order.pay()"),
            head=_VIEW.format(write='order.status = "paid"'),
        ),
        Example(
            "the status of something else",
            path="shop/views.py",
            context=_FSM_MODEL,
            base=_VIEW.format(write="order.pay()"),
            head=_VIEW.format(write="response.status = 200"),
        ),
        Example(
            "so it was done before",
            path="shop/views.py",
            context=_FSM_MODEL,
            base=_VIEW.format(write='order.status = "paid"'),
            head=_VIEW.format(write='order.status = "paid"\n        order.status = "sent"'),
        ),
        Example(
            "a new order",
            path="shop/views.py",
            context=_FSM_MODEL,
            base=_VIEW.format(write="order.pay()"),
            head=_VIEW.format(write='order = Order()\n        order.status = "new"'),
        ),
    ),
)
