"""`get_or_create` looks a row up by columns that are not unique together.

The model has no unique constraint over the columns by which the row is looked up, so that the database accepts two such
rows.

Why it matters:
    Two requests at one time both create the row. From then on every `get_or_create` of it fails with
    `MultipleObjectsReturned`.

Instead:
    A unique constraint over the lookup, or a lookup by a key that is unique; the rest goes into `defaults`.

What it does not see:
    Models whose definition cannot be found, and constraints that only the database knows. An upsert
    (`on_conflict_do_update`) is refused by the database itself.

Sources:
    Catalogue CC08; Django documentation, get_or_create().
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.classes import Class
from checks.declarations.columns import columns_of
from checks.declarations.constraints import Rule
from checks.declarations.models import model_of
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import gained
from checks.ledger.ancestors import ancestors_of
from checks.ledger.resolve import definitions
from checks.ledger.unit import Unit

_CALL = re.compile(r"^([A-Z]\w*)\.objects\.(a?get_or_create|a?update_or_create)$")
_ALWAYS_UNIQUE = frozenset({"pk", "id", "uuid", "guid"})
_PLAIN = re.compile(r"(^|\.)(models\.Model|Model)$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every such call that the base did not have."""
    for gain in gained(change, _lookups):
        model, _, columns = gain.label.partition(" by ")
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"lookup {gain.label}",
            title=f"{code(model)} is looked up by {code(columns)}, which no constraint makes unique",
            message="Two requests at one time create two such rows, and every later lookup fails.",
            confidence=0.66,
        )
        yield at_head(change, gain.node, says)


def _lookups(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for node in unit.nodes:
        if not isinstance(node, ast.Call):
            continue
        found = _CALL.match(dotted(node.func))
        names = _looked_up_by(node) if found is not None else []
        if found is not None and names and _is_open(unit, found[1], frozenset(map(_column, names))):
            yield f"{found[1]} by {', '.join(sorted(names))}", node


def _looked_up_by(call: ast.Call) -> list[str]:
    """The columns of the lookup as they are written; none when they cannot be told."""
    if call.args or any(keyword.arg is None for keyword in call.keywords):
        return []
    names = [
        keyword.arg for keyword in call.keywords if keyword.arg and keyword.arg not in {"defaults", "create_defaults"}
    ]
    plain = [name.removesuffix("__exact").removesuffix("__iexact") for name in names]
    return [] if any("__" in name for name in plain) else plain


def _column(name: str) -> str:
    return name.removesuffix("_id") if name != "_id" else name


def _is_open(unit: Unit, model: str, columns: frozenset[str]) -> bool:
    """Whether the model is known to the last of its bases, and nothing makes these columns unique."""
    found = next(definitions(unit, model), None)
    if found is None or not isinstance(found.node, ast.ClassDef) or columns & _ALWAYS_UNIQUE:
        return False
    family = [_class(one) for one in (found, *ancestors_of(found))]
    if any(cls is None or not _is_whole(cls, family) for cls in family):
        return False
    known = {_column(name) for cls in family if cls is not None for name in columns_of(cls)}
    return columns <= known and not any(
        frozenset(map(_column, constraint.columns)) <= columns
        for cls in family
        if cls is not None and (read := model_of(cls)) is not None
        for constraint in read.constraints
        if constraint.rule is Rule.UNIQUE
    )


def _class(unit: Unit) -> Class | None:
    return Class(unit.source, unit.name, unit.node) if isinstance(unit.node, ast.ClassDef) else None


def _is_whole(cls: Class, family: list[Class | None]) -> bool:
    """Whether all bases are read, and `Meta` inherits from none that is not."""
    known = {one.last_name for one in family if one is not None}
    meta = cls.inner.get("Meta")
    return all(_PLAIN.search(base) or base.rpartition(".")[2] in known for base in cls.bases) and (
        meta is None or all(base.partition(".")[0] in known for base in meta.bases)
    )


_SHOP = """
    class Dated(models.Model):
        created = models.DateTimeField()


    class Cart(Dated):
        user = models.ForeignKey(User, on_delete=models.CASCADE)
        shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
        code = models.CharField(max_length=9, unique=True)
        {meta}


    def open_cart(user, shop):
        return {look}
"""
_OLD = _SHOP.format(meta="objects = models.Manager()", look="Cart(user=user, shop=shop)")

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CC08",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "nothing makes the pair unique",
            base=_OLD,
            head=_SHOP.format(
                meta="objects = models.Manager()", look="Cart.objects.get_or_create(user=user, shop=shop)"
            ),
            finds=((13, "`Cart` is looked up by `shop, user`"),),
        ),
        Example(
            "a constraint over the pair",
            base=_OLD,
            head=_SHOP.format(
                meta="class Meta:\n            unique_together = [('user', 'shop')]",
                look="Cart.objects.get_or_create(user=user, shop_id=shop.pk)",
            ),
        ),
        Example(
            "a constraint over a part of the lookup",
            base=_OLD,
            head=_SHOP.format(
                meta="class Meta:\n            constraints = [models.UniqueConstraint(fields=['user'], name='one')]",
                look="Cart.objects.update_or_create(user=user, shop=shop, defaults={'code': 'x'})",
            ),
        ),
        Example(
            "a unique column",
            base=_OLD,
            head=_SHOP.format(
                meta="objects = models.Manager()", look="Cart.objects.get_or_create(code='x', defaults={'user': user})"
            ),
        ),
        Example(
            "a model that cannot be found",
            base="def open_cart(user):\n    return Cart(user)\n",
            head="def open_cart(user):\n    return Cart.objects.get_or_create(user=user)\n",
        ),
        Example(
            "a base that cannot be found",
            base=_OLD.replace("models.Model", "Tenanted"),
            head=_SHOP.format(
                meta="objects = models.Manager()", look="Cart.objects.get_or_create(user=user, shop=shop)"
            ).replace("models.Model", "Tenanted"),
        ),
        Example(
            "it stood there",
            base=_SHOP.format(
                meta="objects = models.Manager()", look="Cart.objects.get_or_create(user=user, shop=shop)"
            ),
            head=_SHOP.format(
                meta="objects = models.Manager()", look="Cart.objects.get_or_create(user=user, shop=shop)[0]"
            ),
        ),
    ),
)
