"""A permission answers yes to everybody.

A method decided who may pass: `has_permission`, `has_object_permission`, `test_func`, a policy, `get_permissions`. Now
it says yes on every path, or names no permission at all.

Why it matters:
    Every view that uses it is open, and each of them still looks guarded.

Instead:
    Keep the rule. What is meant to be public says so at the view, where readers look.

What it does not see:
    Rules that are true by their data; subclasses that override the method.

Sources:
    Catalogue AZ13, AZ05; Django REST framework documentation, Custom permissions.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, quote
from checks.ledger import edited_functions
from checks.ledger.pairing import Pair
from checks.ledger.unit import Unit

_ASKS = re.compile(
    r"^(has_(object_)?permission|has_\w*(perm|permission|permissions|access)|test_func|_?can_\w+|_?may_\w+|"
    r"is_(allowed|authori[sz]ed|permitted)\w*|\w*_(allowed|permitted)|user_can\w*|check_\w*(perm|access)\w*|"
    r"has_(view|change|add|delete)_permission)$"
)
_LISTS = re.compile(r"^get_(\w+_)?(permissions?|permission_classes|authenticators|required_permissions?)$")
_SURE = 0.88


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every deciding method that asked something and asks nothing."""
    for pair in edited_functions(change):
        name = pair.base.name.rpartition(".")[2]
        if _ASKS.match(name) and _is_always(pair.head, yes=True) and not _is_always(pair.base, yes=True):
            if _asks_something(pair.base):
                yield _told(change, pair, f"`{pair.base.name}` answers yes to everybody now")
        elif _LISTS.match(name) and _is_empty(pair.head) and not _is_empty(pair.base) and _asks_something(pair.base):
            yield _told(change, pair, f"`{pair.base.name}` names no permission any more")


def _is_always(unit: Unit, *, yes: bool) -> bool:
    """Whether every way out answers the same literal, and nothing is raised."""
    returns = [node for node in unit.nodes if isinstance(node, ast.Return)]
    if not returns or any(isinstance(node, ast.Raise) for node in unit.nodes):
        return False
    return all(isinstance(node.value, ast.Constant) and node.value.value is yes for node in returns)


def _is_empty(unit: Unit) -> bool:
    """Whether every way out answers an empty list, None, or `AllowAny` alone."""
    returns = [node.value for node in unit.nodes if isinstance(node, ast.Return)]
    return bool(returns) and all(_is_nothing(value) for value in returns)


def _is_nothing(value: ast.expr | None) -> bool:
    match value:
        case None | ast.Constant(value=None):
            return True
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return all("AllowAny" in ast.unparse(item) for item in items)
        case _:
            return False


def _asks_something(unit: Unit) -> bool:
    """Whether the body reads anything at all: a stub that answers no is no rule."""
    return any(
        isinstance(node, ast.Attribute | ast.Call | ast.Compare) and not dotted(node).startswith(("logger", "log."))
        for node in unit.nodes
    )


def _told(change: Change, pair: Pair, title: str) -> Hit:
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=pair.base.name,
        fact="permission always true",
        title=title,
        message="Every view that asks it is open.",
        confidence=_SURE,
    )
    evidence = (quote(change, Side.RIGHT, pair.head.node, "now"),) if pair.same_file else ()
    return at_base(change, pair.base.node, says, *evidence)


_RULE = """
    class IsOwner(BasePermission):
        def has_object_permission(self, request, view, obj):
            {answer}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ13", "AZ05"),
    kind=Kind.WEAKENED,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "everybody is an owner",
            base=_RULE.format(answer="return obj.owner == request.user"),
            head=_RULE.format(answer="return True"),
            finds=((2, "answers yes to everybody now"),),
        ),
        Example(
            "no permission is named",
            base="class V(ViewSet):\n    def get_permissions(self):\n        return [IsAdmin()]\n",
            head="class V(ViewSet):\n    def get_permissions(self):\n        return []\n",
            finds=((2, "names no permission any more"),),
        ),
        Example(
            "reading is open, the rest is asked",
            base=_RULE.format(answer="return obj.owner == request.user"),
            head=_RULE.format(
                answer="if request.method in SAFE_METHODS:\n                return True\n"
                "            return obj.owner == request.user"
            ),
        ),
        Example(
            "a method of another name",
            base=_RULE.format(answer="return obj.owner == request.user").replace("has_object_permission", "is_new"),
            head=_RULE.format(answer="return True").replace("has_object_permission", "is_new"),
        ),
        Example(
            "nobody is allowed now",
            base=_RULE.format(answer="return obj.owner == request.user"),
            head=_RULE.format(answer="return False"),
        ),
        Example(
            "it raises otherwise",
            base=_RULE.format(answer="return obj.owner == request.user"),
            head=_RULE.format(
                answer="if obj.owner != request.user:\n                raise PermissionDenied\n            return True"
            ),
        ),
    ),
)
