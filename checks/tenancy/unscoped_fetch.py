"""A row of a tenant is fetched by its identifier alone.

A model belongs to a tenant (its columns say so). A request fetches a row of it by the identifier that the caller sends,
and nothing in the function asks for the tenant.

Why it matters:
    Identifiers can be guessed, copied and leaked. Whoever sends another customer's gets that customer's row.

Instead:
    Put the tenant into the look-up, as the other queries of the model do, or compare the row's tenant at once.

What it does not see:
    Managers and policies that narrow by themselves; models in files that this one does not import.

Sources:
    Catalogue TN02; OWASP API Security Top 10 2023, API1 Broken Object Level Authorization.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.classes import classes_of
from checks.declarations.columns import columns_of
from checks.declarations.pairs import is_read
from checks.kit import Action, Change, ChangeSet, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.index import dotted
from checks.kit.modules import module_paths
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import gained
from checks.ledger.unit import Unit
from checks.ledger.words import words

_TENANT = re.compile(r"^(tenant|organi[sz]ation|org|workspace|company|account)(_id)?$")
_SCOPES = frozenset("tenant organization organisation org workspace company account".split())
_FETCH = re.compile(r"\b(a?get|a?get_object_or_404|get_or_404)\(")
_NOT_REQUESTS = re.compile(
    r"(^|/)(admin|migrations|versions|management|tasks?|celery|jobs?|workers?|scripts?)(/|\w*\.py$)"
)
_KEYS = frozenset({"pk", "id", "uuid", "public_id"})
_LOOKS = re.compile(r"(^|\.)(get|aget|get_object_or_404|get_or_404|aget_object_or_404)$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every such look-up that the base did not have."""
    if not is_read(change) or _NOT_REQUESTS.search(change.path) or not _may_fetch(change):
        return
    models = change.ask(_tenant_models)
    if not models:
        return
    for gain in gained(change, lambda unit: _fetches(unit, models)):
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"unscoped {gain.label}",
            title=f"`{gain.unit.name}` fetches {code(gain.label)} by its identifier alone",
            message="Whoever sends another tenant's identifier gets that tenant's row.",
            confidence=0.62,
        )
        yield at_head(change, gain.node, says)


def _may_fetch(change: Change) -> bool:
    """Whether an added line looks like a look-up, before any model is read."""
    lines = change.head.lines if change.head else ()
    return any(_FETCH.search(lines[number - 1]) for number in change.added_lines)


def _tenant_models(change: Change) -> frozenset[str]:
    """Models with a column of a tenant, as far as this file imports them."""
    source = change.head
    if source is None:
        return frozenset()
    modules = sorted({name.rpartition(".")[0] for name in source.index.imports.values() if "model" in name})
    paths = [path for module in modules for path in module_paths(source.path, module)]
    sources = [source, *filter(None, map(change.within.read_head, paths))]
    return frozenset(name for other in sources for name in _of_source(change.within, other))


def _of_source(changes: ChangeSet, source: Source) -> frozenset[str]:
    return changes.remember(
        (_of_source, source),
        lambda: frozenset(
            cls.last_name
            for cls in classes_of(changes, source).values()
            if any(_TENANT.match(column) for column in columns_of(cls))
        ),
    )


def _fetches(unit: Unit, models: frozenset[str]) -> Iterator[tuple[str, ast.AST]]:
    node = unit.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or not _is_of_a_request(unit, node):
        return
    if _SCOPES & {word for name in unit.spoken for word in words(name)}:
        return
    for call in (it for it in unit.nodes if isinstance(it, ast.Call) and _LOOKS.search(dotted(it.func))):
        model = _model(call)
        given = {keyword.arg for keyword in call.keywords}
        by_key = bool(given) and given <= _KEYS
        if model in models and (by_key or dotted(call.func).endswith("session.get")):
            yield model, call


def _is_of_a_request(unit: Unit, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    names = {argument.arg for argument in node.args.args}
    routed = any(isinstance(it, ast.Call) and "." in dotted(it.func) for it in node.decorator_list)
    return "request" in names or routed or "self.request" in {dotted(it) for it in unit.nodes}


def _model(call: ast.Call) -> str:
    first = dotted(call.func).partition(".")[0]
    if first[:1].isupper():
        return first
    return dotted(call.args[0]).partition(".")[0] if call.args else ""


_MODELS = {
    "shop/models.py": """
        class Order(models.Model):
            workspace = models.ForeignKey(Workspace)
            note = models.TextField()


        class Colour(models.Model):
            name = models.TextField()
    """
}
_SHOW = """
    from shop.models import Colour, Order


    def show(request, pk):
        order = {fetch}
        return render(request, order)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TN02",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the row of any tenant",
            path="shop/views.py",
            context=_MODELS,
            base=_SHOW.format(fetch="Order.draft"),
            head=_SHOW.format(fetch="get_object_or_404(Order, pk=pk)"),
            finds=((5, "fetches `Order` by its identifier alone"),),
        ),
        Example(
            "the tenant is part of the look-up",
            path="shop/views.py",
            context=_MODELS,
            base=_SHOW.format(fetch="Order.draft"),
            head=_SHOW.format(fetch="get_object_or_404(Order, pk=pk, workspace=request.user.workspace)"),
        ),
        Example(
            "a model of nobody",
            path="shop/views.py",
            context=_MODELS,
            base=_SHOW.format(fetch="Order.draft"),
            head=_SHOW.format(fetch="get_object_or_404(Colour, pk=pk)"),
        ),
        Example(
            "so it was fetched before",
            path="shop/views.py",
            context=_MODELS,
            base=_SHOW.format(fetch="Order.objects.get(pk=pk)"),
            head=_SHOW.format(fetch="get_object_or_404(Order, pk=pk)"),
        ),
        Example(
            "a task",
            path="shop/tasks.py",
            context=_MODELS,
            base=_SHOW.format(fetch="Order.draft"),
            head=_SHOW.format(fetch="Order.objects.get(pk=pk)"),
        ),
    ),
)
