"""A query goes around the manager that narrowed it.

The model was asked through its usual manager, which leaves out other tenants' or deleted rows. The same query now goes
through a manager that leaves out nothing, or scopes are switched off around it.

Why it matters:
    The filter that everybody relies on is silently missing in this one query: rows of other customers, or rows that
    were deleted, appear.

Instead:
    Use the usual manager. What must see everything (a job of the administration, a restore) lives in a module that
    says so.

What it does not see:
    What a manager filters; managers whose names do not say that they are unrestricted.

Sources:
    Catalogue TN03, OQ10; Django documentation, Managers; django-scopes documentation.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.kit.undo import became
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_USUAL = re.compile(r"^(objects|scoped|active|active_objects|published|visible|available|query)$")
_RAW = re.compile(
    r"^(_base_manager|_default_manager|(all|raw|plain|unscoped|global|unfiltered|base|every|admin)_?(objects|manager|query)|"
    r"objects_(with|including)_\w+|unscoped|with_deleted|including_deleted|everything|all_with_deleted|original_objects)$"
)
_OFF = re.compile(r"(^|\.)(scopes_disabled|unscoped|disable_tenant\w*|tenant_context_disabled|bypass_tenant\w*)$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Managers of kept queries that became unrestricted, and scopes that are switched off."""
    for pair in edited_functions(change):
        if not pair.same_file:
            continue
        base, head = dict(_managers(pair.base)), dict(_managers(pair.head))
        counted = Counter(model for model, _ in base)
        for (model, manager), node in head.items():
            was = next((node for (owner, name), node in base.items() if owner == model and _USUAL.match(name)), None)
            if _RAW.match(manager) and was is not None and (model, manager) not in base and counted[model]:
                yield _told(change, pair.base.name, (model, manager), was, node)
        known = {dotted(call.func) for call in _calls(pair.base)}
        for call in _calls(pair.head):
            if _OFF.search(dotted(call.func)) and dotted(call.func) not in known:
                says = _says(pair.head.name, dotted(call.func), f"`{pair.head.name}` switches off the scope of tenants")
                yield at_head(change, call, says)


def _managers(unit: Unit) -> Iterator[tuple[tuple[str, str], ast.Attribute]]:
    """(Model, manager) and place of every `Model.manager` that is asked."""
    for node in unit.nodes:
        match node:
            case ast.Attribute(value=ast.Name(id=model), attr=name) if model[:1].isupper():
                if _USUAL.match(name) or _RAW.match(name):
                    yield (model, name), node
            case _:
                continue


def _calls(unit: Unit) -> list[ast.Call]:
    return [node for node in unit.nodes if isinstance(node, ast.Call)]


def _told(change: Change, symbol: str, asked: tuple[str, str], was: ast.AST, now: ast.AST) -> Hit:
    model, manager = asked
    title = f"`{symbol}` asks {code(f'{model}.{manager}')}, which leaves out nothing"
    return became(change, was, now, _says(symbol, manager, title))


def _says(symbol: str, fact: str, title: str) -> Sentence:
    return Sentence(
        kind=Kind.WEAKENED,
        symbol=symbol,
        fact=f"unrestricted {fact}",
        title=title,
        message="Rows of other tenants, or deleted ones, appear in this query.",
        confidence=0.8,
    )


_LIST = """
    def list_orders(shop):
        return Order.{manager}.filter(shop=shop)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TN03", "OQ10"),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the query asks for everything",
            base=_LIST.format(manager="objects"),
            head=_LIST.format(manager="all_objects"),
            finds=((2, "`Order.all_objects`"),),
        ),
        Example(
            "scopes are off",
            base="def count(shop):\n    return Order.objects.count()\n",
            head="def count(shop):\n    with scopes_disabled():\n        return Order.objects.count()\n",
            finds=((2, "switches off the scope"),),
        ),
        Example(
            "a manager that narrows more",
            base=_LIST.format(manager="objects"),
            head=_LIST.format(manager="paid_objects"),
        ),
        Example(
            "back to the usual manager",
            base=_LIST.format(manager="all_objects"),
            head=_LIST.format(manager="objects"),
        ),
        Example(
            "another model",
            base=_LIST.format(manager="objects"),
            head="def list_orders(shop):\n    return Archive.all_objects.filter(shop=shop)\n",
        ),
    ),
)
