"""An error of the database is caught inside a transaction, and the code goes on.

A handler within a transaction catches an error of the database without a savepoint around what failed, and does not
raise again.

Why it matters:
    After an error PostgreSQL refuses every further statement of the transaction: the code that "handled" the error
    fails with another one, or commits half of its work elsewhere.

Instead:
    Put what may fail into an inner `atomic()` (a savepoint) and catch the error around that, or let it end the
    transaction.

What it does not see:
    Transactions that a caller opens.

Sources:
    Catalogue TX07; Django documentation, Handling exceptions within PostgreSQL transactions.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import gained
from checks.ledger.inside import is_transaction, transaction_around
from checks.ledger.statements import writes
from checks.ledger.unit import Unit

_ERRORS = re.compile(r"\b(IntegrityError|DatabaseError|OperationalError|DataError|UniqueViolation|SQLAlchemyError)\b")
_BROAD = re.compile(r"^(\w+\.)?(Exception|BaseException)$")
_LEAVES = ast.Raise | ast.Return


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every handler inside of a transaction that goes on after an error of the database."""
    for gain in gained(change, _swallowed):
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"caught in transaction {gain.label}",
            title=f"`{gain.unit.name}` catches {code(gain.label)} inside a transaction and goes on",
            message="The transaction is broken by then: what follows fails, or is kept in half.",
            confidence=0.76 if _ERRORS.search(gain.label) else 0.6,
        )
        yield at_head(change, gain.node, says)


def _swallowed(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for node in unit.nodes:
        if not isinstance(node, ast.Try) or transaction_around(unit, node) is None or not writes(node.body):
            continue
        if any(is_transaction(inner) for stmt in node.body for inner in ast.walk(stmt)):
            continue
        for handler in node.handlers:
            caught = "Exception" if handler.type is None else ast.unparse(handler.type)
            leaves = any(isinstance(inner, _LEAVES) for stmt in handler.body for inner in ast.walk(stmt))
            if (_ERRORS.search(caught) or _BROAD.match(caught)) and not leaves:
                yield caught, handler.type or handler


_IMPORT = """
    def load(rows):
        with transaction.atomic():
            for row in rows:
                {body}
"""
_CAUGHT = """try:
                    Row.objects.create(n=row)
                except IntegrityError:
                    {then}"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TX07",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the error is passed over",
            base=_IMPORT.format(body="Row.objects.create(n=row)"),
            head=_IMPORT.format(body=_CAUGHT.format(then="continue")),
            finds=((6, "catches `IntegrityError` inside"),),
        ),
        Example(
            "a savepoint holds what may fail",
            base=_IMPORT.format(body="Row.objects.create(n=row)"),
            head=_IMPORT.format(
                body=_CAUGHT.format(then="continue").replace(
                    "Row.objects.create(n=row)",
                    "with transaction.atomic():\n                        Row.objects.create(n=row)",
                )
            ),
        ),
        Example(
            "the handler raises",
            base=_IMPORT.format(body="Row.objects.create(n=row)"),
            head=_IMPORT.format(body=_CAUGHT.format(then="raise Conflict(row)")),
        ),
        Example(
            "no transaction",
            base="def load(row):\n    Row.objects.create(n=row)\n",
            head="def load(row):\n    try:\n        Row.objects.create(n=row)\n    except DataError:\n        pass\n",
        ),
        Example(
            "it was passed over before",
            base=_IMPORT.format(body=_CAUGHT.format(then="continue")),
            head=_IMPORT.format(body=_CAUGHT.format(then="skipped.append(row)")),
        ),
    ),
)
