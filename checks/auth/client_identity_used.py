"""Who acts is taken from what the caller sends.

The user, tenant or role that a query or a new row is for comes out of the request's body, query or headers now, and not
from the session that was checked.

Why it matters:
    Whoever can call the endpoint writes another name into the field and acts as that person.

Instead:
    Take it from `request.user` (the dependency of the signed-in user). Acting for others is an endpoint of its own with
    a permission of its own.

What it does not see:
    Values that a permission checks before.

Sources:
    Catalogue AZ18, TN05; CWE-639, CWE-290.
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

_ACTOR = re.compile(
    r"^(user|owner|actor|author|created_by|updated_by|tenant|organi[sz]ation|workspace|role|is_admin|is_staff|is_superuser)"
    r"(_id)?$"
)
_SENT = re.compile(
    r"^(self\.)?(request|req)\.(data|POST|GET|query_params|json|headers|form|args|body|params|cookies)(\.get)?$|^request\.META(\.get)?$"
)
_CHECKED = re.compile(r"is_staff|is_superuser|has_perm|is_admin|check_\w*perm|impersonat|can_\w+", re.IGNORECASE)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every actor of a query or row that comes out of the request and did not."""
    for gain in gained(change, _actors):
        was_known = gain.before is not None and f"{gain.label}=" in gain.before.text.replace(" ", "")
        says = Sentence(
            kind=Kind.WEAKENED if was_known else Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"actor {gain.label}",
            title=f"`{gain.unit.name}` takes {code(gain.label)} from what the caller sends",
            message="Whoever calls it can act as somebody else.",
            confidence=0.78 if was_known else 0.6,
        )
        yield at_head(change, gain.node, says)


def _actors(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    if _CHECKED.search(unit.text):
        return
    bound = {
        target.id
        for node in unit.nodes
        if isinstance(node, ast.Assign) and _is_sent(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in unit.nodes:
        if isinstance(node, ast.keyword) and node.arg and _ACTOR.match(node.arg):
            named = isinstance(node.value, ast.Name) and node.value.id in bound
            if named or _is_sent(node.value):
                yield node.arg, node.value


def _is_sent(node: ast.expr) -> bool:
    """`request.data["user_id"]`, `request.POST.get("user")`."""
    match node:
        case ast.Subscript(value=value):
            return bool(_SENT.match(dotted(value)))
        case ast.Call(func=function):
            return dotted(function).endswith(".get") and bool(_SENT.match(dotted(function)))
        case _:
            return False


_CREATE = """
    def create(request):
        return Note.objects.create(text=request.data["text"], owner_id={owner})
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ18", "TN05"),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the caller says who owns it",
            base=_CREATE.format(owner="request.user.id"),
            head=_CREATE.format(owner='request.data["owner_id"]'),
            finds=((2, "takes `owner_id` from what the caller sends"),),
        ),
        Example(
            "by a name",
            base=_CREATE.format(owner="request.user.id"),
            head="def create(request):\n    who = request.POST.get('owner')\n"
            "    return Note.objects.create(text=request.data['text'], owner_id=who)\n",
            finds=((3, "takes `owner_id`"),),
        ),
        Example(
            "another value of the request",
            base=_CREATE.format(owner="request.user.id"),
            head=_CREATE.format(owner='request.user.id, colour=request.data["colour"]'),
        ),
        Example(
            "an administrator acts for others",
            base=_CREATE.format(owner="request.user.id"),
            head="def create(request):\n    if not request.user.is_staff:\n        raise Denied\n"
            "    return Note.objects.create(owner_id=request.data['owner_id'])\n",
        ),
        Example(
            "from the session",
            base=_CREATE.format(owner="request.user.id"),
            head=_CREATE.format(owner="request.user.pk"),
        ),
    ),
)
