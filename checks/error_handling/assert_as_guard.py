"""A check became an `assert`.

A condition that raised or refused is an `assert` now.

Why it matters:
    Python leaves assertions out when it runs with `-O`: the check is gone in production and stands in the code.

Instead:
    `if not ...: raise` what callers can handle.

What it does not see:
    How the service is started.

Sources:
    Catalogue ER11; Python documentation, The assert statement.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_head, code, quote
from checks.ledger import edited_functions
from checks.ledger.canon import clauses
from checks.ledger.unit import Unit


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every assertion of the head whose condition raised at base."""
    for pair in edited_functions(change):
        if not pair.same_file:
            continue
        raising = dict(_raising(pair.base))
        still = dict(_raising(pair.head))
        known = {key for key, _ in _asserted(pair.base)}
        for key, node in _asserted(pair.head):
            if key in raising and key not in known and key not in still:
                says = Sentence(
                    kind=Kind.WEAKENED,
                    symbol=pair.head.name,
                    fact="assertion as a guard",
                    title=f"A check of `{pair.head.name}` is an assertion now: {code(ast.unparse(node.test))}",
                    message="It is left out where Python runs with `-O`.",
                    confidence=0.85,
                )
                yield at_head(change, node, says, quote(change, Side.LEFT, raising[key], "was"))


def _raising(unit: Unit) -> Iterator[tuple[str, ast.If]]:
    for node in unit.nodes:
        if isinstance(node, ast.If) and any(isinstance(stmt, ast.Raise) for stmt in node.body):
            for clause in clauses(node.test, unit.naming, holds=False):
                yield clause.key, node


def _asserted(unit: Unit) -> Iterator[tuple[str, ast.Assert]]:
    for node in unit.nodes:
        if isinstance(node, ast.Assert):
            for clause in clauses(node.test, unit.naming, holds=True):
                yield clause.key, node


_EDIT = """
    def edit(doc, user):
        {check}
        doc.save()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("ER11",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the owner is asserted",
            base=_EDIT.format(check="if doc.owner != user:\n            raise Denied"),
            head=_EDIT.format(check="assert doc.owner == user"),
            finds=((2, "is an assertion now"),),
        ),
        Example(
            "an assertion became a check",
            base=_EDIT.format(check="assert doc.owner == user"),
            head=_EDIT.format(check="if doc.owner != user:\n            raise Denied"),
        ),
        Example(
            "an assertion on its own",
            base=_EDIT.format(check="log(doc)"),
            head=_EDIT.format(check="assert doc.owner == user"),
        ),
        Example(
            "both stand there",
            base=_EDIT.format(check="if doc.owner != user:\n            raise Denied"),
            head=_EDIT.format(
                check="if doc.owner != user:\n            raise Denied\n        assert doc.owner == user"
            ),
        ),
    ),
)
