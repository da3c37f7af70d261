"""A guard has a way around it.

A function that decides who may pass got a branch that lets everybody through: in debug mode, when the environment or a
header says so, for tests.

Why it matters:
    The variable is set once by mistake, or the header is sent by whoever knows of it, and every guard that uses the
    function is open.

Instead:
    Give tests and developers a user with the right permission. What must differ by environment differs by what is
    deployed.

What it does not see:
    Branches in functions whose names do not say that they decide.

Sources:
    Catalogue AZ17; CWE-489, Active Debug Code; CWE-290.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import gained
from checks.ledger.unit import Unit

_DECIDES = re.compile(
    r"permission|perms?($|_)|auth|verify|signature|csrf|require|ensure|(^|\.)_?(can|may|check|is_allowed|has)_|dispatch$|"
    r"test_func|rate_limit|throttle|allow_request|policy|access|token|credential|middleware|__call__$",
    re.IGNORECASE,
)
_BYPASS = re.compile(
    r"\b(settings|config|conf|app|current_app|self)\.(\w+\.)*(DEBUG|TESTING|debug|testing|is_dev\w*|dev_mode|DEV_MODE|LOCAL|"
    r"\w*(bypass|BYPASS|skip_auth|SKIP_AUTH|disable_auth|DISABLE_AUTH|auth_disabled|AUTH_DISABLED)\w*)\b|"
    r"\b(environ|getenv)\b|\b(DEBUG|TESTING|\w*BYPASS\w*|SKIP_\w*AUTH\w*|DISABLE_\w*AUTH\w*)\b|"
    r"['\"][\w-]*(?i:bypass|internal|skip|debug|test)[\w-]*['\"]",
)
_SUPERUSER = re.compile(r"\bis_superuser\b|\bis_super_?admin\b")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every branch that lets through, in a deciding function of both sides."""
    for gain in gained(change, _ways_around):
        if gain.before is None:
            continue
        superuser = bool(_SUPERUSER.search(gain.label)) and not _BYPASS.search(gain.label)
        says = Sentence(
            kind=Kind.WEAKENED,
            symbol=gain.unit.name,
            fact="way around the guard",
            title=f"`{gain.unit.name}` lets everybody pass where {code(gain.label)}",
            message="Whoever can set it passes every guard that asks this function.",
            confidence=0.45 if superuser else 0.82,
        )
        yield at_head(change, gain.node, says)


def _ways_around(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    if not _DECIDES.search(unit.name):
        return
    for node in unit.nodes:
        if isinstance(node, ast.If) and len(node.body) == 1 and _lets_pass(node.body[0]):
            text = ast.unparse(node.test)
            if (_BYPASS.search(text) or _SUPERUSER.search(text)) and not text.startswith("not "):
                yield text, node.test


def _lets_pass(stmt: ast.stmt) -> bool:
    """`return`, `return True`, `return user`-like answers; not False, None by name, or an error."""
    match stmt:
        case ast.Return(value=None | ast.Constant(value=True)):
            return True
        case ast.Return(
            value=ast.Call(func=ast.Attribute(attr="get_response") | ast.Name(id="call_next" | "func" | "f"))
        ):
            return True
        case ast.Return(value=ast.Await(value=ast.Call(func=ast.Name(id="call_next")))):
            return True
        case _:
            return False


_RULE = """
    def has_permission(self, request, view):
        {first}
        return request.user.is_staff
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ17",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "everybody passes in debug mode",
            base=_RULE.format(first="log(view)"),
            head=_RULE.format(first="if settings.DEBUG:\n            return True"),
            finds=((2, "lets everybody pass where `settings.DEBUG`"),),
        ),
        Example(
            "a header opens it",
            base=_RULE.format(first="log(view)"),
            head=_RULE.format(first="if request.headers.get('X-Internal-Call'):\n            return True"),
            finds=((2, "lets everybody pass"),),
        ),
        Example(
            "another condition of the rule",
            base=_RULE.format(first="log(view)"),
            head=_RULE.format(first="if request.user.is_owner:\n            return True"),
        ),
        Example(
            "nobody passes in debug mode",
            base=_RULE.format(first="log(view)"),
            head=_RULE.format(first="if settings.DEBUG:\n            return False"),
        ),
        Example(
            "a function that decides nothing",
            base="def render(page):\n    return page.html\n",
            head="def render(page):\n    if settings.DEBUG:\n        return\n    return page.html\n",
        ),
    ),
)
