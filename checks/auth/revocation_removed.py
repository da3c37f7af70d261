"""Sessions or tokens are no longer ended.

A function ended what a thief could still use: it put a token on the block list, rotated or revoked it, ended the other
sessions, or changed the key of the session. The rest of the function stands, and that call is gone.

Why it matters:
    After a sign-out, a change of the password or a report of theft, the old token still works.

Instead:
    Keep it wherever credentials change or somebody signs out.

What it does not see:
    Signals and libraries that end sessions by themselves.

Sources:
    Catalogue SS04, SS09; OWASP Session Management Cheat Sheet; CWE-613, CWE-384.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code
from checks.ledger import dropped
from checks.ledger.pairing import Pair
from checks.ledger.statements import Surroundings
from checks.ledger.unit import Unit

_ENDS = re.compile(
    r"(^|[._])(blacklist|blocklist|revoke\w*|rotate_\w*(token|key|secret)\w*|cycle_key|request\.session\.(flush|clear)|"
    r"invalidate_\w*(session|token)\w*|logout_(all|everywhere|other)\w*|expire_\w*(session|token)\w*|"
    r"(delete|end|kill|terminate|clear)_\w*(sessions|tokens)|update_session_auth_hash|regenerate_session\w*|"
    r"(tokens|sessions|\w+_tokens|\w+_sessions)\.delete)$",
    re.IGNORECASE,
)
_STILL = 0.5


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every such call that went while most of its function stays."""
    for pair, label, node in dropped(change, _ended):
        if _stands(pair) and not any(_ENDS.search(called) for called in pair.head.called - pair.base.called):
            says = Sentence(
                kind=Kind.LOST,
                symbol=pair.base.name,
                fact=f"revocation {label}",
                title=f"`{pair.base.name}` no longer calls {code(label)}",
                message="Tokens and sessions that were to end go on working.",
                confidence=0.76,
            )
            yield at_base(change, node, says)


def _ended(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for node in unit.nodes:
        if isinstance(node, ast.Call) and _ENDS.search(dotted(node.func)):
            yield dotted(node.func).rpartition(".")[2], node


def _stands(pair: Pair) -> bool:
    """Whether most of the function stands; what only it called may have taken the call over."""
    rest = [stmt for stmt in pair.base.own if not any(map(_is_ending, ast.walk(stmt)))]
    return not rest or Surroundings(pair.head.own).share(rest) >= _STILL


def _is_ending(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and bool(_ENDS.search(dotted(node.func)))


_RESET = """
    def reset_password(user, password):
        user.set_password(password)
        user.save()
        {end}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SS04", "SS09"),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the other sessions go on",
            base=_RESET.format(end="revoke_tokens(user)"),
            head=_RESET.format(end="log.info('reset')"),
            finds=((4, "no longer calls `revoke_tokens`"),),
        ),
        Example(
            "another function ends them",
            base=_RESET.format(end="revoke_tokens(user)"),
            head=_RESET.format(end="logout_everywhere(user)"),
        ),
        Example(
            "the function does something else now",
            base=_RESET.format(end="revoke_tokens(user)"),
            head="def reset_password(user, password):\n    raise NotOffered\n",
        ),
        Example(
            "a row of the database is no longer deleted",
            base=_RESET.format(end="db.session.delete(user.draft)"),
            head=_RESET.format(end="log.info('reset')"),
        ),
        Example(
            "another call is gone",
            base=_RESET.format(end="notify(user)"),
            head=_RESET.format(end="log.info('reset')"),
        ),
    ),
)
