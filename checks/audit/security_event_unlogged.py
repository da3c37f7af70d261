"""A refused attempt is no longer logged.

A failed sign-in, a refused permission or a limit that was hit left a line in the log. It leaves none now.

Why it matters:
    Somebody who tries passwords or addresses is seen in these lines and nowhere else.

Instead:
    Keep the line, with who and where, and without the secret.

What it does not see:
    Middleware and signals that log refusals for all.

Sources:
    Catalogue LG05; OWASP Top 10 2021, A09 Security Logging and Monitoring Failures.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code
from checks.ledger import dropped
from checks.ledger.unit import Unit

_LOGS = re.compile(
    r"(^|\.)_?(logger|logging|log|LOG|LOGGER|security_log|audit_log)\.(info|warning|warn|error|exception|critical|log)$|"
    r"(^|\.)(log_security_event|security_event|user_login_failed\.send|capture_message)$"
)
_REFUSALS = re.compile(
    r"fail\w* (login|log in|sign|auth|attempt)|(login|sign.?in|auth\w*|password|token|otp)\b.{0,40}(fail|invalid|wrong|"
    r"reject|denied|expired|bad)|(invalid|wrong|bad|expired) (password|token|credential|signature|otp|code|api.?key)|"
    r"permission denied|access denied|unauthori[sz]ed|forbidden|rate.?limit|too many|throttl|brute|suspicious|csrf",
    re.IGNORECASE,
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every line on a refusal that went while its function stays."""
    for pair, label, node in dropped(change, _refusals):
        if any(True for _ in _refusals(pair.head)) or not _still_refuses(pair.base, pair.head):
            continue
        says = Sentence(
            kind=Kind.LOST,
            symbol=pair.base.name,
            fact=f"refusal logged {label}",
            title=f"`{pair.base.name}` no longer logs {code(ast.unparse(node))}",
            message="Who tries passwords or addresses is seen nowhere else.",
            confidence=0.7,
        )
        yield at_base(change, node, says)


def _refusals(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for node in unit.nodes:
        if isinstance(node, ast.Call) and _LOGS.search(dotted(node.func)):
            texts = (it.value for it in ast.walk(node) if isinstance(it, ast.Constant) and isinstance(it.value, str))
            if _REFUSALS.search(" ".join(texts)):
                yield "refusal", node


def _still_refuses(base: Unit, head: Unit) -> bool:
    """Whether the head raises or answers as often as the base did."""
    return _ways_out(head) >= _ways_out(base)


def _ways_out(unit: Unit) -> int:
    return sum(isinstance(node, ast.Raise | ast.Return) for node in unit.nodes)


_LOGIN = """
    def login(name, password):
        user = find(name)
        if not user.check(password):
            {tell}
            raise Denied
        return user
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("LG05",),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a failed sign-in leaves no trace",
            base=_LOGIN.format(tell='logger.warning("failed login for %s", name)'),
            head=_LOGIN.format(tell="pass"),
            finds=((4, "no longer logs"),),
        ),
        Example(
            "in other words",
            base=_LOGIN.format(tell='logger.warning("failed login for %s", name)'),
            head=_LOGIN.format(tell='logger.info("wrong password: %s", name)'),
        ),
        Example(
            "a line on something else",
            base=_LOGIN.format(tell='logger.warning("slow answer for %s", name)'),
            head=_LOGIN.format(tell="pass"),
        ),
        Example(
            "the refusal is gone too",
            base=_LOGIN.format(tell='logger.warning("failed login for %s", name)'),
            head="def login(name, password):\n    return find(name)\n",
        ),
    ),
)
