"""An amount is a binary fraction now.

An amount of money was exact: a `Decimal`, a decimal column, whole cents. It is converted to, stored as or declared as
a `float` now.

Why it matters:
    Most cents have no exact binary form. Sums drift, comparisons with a total fail by a hair, and the books do not
    balance by a cent that nobody finds.

Instead:
    Keep `Decimal`, made from text, or whole cents. Convert to float at most for a chart.

What it does not see:
    Amounts under names that do not say so.

Sources:
    Catalogue MQ01; Python documentation, decimal; PostgreSQL documentation, Monetary Types.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.models import model_pairs
from checks.declarations.pairs import class_pairs
from checks.declarations.schemas import schema_of
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code, quote
from checks.kit.undo import became
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_AMOUNT = re.compile(
    r"(^|_|\b)(amounts?|prices?|total|subtotal|cost|costs|fees?|tax|taxes|vat|balance|discount|refund|charge|salary|gross|"
    r"net|payment|payout|credit|debit|currency|money|rate|value|wage|invoice|revenue)(_|\b|$)",
    re.IGNORECASE,
)
_EXACT = re.compile(r"\b(Decimal|Numeric|DecimalField|condecimal|Money|MoneyField|NUMERIC|DECIMAL)\b")
_BINARY = re.compile(r"\b(float|Float|FloatField|REAL|Double|DOUBLE_PRECISION|confloat)\b")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Conversions, columns and fields of amounts that were exact and are not."""
    for pair in edited_functions(change):
        if pair.same_file:
            yield from _conversions(change, pair.base, pair.head)
    for pair in model_pairs(change):
        for base, head in pair.kept():
            if _AMOUNT.search(base.name) and _EXACT.search(base.kind) and _BINARY.search(head.kind):
                now = quote(pair.head_change, Side.RIGHT, head.statement, "now")
                yield at_base(change, base.statement, _says(pair.base.name, base.name, "is stored"), now)
    for pair in class_pairs(change):
        old, new = schema_of(pair.base), schema_of(pair.head)
        for name, field in old.fields.items() if old and new else ():
            other = new.fields.get(name) if new else None
            if other is None or not _AMOUNT.search(name):
                continue
            if _EXACT.search(field.type_text) and _BINARY.search(other.type_text):
                now = quote(pair.head_change, Side.RIGHT, other.node, "now")
                yield at_base(change, field.node, _says(pair.base.name, name, "is declared"), now)


def _conversions(change: Change, base: Unit, head: Unit) -> Iterator[Hit]:
    known = {what for what, _, _ in _converted(base, "float")}
    gained = {what: node for what, _, node in _converted(head, "float") if what not in known}
    kept = {what for what, _, _ in _converted(head, "Decimal")}
    for what, near, node in _converted(base, "Decimal"):
        if what in gained and what not in kept and _AMOUNT.search(f"{near} {what} {base.name}"):
            says = _says(base.name, what, "is converted")
            yield became(change, node, gained[what], says)


def _converted(unit: Unit, name: str) -> Iterator[tuple[str, str, ast.Call]]:
    """What is converted, the name that takes it, and the call."""
    for node in unit.nodes:
        match node:
            case ast.Call(func=function, args=[ast.expr() as what]) if not isinstance(what, ast.Constant):
                if dotted(function).rpartition(".")[2] == name:
                    yield ast.unparse(what), _taker(unit, node), node
            case _:
                continue


def _taker(unit: Unit, call: ast.Call) -> str:
    for parent in unit.parents(call):
        match parent:
            case ast.keyword(arg=str(name)):
                return name
            case ast.Assign(targets=[target]) | ast.AugAssign(target=target) | ast.AnnAssign(target=target):
                return ast.unparse(target)
            case ast.stmt():
                return ""
            case _:
                continue
    return ""


def _says(symbol: str, what: str, how: str) -> Sentence:
    return Sentence(
        kind=Kind.WEAKENED,
        symbol=symbol,
        fact=f"float {how}",
        title=f"{code(what)} of `{symbol}` {how} as a float now, it was a decimal",
        message="Cents are rounded where nobody looks.",
        confidence=0.82,
    )


_PRICE = """
    def line_price(row):
        price = {made}(row["price"])
        return price
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MQ01",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the price is converted to a float",
            base=_PRICE.format(made="Decimal"),
            head=_PRICE.format(made="float"),
            finds=((2, "is converted as a float now"),),
        ),
        Example(
            "the column is a float",
            base="class Order(models.Model):\n    total = models.DecimalField(max_digits=9, decimal_places=2)\n",
            head="class Order(models.Model):\n    total = models.FloatField()\n",
            finds=((2, "is stored as a float now"),),
        ),
        Example(
            "a measurement",
            base="def read(row):\n    width = Decimal(row['width'])\n    return width\n",
            head="def read(row):\n    width = float(row['width'])\n    return width\n",
        ),
        Example(
            "a float became exact",
            base=_PRICE.format(made="float"),
            head=_PRICE.format(made="Decimal"),
        ),
        Example(
            "the conversion is gone",
            base=_PRICE.format(made="Decimal"),
            head='def line_price(row):\n    return row["cents"]\n',
        ),
    ),
)
