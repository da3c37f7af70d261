"""A decision about access grants before it refuses.

A function that decides about access refused some callers first and granted by a condition after that. The condition
comes first now.

Why it matters:
    Whoever fulfils the condition is let through without being asked what came before it: the exception has become the
    rule.

Instead:
    Refuse first. What is granted to some stands behind what holds for all.

What it does not see:
    Decisions that are put together from other functions; conditions that exclude one another, so that the order does
    not matter.

Sources:
    Catalogue AZ04, AZ16; OWASP Authorization Cheat Sheet, Deny by Default; CWE-863.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_DECIDES = re.compile(
    r"(^|_)(can|may|allow\w*|permit\w*|permission\w*|authori[sz]\w*|access\w*|has_perm\w*|test_func|visible|viewable|"
    r"editable)(_|$)|^(can|may|has)[A-Z]",
    re.IGNORECASE,
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every condition that grants behind a refusal at base, and before all of them at head."""
    for pair in edited_functions(change):
        if not pair.same_file or not _DECIDES.search(pair.head.name.rpartition(".")[2]):
            continue
        before = {ast.unparse(node.test): refused for node, refused in _grants(pair.base)}
        for node, refused in _grants(pair.head):
            condition = ast.unparse(node.test)
            if not refused and before.get(condition, 0):
                yield _told(change, pair.head.name, node, condition)


def _grants(unit: Unit) -> Iterator[tuple[ast.If, int]]:
    """The `if` statements of the function's own block that grant, each with how many refusals come before it."""
    refused = 0
    for stmt in unit.own:
        if not isinstance(stmt, ast.If) or stmt.orelse:
            continue
        match stmt.body[-1]:
            case ast.Return(value=ast.Constant(value=True)):
                yield stmt, refused
            case ast.Return(value=ast.Constant(value=False | None)) | ast.Return(value=None) | ast.Raise():
                refused += 1
            case _:
                continue


def _told(change: Change, symbol: str, node: ast.If, condition: str) -> Hit:
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=symbol,
        fact=f"grants first {condition}",
        title=f"`{symbol}` grants by {code(condition)} before it refuses anybody",
        message="Whoever fulfils it is no longer asked what came before it.",
        confidence=0.74,
    )
    return at_head(change, node.test, says)


_CAN = """
    def can_use(self, user, persona):
        {first}
        {second}
        return user.is_admin
"""
_REFUSES = "if self.personas and persona not in self.personas:\n            return False"
_GRANTS = "if self.is_public:\n            return True"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ04", "AZ16"),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "what is public is granted first",
            base=_CAN.format(first=_REFUSES, second=_GRANTS),
            head=_CAN.format(first=_GRANTS, second=_REFUSES),
            finds=((2, "grants by `self.is_public` before it refuses"),),
        ),
        Example(
            "the refusal comes first now",
            base=_CAN.format(first=_GRANTS, second=_REFUSES),
            head=_CAN.format(first=_REFUSES, second=_GRANTS),
        ),
        Example(
            "another refusal stands before it",
            base=_CAN.format(first=_REFUSES, second=_GRANTS),
            head=_CAN.format(first="if user is None:\n            raise PermissionDenied", second=_GRANTS),
        ),
        Example(
            "no decision about access",
            base=_CAN.format(first=_REFUSES, second=_GRANTS).replace("can_use", "render"),
            head=_CAN.format(first=_GRANTS, second=_REFUSES).replace("can_use", "render"),
        ),
        Example(
            "it granted first before",
            base=_CAN.format(first=_GRANTS, second=_REFUSES),
            head=_CAN.format(first=_GRANTS, second="log(user)"),
        ),
    ),
)
