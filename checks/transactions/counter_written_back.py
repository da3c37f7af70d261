"""A counter is read, changed in Python and written back.

A function changes a number of a stored row from its own old value and saves the row, with no lock and no expression of
the database.

Why it matters:
    Two requests read the same number, each writes its own result, and one change is lost. It happens under load only,
    and the number is wrong for good.

Instead:
    `update(n=F("n") + 1)`, or read the row with `select_for_update` in the same transaction.

What it does not see:
    Locks that a caller holds; rows that only one process ever writes.

Sources:
    Catalogue CC04, MQ04; Django documentation, Avoiding race conditions using F().
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import gained
from checks.ledger.unit import Unit

_LOCKS = frozenset({"select_for_update", "with_for_update", "lock", "acquire"})
_COUNTED = re.compile(
    r"(^|_)(balance|stock|credits?|quota|inventory|seats?|points|quantity|used|usage|counts?|counter|total|views|likes|"
    r"downloads|attempts|retries|hits|uses|tokens|amount|number|num|pings|remaining|available|sequence|version)($|_)|^n_"
)
_MONEY = re.compile(r"(^|_)(balance|stock|credits?|quota|inventory|seats?|points|quantity|amount|available)($|_)")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every stored number that is written back from its own old value and was not."""
    for gain in gained(change, _written_back):
        if gain.before is not None and _is_computed_by_database(gain.before, gain.label):
            continue  # told as arithmetic that left the database
        money = bool(_MONEY.search(gain.label))
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"written back {gain.label}",
            title=f"`{gain.unit.name}` changes {code(gain.label)} from a value that it read before",
            message="Of two requests at one time, one change is lost.",
            confidence=0.72 if money else 0.62,
            codes=("MQ04", "CC04") if money else ("CC04",),
        )
        yield at_head(change, gain.node, says)


def _written_back(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    saved = {called.rpartition(".")[0] for called in unit.called if called.endswith(".save")}
    commits = any(called.endswith((".commit", ".flush")) for called in unit.called)
    if not (saved or commits) or any(called.rpartition(".")[2] in _LOCKS for called in unit.called):
        return
    made = {
        target.id
        for node in unit.nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        for target in node.targets
        if isinstance(target, ast.Name) and dotted(node.value.func).rpartition(".")[2][:1].isupper()
    }
    for node in unit.nodes:
        owner, name = _changed(node)
        if name and _COUNTED.search(name) and owner not in made and (owner in saved or commits):
            yield name, node


def _changed(node: ast.AST) -> tuple[str, str]:
    """Owner and name of `x.n += 1` and `x.n = x.n + 1`; empty for anything else."""
    match node:
        case ast.AugAssign(target=ast.Attribute(value=owner, attr=name), op=ast.Add() | ast.Sub()):
            return dotted(owner), name
        case ast.Assign(targets=[ast.Attribute(value=owner, attr=name) as target], value=ast.BinOp() as value):
            sides = {ast.unparse(value.left), ast.unparse(value.right)}
            return (dotted(owner), name) if ast.unparse(target) in sides else ("", "")
        case _:
            return "", ""


def _is_computed_by_database(unit: Unit, name: str) -> bool:
    """Whether the base wrote `F("name")` or an expression of the column."""
    return any(
        isinstance(node, ast.Call)
        and dotted(node.func).rpartition(".")[2] == "F"
        and any(isinstance(argument, ast.Constant) and argument.value == name for argument in node.args)
        for node in unit.nodes
    )


_TAKE = """
    def take(pk, n):
        {row}
        {change}
        item.save()
"""
_READ = "item = Item.objects.get(pk=pk)"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CC04", "MQ04"),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the stock is written back",
            base=_TAKE.format(row=_READ, change="item.touched = now()"),
            head=_TAKE.format(row=_READ, change="item.stock -= n"),
            finds=((3, "changes `stock` from a value"),),
        ),
        Example(
            "the row is locked",
            base=_TAKE.format(row=_READ, change="item.touched = now()"),
            head=_TAKE.format(row="item = Item.objects.select_for_update().get(pk=pk)", change="item.stock -= n"),
        ),
        Example(
            "the row is new",
            base=_TAKE.format(row="item = Item(n=1)", change="item.touched = now()"),
            head=_TAKE.format(row="item = Item(n=1)", change="item.stock += n"),
        ),
        Example(
            "the database computes it",
            base=_TAKE.format(row=_READ, change="item.touched = now()"),
            head=_TAKE.format(row=_READ, change='item.stock = F("stock") - n'),
        ),
        Example(
            "nothing is saved",
            base="def total(cart):\n    cart.note = 1\n",
            head="def total(cart):\n    cart.total += 1\n",
        ),
    ),
)
