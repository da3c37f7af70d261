"""A cookie is set with fewer flags.

A call set a cookie with `secure`, `httponly` or a strict `samesite`. A flag is gone or off now.

Why it matters:
    Without `httponly` any script in the page reads the cookie, without `secure` it travels over plain HTTP, without
    `samesite` pages elsewhere send it along.

Instead:
    Keep the flags of every cookie that identifies somebody.

What it does not see:
    What the cookie holds; defaults of the framework. Settings are told by a check of their own.

Sources:
    Catalogue SS05; OWASP Session Management Cheat Sheet; CWE-614, CWE-1004.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, code
from checks.kit.undo import became
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_SETTERS = frozenset({"set_cookie", "set_signed_cookie", "SessionMiddleware", "setcookie", "CookieTransport"})
_FLAGS = frozenset({"secure", "httponly", "https_only", "http_only", "cookie_secure", "cookie_httponly"})
_SITES = ("none", "lax", "strict")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every flag that a kept call no longer sets."""
    for pair in edited_functions(change):
        head = dict(_setters(pair.head))
        for key, call in _setters(pair.base):
            now = head.get(key)
            if now is None:
                continue
            for flag in _weaker(call, now):
                says = Sentence(
                    kind=Kind.WEAKENED,
                    symbol=pair.base.name,
                    fact=f"cookie flag {flag}",
                    title=f"The cookie that `{pair.base.name}` sets loses {code(flag)}",
                    message="Scripts, plain connections or other sites can use it.",
                    confidence=0.85,
                )
                yield became(change, call, now if pair.same_file else None, says)


def _setters(unit: Unit) -> Iterator[tuple[str, ast.Call]]:
    """Which cookie, and the call that sets it."""
    for node in unit.nodes:
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in _SETTERS:
            named = next((keyword.value for keyword in node.keywords if keyword.arg in {"key", "name"}), None)
            cookie = named if named is not None else node.args[0] if node.args else None
            yield "" if cookie is None else ast.unparse(cookie), node


def _weaker(base: ast.Call, head: ast.Call) -> Iterator[str]:
    if any(keyword.arg is None for keyword in head.keywords):
        return  # the rest of the options is computed
    new = {keyword.arg: keyword.value for keyword in head.keywords}
    for keyword in base.keywords:
        now = new.get(keyword.arg)
        if keyword.arg in _FLAGS and not _is_off(keyword.value) and (now is None or _is_off(now)):
            yield keyword.arg or ""
        elif keyword.arg == "samesite" and _step(now) < _step(keyword.value):
            yield f"samesite={ast.unparse(keyword.value)}"


def _is_off(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not value.value


def _step(value: ast.expr | None) -> int:
    """How strict a `samesite` is; one that is computed counts as strict."""
    if value is None:
        return 0
    if not isinstance(value, ast.Constant):
        return len(_SITES)
    word = str(value.value).lower()
    return _SITES.index(word) if word in _SITES else 0


_LOGIN = """
    def login(response, token):
        response.set_cookie("session", token{flags})
        return response
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SS05",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "scripts may read it",
            base=_LOGIN.format(flags=", secure=True, httponly=True"),
            head=_LOGIN.format(flags=", secure=True"),
            finds=((2, "loses `httponly`"),),
        ),
        Example(
            "other sites send it",
            base=_LOGIN.format(flags=', samesite="strict"'),
            head=_LOGIN.format(flags=', samesite="none"'),
            finds=((2, "loses `samesite="),),
        ),
        Example(
            "the flag comes from the settings",
            base=_LOGIN.format(flags=", secure=True"),
            head=_LOGIN.format(flags=", secure=settings.SECURE"),
        ),
        Example(
            "the flags come as a dictionary",
            base=_LOGIN.format(flags=", secure=True"),
            head=_LOGIN.format(flags=", **COOKIE_OPTIONS"),
        ),
        Example(
            "another cookie",
            base=_LOGIN.format(flags=", secure=True"),
            head=_LOGIN.format(flags="").replace("session", "theme"),
        ),
    ),
)
