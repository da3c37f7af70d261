"""The answer of a permission check is thrown away.

A function that only answers yes or no (`has_perm`, `check_password`, `can_edit`) is called as a statement of its own:
nothing looks at what it says.

Why it matters:
    The line reads as a check and stops nobody.

Instead:
    `if not user.has_perm(...): raise PermissionDenied`, or a function that raises.

What it does not see:
    Functions whose definition stands outside of the repository, but for well-known ones.

Sources:
    Catalogue AZ14; CWE-252, Unchecked Return Value.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import gained
from checks.ledger.resolve import callees
from checks.ledger.unit import Unit

_KNOWN = re.compile(
    r"(^|\.)(has_perms?|has_module_perms|check_password|check_password_hash|compare_digest|constant_time_compare|"
    r"is_authenticated|test_func|url_has_allowed_host_and_scheme)$"
)
_ASKS = re.compile(r"(^|\.)_?(can|may|is|has|user_can|user_has|check|verify|validate|allowed)_?[a-z]\w*$")
_SURE = 0.85


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every such call that the base did not have as a statement."""
    for gain in gained(change, _ignored):
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"ignored {gain.label}",
            title=f"`{gain.unit.name}` ignores what {code(gain.label)} answers",
            message="The line reads as a check and stops nobody.",
            confidence=_SURE,
        )
        yield at_head(change, gain.node, says)


def _ignored(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for node in unit.nodes:
        if not isinstance(node, ast.Expr):
            continue
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        name = dotted(call.func) if isinstance(call, ast.Call) else ""
        if _KNOWN.search(name) or (_ASKS.search(name) and any(map(_only_answers, callees(unit, {name})))):
            yield f"{name.rpartition('.')[2]}()", node


def _only_answers(unit: Unit) -> bool:
    """Whether every way out answers yes or no, and nothing is raised, called for effect or written."""
    returned = [node.value for node in unit.nodes if isinstance(node, ast.Return)]
    quiet = not any(isinstance(node, ast.Raise | ast.Assert | ast.Yield) for node in unit.nodes)
    calls = (node.value for node in unit.nodes if isinstance(node, ast.Expr))
    effects = any(isinstance(value, ast.Call | ast.Await) for value in calls)
    return bool(returned) and quiet and not effects and all(map(_is_answer, returned))


def _is_answer(value: ast.expr | None) -> bool:
    match value:
        case ast.Constant(value=bool()) | ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.BoolOp(values=values):
            return all(map(_is_answer, values))
        case ast.Attribute(attr=name):
            return name.startswith(("is_", "has_", "can_"))
        case ast.Call(func=function):
            return dotted(function).rpartition(".")[2] in {"bool", "any", "all", "exists", "has_perm", "isinstance"}
        case _:
            return False


_EDIT = """
    def edit(request, doc):
        {check}
        doc.save()


    def can_edit(user, doc):
        return doc.owner == user or user.is_staff
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ14",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the answer is thrown away",
            base=_EDIT.format(check="if not can_edit(request.user, doc): raise PermissionDenied"),
            head=_EDIT.format(check="can_edit(request.user, doc)"),
            finds=((2, "ignores what `can_edit()` answers"),),
        ),
        Example(
            "a known predicate",
            base=_EDIT.format(check="log(doc)"),
            head=_EDIT.format(check='request.user.has_perm("docs.edit")'),
            finds=((2, "`has_perm()`"),),
        ),
        Example(
            "the answer is kept",
            base=_EDIT.format(check="log(doc)"),
            head=_EDIT.format(check="doc.shown = can_edit(request.user, doc)"),
        ),
        Example(
            "the function raises by itself",
            base="def edit(doc):\n    doc.save()\n",
            head="def edit(doc):\n    check_open(doc)\n    doc.save()\n\n\n"
            "def check_open(doc):\n    if not doc.open:\n        raise Closed\n    return True\n",
        ),
        Example(
            "nobody knows what it does",
            base=_EDIT.format(check="log(doc)"),
            head=_EDIT.format(check="verify_owner(request.user, doc)"),
        ),
    ),
)
