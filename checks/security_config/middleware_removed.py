"""A middleware that guards every request was taken out, or no longer stands where it must.

The settings listed a middleware that signs callers in, checks the CSRF token, sets security headers, limits the rate
or holds tenants apart. It is gone, or one that relies on another now comes before it.

Why it matters:
    A middleware guards every address at once, so its absence opens every address at once, and no view shows it.

Instead:
    Keep it. A middleware of your own that takes over belongs into the same pull request. Keep the order that the
    framework documents: sessions before authentication, authentication before what asks for the user.

What it does not see:
    Middleware that is put together at run time; gateways that do the same work.

Sources:
    Catalogue AZ08, SS06; Django documentation, Middleware ordering; Starlette documentation, Middleware.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.pairs import is_read
from checks.declarations.settings import Setting, SettingPair, is_local, setting_pairs, settings_of
from checks.kit import Action, Change, ChangeSet, Check, Example, Hit, Kind, Options, Severity, Side, Source
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, at_head, code, quote

_LISTS = re.compile(r"(^|\.)(MIDDLEWARE(_CLASSES)?|MIDDLEWARES)$")
_GUARDING = re.compile(
    r"csrf|xsrf|secur|authenticat|auth(?!or)|login|clickjack|x_?frame|rate_?limit|throttl|session|permission|access|"
    r"tenant|organi[sz]ation|workspace|trusted_?host|https_?redirect|axes|csp|content_?security|otp|two_?factor|"
    r"signature|sudo|impersonat|block|protect|firewall|ip_?(filter|restrict)",
    re.IGNORECASE,
)
_ORDER = (("SessionMiddleware", "AuthenticationMiddleware"), ("SessionMiddleware", "CsrfViewMiddleware"))
_SURE, _REPLACED = 0.9, 0.6


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Guarding middleware that is gone from a list or from calls, and pairs that changed places."""
    for pair in setting_pairs(change):
        if _LISTS.search(pair.key) and pair.base is not None and pair.head is not None:
            yield from _listed(pair, pair.base, pair.head)
    yield from _added_by_calls(change)


def _listed(pair: SettingPair, base: Setting, head: Setting) -> Iterator[Hit]:
    gained = [item for item in head.items if item not in base.items]
    for item in dict.fromkeys(base.items):
        if item in head.items or not _GUARDING.search(_last(item)) or _stands_elsewhere(pair.change, pair.key, item):
            continue
        if _last(item) in map(_last, gained):
            continue
        heir = next((other for other in gained if _alike(item, other)), None)
        node = _node_of(base, item)
        says = Sentence(
            kind=Kind.LOST if heir is None else Kind.CHANGED,
            symbol=pair.key,
            fact=f"middleware {_last(item)}",
            title=f"{code(_last(item))} is no longer in {code(pair.key)}",
            message="It guarded every request of the service."
            + ("" if heir is None else f" {code(_last(heir))} may do its work."),
            confidence=_SURE if heir is None else _REPLACED,
            codes=("SS06",) if "csrf" in item.lower() else (),
        )
        yield at_base(pair.change, node, says, quote(pair.change, Side.RIGHT, head.node, "now"))
    yield from _reordered(pair, base, head)


def _reordered(pair: SettingPair, base: Setting, head: Setting) -> Iterator[Hit]:
    for first, second in _ORDER:
        if _stand_so(base.items, first, second) and _stand_so(head.items, second, first):
            says = Sentence(
                kind=Kind.WEAKENED,
                symbol=pair.key,
                fact=f"middleware order {first} {second}",
                title=f"{code(second)} now comes before {code(first)}",
                message="It asks for what the other has not provided yet.",
                confidence=0.85,
            )
            yield at_head(pair.change, head.node, says, quote(pair.change, Side.LEFT, base.node, "was"))


def _stand_so(items: tuple[str, ...], first: str, second: str) -> bool:
    names = [_last(item) for item in items]
    return first in names and second in names and names.index(first) < names.index(second)


def _added_by_calls(change: Change) -> Iterator[Hit]:
    """`app.add_middleware(X)` and `Middleware(X)`."""
    if not is_read(change) or is_local(change.path) or change.base is None or change.head is None:
        return
    if "iddleware" not in change.base.text:
        return
    head = change.within.ask(_called_at_head)
    for name, node in _called(change.base):
        if name in head or not _GUARDING.search(name):
            continue
        heir = next((other for other in head if _alike(name, other)), None)
        says = Sentence(
            kind=Kind.LOST if heir is None else Kind.CHANGED,
            symbol=change.base.index.symbol(node),
            fact=f"middleware {name}",
            title=f"{code(name)} is no longer added to the application",
            message="It guarded every request of the service.",
            confidence=_SURE if heir is None else _REPLACED,
        )
        yield at_base(change, node, says)


def _called_at_head(changes: ChangeSet) -> frozenset[str]:
    heads = (change.head for change in changes if is_read(change) and change.head is not None)
    return frozenset(name for head in heads for name, _ in _called(head))


def _called(source: Source) -> Iterator[tuple[str, ast.Call]]:
    for node in source.index.all(ast.Call):
        name = dotted(node.func).rpartition(".")[2]
        if name in {"add_middleware", "Middleware"} and node.args:
            middleware = dotted(node.args[0]).rpartition(".")[2]
            if middleware:
                yield middleware, node


def _stands_elsewhere(change: Change, key: str, item: str) -> bool:
    """Whether another changed settings file lists it at head and did not at base."""
    for other in change.within:
        if other is change or not is_read(other):
            continue
        now = settings_of(change.within, other.head).get(key)
        was = settings_of(change.within, other.base).get(key)
        if now is not None and item in now.items and (was is None or item not in was.items):
            return True
    return False


def _node_of(setting: Setting, item: str) -> ast.AST:
    for value in setting.values:
        for node in ast.walk(value):
            if isinstance(node, ast.Constant) and node.value == item:
                return node
    return setting.node


def _last(item: str) -> str:
    return item.rpartition(".")[2]


def _alike(one: str, other: str) -> bool:
    """Whether two names share the word that says what they guard."""
    old, new = ({found.lower() for found in _matches(name)} for name in (one, other))
    return bool(old & new)


def _matches(name: str) -> list[str]:
    return [found[0] for found in _GUARDING.finditer(_last(name))]


_DJANGO = """
    MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        {csrf}
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "shop.middleware.Timing",
    ]
"""
_CSRF = '"django.middleware.csrf.CsrfViewMiddleware",'

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ08",),
    kind=Kind.LOST,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the CSRF check is gone",
            path="shop/settings.py",
            base=_DJANGO.format(csrf=_CSRF),
            head=_DJANGO.format(csrf=""),
            finds=((3, "`CsrfViewMiddleware` is no longer in `MIDDLEWARE`"),),
        ),
        Example(
            "the list of trusted hosts is gone from the application",
            base="""
                app = FastAPI()
                app.add_middleware(TrustedHostMiddleware, allowed_hosts=["shop.example"])
                app.add_middleware(GZipMiddleware)
            """,
            head="""
                app = FastAPI()
                app.add_middleware(GZipMiddleware)
            """,
            finds=((2, "`TrustedHostMiddleware` is no longer added"),),
        ),
        Example(
            "authentication comes before sessions",
            path="shop/settings.py",
            base='MIDDLEWARE = ["a.SessionMiddleware", "b.AuthenticationMiddleware"]\n',
            head='MIDDLEWARE = ["b.AuthenticationMiddleware", "a.SessionMiddleware"]\n',
            finds=((1, "now comes before"),),
        ),
        Example(
            "a middleware that guards nothing is gone",
            path="shop/settings.py",
            base=_DJANGO.format(csrf=_CSRF),
            head=_DJANGO.format(csrf=_CSRF).replace('"shop.middleware.Timing",', ""),
        ),
        Example(
            "the settings of a developer's machine",
            path="shop/settings/local.py",
            base=_DJANGO.format(csrf=_CSRF),
            head=_DJANGO.format(csrf=""),
        ),
        Example(
            "the module of the middleware moved",
            path="shop/settings.py",
            base=_DJANGO.format(csrf='"shop.auth.TenantMiddleware",'),
            head=_DJANGO.format(csrf='"shop.tenants.middleware.TenantMiddleware",'),
        ),
        Example(
            "it moved to the settings of production",
            base={"shop/settings/base.py": _DJANGO.format(csrf=_CSRF), "shop/settings/production.py": "X = 1\n"},
            head={
                "shop/settings/base.py": _DJANGO.format(csrf=""),
                "shop/settings/production.py": f"X = 1\nMIDDLEWARE = [{_CSRF}]\n",
            },
        ),
    ),
)
