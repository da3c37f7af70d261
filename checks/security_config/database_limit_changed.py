"""A limit on waiting for the database is gone or much higher.

The settings said how long a statement, a lock or a connection may take, or how many connections there are. The limit
is gone, or at least three times what it was.

Why it matters:
    One slow statement then holds its worker and its locks for as long as it likes. Under load the others queue behind
    it until nothing answers.

Instead:
    Keep the limit and set a longer one for the one job that needs it.

What it does not see:
    Limits that the database's roles or a connection pool outside set.

Sources:
    Catalogue CF06; PostgreSQL documentation, statement_timeout; SQLAlchemy documentation, Engine configuration.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.environment import literal_of
from checks.declarations.pairs import is_read
from checks.declarations.settings import is_local, setting_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side, Source
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code, quote

_LIMITS = re.compile(
    r"(^|[._])(statement_timeout|lock_timeout|idle_in_transaction_session_timeout|connect_timeout|pool_timeout|"
    r"command_timeout|query_timeout|max_overflow|pool_size|socket_timeout)$",
    re.IGNORECASE,
)
_TEXT = re.compile(r"(statement_timeout|lock_timeout|idle_in_transaction_session_timeout)\s*=?\s*'?(\d+)")
_ENGINES = frozenset(
    {"create_engine", "create_async_engine", "connect", "create_pool", "AsyncEngine", "ConnectionPool"}
)
_MUCH = 3


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Limits in settings and in calls that make an engine."""
    for pair in setting_pairs(change):
        if pair.base is None:
            continue
        old, new = _limits(pair.key, pair.base.node), _limits(pair.key, pair.head.node) if pair.head else {}
        for name, was in old.items():
            if _is_looser(was, new.get(name)):
                evidence = (quote(change, Side.RIGHT, pair.head.node, "now"),) if pair.head else ()
                yield at_base(change, pair.base.node, _says(name, was, new.get(name), pair.key), *evidence)
    if is_read(change) and not is_local(change.path) and change.base is not None and change.head is not None:
        yield from _engines(change, change.base, change.head)


def _limits(key: str, node: ast.expr) -> dict[str, float]:
    value = literal_of(node)
    if _LIMITS.search(key):
        return {key: float(value)} if isinstance(value, int | float) else {}
    return {name: float(number) for name, number in _TEXT.findall(value)} if isinstance(value, str) else {}


def _is_looser(was: float, now: float | None) -> bool:
    """A limit of 0 is none."""
    return was > 0 and (now is None or now == 0 or now >= _MUCH * was)


def _engines(change: Change, base: Source, head: Source) -> Iterator[Hit]:
    if "timeout" not in base.text or not any(name in base.text for name in _ENGINES):
        return
    heads = {name: limits for name, _, limits in _calls(head)}
    for name, call, old in _calls(base):
        new = heads.get(name)
        for limit, was in old.items() if new is not None else ():
            if new is not None and _is_looser(was, new.get(limit)):
                yield at_base(change, call, _says(limit, was, new.get(limit), name))


def _calls(source: Source) -> Iterator[tuple[str, ast.Call, dict[str, float]]]:
    for call in source.index.all(ast.Call):
        name = dotted(call.func).rpartition(".")[2]
        if name in _ENGINES:
            limits: dict[str, float] = {}
            for keyword in call.keywords:
                if keyword.arg and keyword.arg not in {"pool_size", "max_overflow"}:
                    limits |= _limits(keyword.arg, keyword.value)
            yield f"{source.index.symbol(call) or ''} {name}".strip(), call, limits


def _says(name: str, was: float, now: float | None, symbol: str) -> Sentence:
    return Sentence(
        kind=Kind.LOST if now is None else Kind.WEAKENED,
        symbol=symbol.partition(".")[0],
        fact=f"database limit {name}",
        title=f"{code(name)} is {'gone' if now is None else f'{now:g}'}, it was {was:g}",
        message="A slow statement holds its worker and its locks for longer.",
        confidence=0.7,
    )


_SETTINGS = """
    DATABASES = {{
        "default": {{"ENGINE": "django.db.backends.postgresql", "OPTIONS": {{{options}}}}},
    }}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CF06",),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "statements may take as long as they like",
            path="shop/settings.py",
            base=_SETTINGS.format(options='"options": "-c statement_timeout=5000"'),
            head=_SETTINGS.format(options='"options": "-c search_path=shop"'),
            finds=((2, "`statement_timeout` is gone"),),
        ),
        Example(
            "connections are waited for ten times as long",
            base="engine = create_engine(URL, pool_timeout=3)\n",
            head="engine = create_engine(URL, pool_timeout=30)\n",
            finds=((1, "is 30, it was 3"),),
        ),
        Example(
            "a shorter limit",
            path="shop/settings.py",
            base=_SETTINGS.format(options='"options": "-c statement_timeout=5000"'),
            head=_SETTINGS.format(options='"options": "-c statement_timeout=4000"'),
        ),
        Example(
            "a little longer",
            base="engine = create_engine(URL, pool_timeout=3)\n",
            head="engine = create_engine(URL, pool_timeout=5)\n",
        ),
        Example(
            "the engine is gone",
            base="engine = create_engine(URL, pool_timeout=3)\n",
            head='URL = "postgresql://"\n',
        ),
    ),
)
