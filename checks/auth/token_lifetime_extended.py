"""Tokens or sessions live much longer, or for ever.

A setting, constant or argument said when a token, session or code expires. It is gone, or at least twice as long.

Why it matters:
    A stolen token works until it expires. What was an hour for a thief is a day.

Instead:
    Keep tokens short and refresh them. When people are signed out too often, lengthen the refresh token and bind it
    to the device.

What it does not see:
    Lifetimes that the environment or an identity provider gives.

Sources:
    Catalogue SS03; OWASP Session Management Cheat Sheet; CWE-613.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.environment import environment_default
from checks.declarations.settings import setting_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, code
from checks.kit.undo import became
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_NAMED = re.compile(
    r"(^|[._])((ACCESS|REFRESH|SLIDING|ID|AUTH|RESET|JWT|BEARER|VERIFICATION|INVITE|OTP|MAGIC_LINK|SESSION|REMEMBER)_?\w*"
    r"(TOKEN|COOKIE|CODE|LINK|SESSION|PASSWORD)?_?(LIFETIME|EXPIR\w*|TTL|MAX_AGE|AGE|TIMEOUT|DURATION|VALIDITY|"
    r"MINUTES|SECONDS|HOURS|DAYS)|TOKEN_(LIFETIME|EXPIR\w*|TTL|MAX_AGE|AGE)\w*|PASSWORD_RESET_TIMEOUT|"
    r"PERMANENT_SESSION_LIFETIME)$"
)
_NOT = re.compile(r"REQUEST|CONNECT|READ|HTTP|POOL|QUERY|STATEMENT|DB_|CACHE|CLIENT|RETRY|LOCK|POLL|IDLE_IN")
_UNITS = {"weeks": 604800, "days": 86400, "hours": 3600, "minutes": 60, "seconds": 1, "milliseconds": 0.001}
_TWICE = 2.0


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lifetimes in settings, and expiries that functions put into tokens and cookies."""
    for pair in setting_pairs(change):
        if not _NAMED.search(pair.key.upper()) or _NOT.search(pair.key.upper()) or pair.base is None:
            continue
        was = _seconds(pair.base.node)
        now = _seconds(pair.head.node) if pair.head is not None else None
        for_ever = pair.head is not None and isinstance(pair.head.node, ast.Constant) and pair.head.node.value is None
        if was is not None and pair.head is not None and (for_ever or (now is not None and now >= _TWICE * was > 0)):
            yield _told(change, pair.base.node, pair.head.node, pair.key, _words(was, now))
    for pair in edited_functions(change):
        if pair.same_file:
            yield from _expiries(change, pair.base, pair.head)


def _expiries(change: Change, base: Unit, head: Unit) -> Iterator[Hit]:
    new = dict(_given(head))
    for key, value in _given(base):
        was, now = _seconds(value), _seconds(new[key]) if key in new else None
        if was is not None and now is not None and now >= _TWICE * was > 0:
            yield _told(change, value, new[key], base.name, _words(was, now))


def _given(unit: Unit) -> Iterator[tuple[str, ast.expr]]:
    """The `timedelta` or number that is given as expiry of a token, cookie or signature."""
    for node in unit.nodes:
        match node:
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and key.value in {"exp", "expires_at"}:
                        yield "exp", value
            case ast.keyword(arg=str(name), value=value) if name in {"max_age", "expires_delta", "expires_in", "exp"}:
                yield name, value
            case _:
                continue


def _seconds(node: ast.expr) -> float | None:
    """Seconds that an expression gives: numbers, `timedelta`, sums, products, defaults of the environment."""
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Call(func=function, args=[], keywords=keywords) if dotted(function).rpartition(".")[2] == "timedelta":
            parts = [(_UNITS.get(keyword.arg or ""), _seconds(keyword.value)) for keyword in keywords]
            known = [unit * value for unit, value in parts if unit is not None and value is not None]
            return sum(known) if len(known) == len(parts) and parts else None
        case ast.Call(func=function, args=[days]) if dotted(function).rpartition(".")[2] == "timedelta":
            value = _seconds(days)
            return None if value is None else value * _UNITS["days"]
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            one, other = _seconds(left), _seconds(right)
            return None if one is None or other is None else one * other
        case ast.BinOp(left=left, op=ast.Add(), right=right):  # `now() + timedelta(...)`: the part that is known
            one, other = _seconds(left), _seconds(right)
            return one if other is None else other if one is None else one + other
        case ast.Call():
            default = environment_default(node)
            return None if default is None else _seconds(default)
        case _:
            return None


def _words(was: float, now: float | None) -> str:
    return "never expires now" if now is None else f"lives {now / was:.0f} times as long"


def _told(change: Change, was: ast.AST, now: ast.AST, symbol: str, what: str) -> Hit:
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=symbol.partition(".")[0] if symbol.isupper() else symbol,
        fact=f"lifetime of {symbol}",
        title=f"{code(symbol)}: what it signs {what}",
        message="A stolen token works for as long.",
        confidence=0.8,
    )
    return became(change, was, now, says)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SS03",),
    kind=Kind.WEAKENED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a day in place of an hour",
            path="shop/settings.py",
            base='SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(hours=1)}\n',
            head='SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(days=1)}\n',
            finds=((1, "lives 24 times as long"),),
        ),
        Example(
            "the token of a function",
            base='def sign(user):\n    return encode({"exp": now() + timedelta(minutes=15)})\n',
            head='def sign(user):\n    return encode({"exp": now() + timedelta(days=15)})\n',
            finds=((2, "times as long"),),
        ),
        Example(
            "the same time in another unit",
            path="shop/settings.py",
            base="PASSWORD_RESET_TIMEOUT = 3600\n",
            head="PASSWORD_RESET_TIMEOUT = 60 * 60\n",
        ),
        Example(
            "a shorter time",
            path="shop/settings.py",
            base="PASSWORD_RESET_TIMEOUT = 7200\n",
            head="PASSWORD_RESET_TIMEOUT = 3600\n",
        ),
        Example(
            "another time-out",
            path="shop/settings.py",
            base="SESSION_REQUEST_TIMEOUT = 5\n",
            head="SESSION_REQUEST_TIMEOUT = 50\n",
        ),
        Example(
            "it comes from the environment",
            path="shop/settings.py",
            base="PASSWORD_RESET_TIMEOUT = 3600\n",
            head='PASSWORD_RESET_TIMEOUT = env.int("RESET", default=3600)\n',
        ),
    ),
)
