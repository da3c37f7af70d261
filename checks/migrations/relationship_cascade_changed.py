"""What happens to children changed in a relationship.

SQLAlchemy's `cascade` or `passive_deletes` is not what it was.

Why it matters:
    `delete-orphan` deletes rows that are taken from a list; without it they stay behind, or fail.
    `passive_deletes` leaves the work to the database: whether that does the same is written in another file.

Instead:
    Say in the pull request what happens to the children now, and show that the foreign key's rule agrees.

What it does not see:
    The foreign key's rule in the database.

Sources:
    Catalogue MIG-M09; SQLAlchemy documentation "Cascades".
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import (
    Action,
    Change,
    Check,
    Example,
    Hit,
    Kind,
    Options,
    Severity,
    Side,
    Source,
    Span,
    Undecodable,
    Unparsable,
    title_of,
)
from checks.kit.files import is_test

_WATCHED = frozenset({"cascade", "passive_deletes", "passive_updates", "single_parent"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Relationships of the same name whose rules for children differ."""
    del options
    if change.base is None or change.head is None or is_test(change.path) or not change.path.endswith(".py"):
        return
    if b"relationship(" not in change.head.data or b"relationship(" not in change.base.data:
        return
    before, after = _relationships(change.base), _relationships(change.head)
    for name, (call, rules) in after.items():
        old = before.get(name)
        if old is not None and old[1] != rules:
            yield Hit(
                kind=Kind.CHANGED,
                span=Span(Side.RIGHT, change.path, call.lineno, call.end_lineno or call.lineno),
                symbol=name.rpartition(".")[0] or None,
                fact=f"{name} {sorted(rules.items())}",
                title=title_of(f"what happens to the children of {name} changed: {_said(old[1])} → {_said(rules)}"),
                message="Rows that were deleted may stay behind, or rows that stayed may be deleted.",
                confidence=0.8,
            )


def _relationships(source: Source) -> dict[str, tuple[ast.Call, dict[str, str]]]:
    try:
        tree = source.tree
    except (Undecodable, Unparsable):
        return {}
    found: dict[str, tuple[ast.Call, dict[str, str]]] = {}
    for node in tree.body:
        for inner in node.body if isinstance(node, ast.ClassDef) else ():
            match inner:
                case (
                    ast.Assign(targets=[ast.Name(id=label)], value=ast.Call() as call)
                    | ast.AnnAssign(target=ast.Name(id=label), value=ast.Call() as call)
                ) if ast.unparse(call.func).rpartition(".")[2] == "relationship" and isinstance(node, ast.ClassDef):
                    rules = {
                        item.arg: ast.unparse(item.value) for item in call.keywords if item.arg in _WATCHED and item.arg
                    }
                    found[f"{node.name}.{label}"] = call, rules
                case _:
                    continue
    return found


def _said(rules: dict[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in sorted(rules.items())) or "nothing said"


_CLASS = """
    class Order(Base):
        __tablename__ = "orders"
        lines = relationship("Line", back_populates="order"{rules})
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-M09",),
    kind=Kind.CHANGED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "orphans are deleted from now on",
            base=_CLASS.format(rules=""),
            head=_CLASS.format(rules=', cascade="all, delete-orphan"'),
            finds=((3, "Order.lines"),),
            path="shop/models.py",
        ),
        Example(
            "loaded in another way",
            base=_CLASS.format(rules=""),
            head=_CLASS.format(rules=', lazy="selectin"'),
            path="shop/models.py",
        ),
        Example(
            "a new relationship",
            base="class Order(Base):\n    pass\n",
            head=_CLASS.format(rules=', cascade="all"'),
            path="shop/models.py",
        ),
        Example(
            "a test",
            base=_CLASS.format(rules=""),
            head=_CLASS.format(rules=', cascade="all"'),
            path="tests/test_models.py",
        ),
    ),
)
