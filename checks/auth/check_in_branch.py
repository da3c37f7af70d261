"""A check that held for all callers runs only under a condition now.

The check and what it stood before are both still there. The check moved into a branch, and the deed stands outside of
it.

Why it matters:
    Wherever the condition does not hold, nobody is asked. To the reader, and to a search for the check, the function
    looks guarded.

Instead:
    Ask first, for everybody, and branch after that.

What it does not see:
    Conditions that hold whenever a caller is there at all; checks and deeds that stand more than once in the function.

Sources:
    Catalogue AZ02, AZ17; CWE-285, CWE-863.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from checks.auth._checks import once, written_checks
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.sentence import Sentence, at_base, code, quote
from checks.ledger import edited_functions
from checks.ledger.canon import blank
from checks.ledger.extract.outcomes import leaving
from checks.ledger.guard import Guard
from checks.ledger.pairing import Pair
from checks.ledger.statements import writes
from checks.ledger.unit import Unit


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every check that stands in a new branch, while a write that it guarded stands outside."""
    for pair in edited_functions(change):
        if pair.same_file:
            yield from _narrowed(change, pair)


def _narrowed(change: Change, pair: Pair) -> Iterator[Hit]:
    base, head = once(_writes(pair.base)), once(_writes(pair.head))
    both = sorted(base.keys() & head.keys())
    before, now = (once(written_checks(unit)) if both else {} for unit in (pair.base, pair.head))
    for mark in before.keys() & now.keys():
        guard, twin = before[mark], now[mark]
        branch = _new_branch(pair, guard, twin)
        if branch is None:
            continue
        held = _nodes(guard.protects)
        inside = _nodes([branch])
        left = [text for text in both if id(base[text]) in held and id(head[text]) not in inside]
        if left:
            yield _told(change, pair.base, guard, (branch, left[0]))


def _new_branch(pair: Pair, guard: Guard, twin: Guard) -> ast.If | None:
    """The outermost branch around the check at head whose condition did not stand around it at base."""
    known = {_asked(pair.base, branch) for branch in _branches(pair.base, guard)}
    found = [branch for branch in _branches(pair.head, twin) if _asked(pair.head, branch) not in known]
    if not found or leaving(found[-1].orelse) is not None:
        return None
    return found[-1]


def _asked(unit: Unit, branch: ast.If) -> str:
    """The condition, whatever its local names are called."""
    return blank(branch.test, unit.naming.local)


def _branches(unit: Unit, guard: Guard) -> list[ast.If]:
    """The `if` statements that the guard stands in, innermost first, its own aside."""
    return [
        node
        for node in unit.nodes
        if isinstance(node, ast.If)
        and node.lineno < guard.start_line <= (node.end_lineno or node.lineno)
        and any(stmt.lineno <= guard.start_line <= (stmt.end_lineno or stmt.lineno) for stmt in node.body)
    ][::-1]


def _nodes(statements: Iterable[ast.stmt]) -> set[int]:
    return {id(node) for stmt in statements for node in ast.walk(stmt)}


def _writes(unit: Unit) -> Iterator[tuple[str, ast.stmt]]:
    for node in unit.nodes:
        if isinstance(node, ast.Expr | ast.Assign | ast.Return) and writes([node]):
            yield ast.unparse(node), node


def _told(change: Change, unit: Unit, guard: Guard, now: tuple[ast.If, str]) -> Hit:
    branch, deed = now
    head = ast.copy_location(ast.Pass(), branch)
    head.end_lineno = branch.body[0].lineno - 1 if branch.body[0].lineno > branch.lineno else branch.lineno
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=unit.name,
        fact=f"check in a branch {guard.fact}",
        title=f"{code(guard.label)} of `{unit.name}` is asked only under a condition now",
        message=f"{code(deed)} runs without it wherever {code(ast.unparse(branch.test))} does not hold.",
        confidence=0.78,
    )
    return at_base(change, guard.node, says, quote(change, Side.RIGHT, head, "now"))


_CLOSE = """
    def close(request, order, notify):
        {first}
        if notify:
            {inside}
            order.tell()
        order.save()
"""
_CALL = "check_permission(request.user, order)"
_EXIT = "if not request.user.is_staff:\n{}    raise PermissionDenied"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ02", "AZ17"),
    kind=Kind.WEAKENED,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the check moved into the branch",
            base=_CLOSE.format(first=_CALL, inside="order.touch()"),
            head=_CLOSE.format(first="order.touch()", inside=_CALL),
            finds=((2, "is asked only under a condition"),),
        ),
        Example(
            "the early exit moved into the branch",
            base=_CLOSE.format(first=_EXIT.format("        "), inside="order.touch()"),
            head=_CLOSE.format(first="order.touch()", inside=_EXIT.format("            ")),
            finds=((2, "request.user.is_staff"),),
        ),
        Example(
            "a local name of the branch it stood in has another name",
            base=_CLOSE.format(first="order.touch()", inside=_CALL),
            head=_CLOSE.format(first="order.touch()", inside=_CALL).replace("notify", "tell_them"),
        ),
        Example(
            "it left one branch for another",
            base=_CLOSE.format(first="order.touch()", inside="order.touch()").replace(
                "if notify:", f"if order.open:\n            {_CALL}\n        if notify:"
            ),
            head=_CLOSE.format(first="order.touch()", inside=_CALL),
            finds=((4, "is asked only under a condition"),),
        ),
        Example(
            "the deed moved along",
            base=_CLOSE.format(first=_CALL, inside="order.touch()"),
            head=_CLOSE.format(first="order.touch()", inside=f"{_CALL}\n            order.save()").replace(
                "\n        order.save()\n", "\n        return order\n"
            ),
        ),
        Example(
            "out of the branch",
            base=_CLOSE.format(first="order.touch()", inside=_CALL),
            head=_CLOSE.format(first=_CALL, inside="order.touch()"),
        ),
        Example(
            "whoever is not asked is turned away",
            base=_CLOSE.format(first=_CALL, inside="order.touch()"),
            head=_CLOSE.format(first="order.touch()", inside=_CALL).replace(
                "        order.save()", "        else:\n            raise PermissionDenied\n        order.save()"
            ),
        ),
        Example(
            "it was in a branch, and the condition has another one around it",
            base=_CLOSE.format(first="order.touch()", inside=_CALL),
            head=_CLOSE.format(first="order.touch()", inside=_CALL).replace("order.tell()", "order.tell_all()"),
        ),
    ),
)
