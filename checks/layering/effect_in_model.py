"""Saving a model does more than saving it.

`save()`, a signal handler or a serializer asks another service, or writes to several other models. At base it did not.

Why it matters:
    All that calls `save()` now also sends, charges or writes elsewhere: fixtures, bulk jobs, the admin. The
    callers that go past it (`update()`, `bulk_create()`) do not, and the two differ silently. A serializer that asks a
    service does so once per row of a list.

Instead:
    A function of the service layer that saves and then does the rest, called where it is meant.

What it does not see:
    Calls behind more than one function of the repository; writes by way of relations.

Sources:
    Catalogue AR04; Django documentation, Overriding predefined model methods, Signals.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import Gain, gained
from checks.ledger.outbound import outbound_calls
from checks.ledger.unit import Unit

_WRITES = re.compile(
    r"^([A-Z]\w*)\.objects\.(\w+\.)*(a?create|a?bulk_create|a?get_or_create|a?update_or_create|a?update|a?delete)$"
)
_SEVERAL = 2
_OF_MODELS = frozenset({"save", "delete", "asave", "adelete"})
_OF_SERIALIZERS = frozenset({"to_representation", "to_internal_value"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every call of a service, and for the second other model that is written."""
    if change.base is None or change.head is None:
        return
    for gain in gained(change, _asked):
        yield _told(change, gain, f"asks another service: {code(gain.label)}")
    seen: set[str] = set()
    for gain in gained(change, _written):
        unit = gain.unit
        before = {model for model, _ in _written(gain.before)} if gain.before is not None else set[str]()
        if unit.name in seen or gain.label in before:
            continue
        if len({model for model, _ in _written(unit)}) >= _SEVERAL:
            seen.add(unit.name)
            yield _told(change, gain, f"also writes {code(gain.label)}")


def _told(change: Change, gain: Gain, what: str) -> Hit:
    says = Sentence(
        kind=Kind.INTRODUCED,
        symbol=gain.unit.name,
        fact=f"effect {gain.label}",
        title=f"`{gain.unit.name}` {what}",
        message="All that saves or lists such rows does it too; what goes past it (bulk writes, `update()`) does not.",
        confidence=0.62,
    )
    return at_head(change, gain.node, says)


def _asked(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    """Calls of other services that each save makes."""
    return outbound_calls(unit) if _is_saved_by_all(unit) else iter(())


def _written(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    """Models that each save writes to, its own class aside."""
    if not _is_saved_by_all(unit):
        return
    own = unit.class_name.rpartition(".")[2]
    for node in unit.nodes:
        found = _WRITES.match(dotted(node.func)) if isinstance(node, ast.Call) else None
        if found is not None and found[1] != own:
            yield found[1], node


def _is_saved_by_all(unit: Unit) -> bool:
    """A method that every save or every serialised row runs through, or the handler of a signal of models."""
    node, name = unit.node, unit.name.rpartition(".")[2]
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    if any(_is_receiver(decorator) for decorator in node.decorator_list):
        return True
    owner = unit.source.index.definition(node)
    if not isinstance(owner, ast.ClassDef):
        return False
    bases = [unit.source.index.origin(base) for base in owner.bases]
    if name in _OF_SERIALIZERS:
        return any(base.endswith("Serializer") for base in bases)
    return name in _OF_MODELS and any(re.search(r"Model$|(^|\.)models\.\w+$|Mixin$", base) for base in bases)


def _is_receiver(decorator: ast.expr) -> bool:
    """`@receiver(post_save, ...)`: a signal that each save of a model sends."""
    if not isinstance(decorator, ast.Call) or dotted(decorator.func).rpartition(".")[2] != "receiver":
        return False
    signals = ast.unparse(decorator.args[0]) if decorator.args else ""
    return bool(re.search(r"\b(pre|post)_(save|delete|init)\b|m2m_changed", signals))


_MODEL = """
    class Order(models.Model):
        def save(self, **options):
            super().save(**options)
            {then}
"""
_HANDLER = """
    @receiver({signal}, sender=Order)
    def on_order(sender, instance, **options):
        {then}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AR04",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "saving sends a mail",
            base=_MODEL.format(then="self.touch()"),
            head=_MODEL.format(then="send_mail('New', self.text, SENDER, [self.mail])"),
            finds=((4, "`Order.save` asks another service: `send_mail`"),),
        ),
        Example(
            "a signal writes two other models",
            base=_HANDLER.format(signal="post_save", then="Stock.objects.update(left=0)"),
            head=_HANDLER.format(
                signal="post_save",
                then="Stock.objects.update(left=0)\n        Invoice.objects.create(order=instance)",
            ),
            finds=((4, "also writes `Invoice`"),),
        ),
        Example(
            "one other model",
            base=_MODEL.format(then="self.touch()"),
            head=_MODEL.format(then="Stock.objects.filter(pk=self.item).update(left=0)"),
        ),
        Example(
            "rows of its own class",
            base=_MODEL.format(then="Stock.objects.update(left=0)"),
            head=_MODEL.format(then="Stock.objects.update(left=0)\n            Order.objects.update(latest=False)"),
        ),
        Example(
            "a method that is called by name",
            base=_MODEL.format(then="self.touch()"),
            head=_MODEL.format(
                then="self.touch()\n\n        def announce(self):\n            send_mail('New', self.text, SENDER, [])"
            ),
        ),
        Example(
            "a signal that is no save",
            base=_HANDLER.format(signal="user_logged_in", then="log(instance)"),
            head=_HANDLER.format(signal="user_logged_in", then="requests.post(URL, timeout=5)"),
        ),
        Example(
            "it did so before",
            base=_MODEL.format(then="send_mail('New', self.text, SENDER, [self.mail])"),
            head=_MODEL.format(then="send_mail('Order', self.text, SENDER, [self.mail])"),
        ),
        Example(
            "a form is no model",
            base=_MODEL.format(then="self.touch()").replace("models.Model", "forms.Form"),
            head=_MODEL.format(then="requests.post(URL, timeout=5)").replace("models.Model", "forms.Form"),
        ),
    ),
)
