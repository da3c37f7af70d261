"""The default rule of access became looser.

Every view that says nothing of its own follows the default of the settings: Django REST framework's default
permission and authentication classes, or the `auth=` of a Ninja API. The default is gone, empty, or lets more in.

Why it matters:
    The views that rely on the default do not appear in the pull request. All of them open at once.

Instead:
    Keep the strict default and open the one view that is meant to be public.

What it does not see:
    Which views have rules of their own; the order of strictness of permission classes of the house: another class is
    told as a change.

Sources:
    Catalogue AZ09; Django REST framework documentation, Setting the permission policy.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.pairs import is_read
from checks.declarations.settings import Setting, is_local, setting_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.index import dotted, is_none
from checks.kit.sentence import Sentence, code
from checks.kit.undo import became

_DEFAULTS = re.compile(r"(^|\.)DEFAULT_(PERMISSION|AUTHENTICATION)_CLASSES$")
_PUBLIC = re.compile(r"(^|\.)(AllowAny|IsAuthenticatedOrReadOnly|DjangoModelPermissionsOrAnonReadOnly)$")
_RANK = ("AllowAny", "IsAuthenticatedOrReadOnly", "IsAuthenticated", "IsAdminUser")
_APIS = frozenset({"NinjaAPI", "NinjaExtraAPI"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Looser defaults in settings, and Ninja interfaces that lost `auth=`."""
    for pair in setting_pairs(change):
        if _DEFAULTS.search(pair.key) and pair.base is not None:
            verdict = _verdict(pair.base, pair.head)
            if verdict is not None:
                kind, confidence = verdict
                now = ", ".join(map(_last, pair.head.items)) if pair.head else ""
                says = _says(pair.key, kind, confidence, now)
                yield became(change, pair.base.node, pair.head.node if pair.head else None, says)
    yield from _ninja(change)


def _verdict(base: Setting, head: Setting | None) -> tuple[Kind, float] | None:
    """Kind and confidence of the loosening; None when the head is as strict."""
    old = {_last(item) for item in base.items if not _PUBLIC.search(item)}
    new = {_last(item) for item in head.items} if head else set[str]()
    if not old or old <= new:
        return None
    if not new:
        return Kind.LOST, 0.9
    if any(_PUBLIC.search(name) for name in new):
        return Kind.WEAKENED, 0.9
    ranked = [_RANK.index(name) for name in (*old, *new) if name in _RANK]
    if len(old) == len(new) == 1 and len(ranked) == 2:
        return (Kind.WEAKENED, 0.85) if ranked[1] < ranked[0] else None
    return (Kind.WEAKENED, 0.75) if new < old else (Kind.CHANGED, 0.7)


def _says(key: str, kind: Kind, confidence: float, now: str) -> Sentence:
    return Sentence(
        kind=kind,
        symbol=key.partition(".")[0],
        fact=f"default {key.rpartition('.')[2]}",
        title=f"{code(key)} is {code(now) if now else 'empty or gone'} now",
        message="Every view without a rule of its own follows it.",
        confidence=confidence,
    )


def _ninja(change: Change) -> Iterator[Hit]:
    if not is_read(change) or is_local(change.path) or change.base is None or change.head is None:
        return
    if "NinjaAPI" not in change.base.text and "NinjaExtraAPI" not in change.base.text:
        return
    head = dict(_interfaces(change.head))
    for name, node in _interfaces(change.base):
        now = head.get(name)
        if now is not None and _auth(node) and not _auth(now):
            says = Sentence(
                kind=Kind.LOST,
                symbol=None,
                fact=f"auth of {name}",
                title=f"`{name}` no longer demands {code(_auth(node))} by default",
                message="Every operation without a rule of its own follows it.",
                confidence=0.9,
            )
            yield became(change, node, now, says)


def _interfaces(source: Source) -> Iterator[tuple[str, ast.Call]]:
    for stmt in source.tree.body:
        match stmt:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call) if _last(dotted(call.func)) in _APIS:
                yield name, call
            case _:
                continue


def _auth(call: ast.Call) -> str:
    value = next((keyword.value for keyword in call.keywords if keyword.arg == "auth"), None)
    return "" if value is None or is_none(value) else ast.unparse(value)


def _last(item: str) -> str:
    return item.rpartition(".")[2]


_REST = """
    REST_FRAMEWORK = {{
        "DEFAULT_PERMISSION_CLASSES": [{classes}],
        "PAGE_SIZE": 50,
    }}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ09",),
    kind=Kind.WEAKENED,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "everybody is allowed by default",
            path="shop/settings.py",
            base=_REST.format(classes='"rest_framework.permissions.IsAuthenticated"'),
            head=_REST.format(classes='"rest_framework.permissions.AllowAny"'),
            finds=((2, "is `AllowAny` now"),),
        ),
        Example(
            "the interface no longer signs callers in",
            base="api = NinjaAPI(auth=SessionAuth())\n",
            head="api = NinjaAPI()\n",
            finds=((1, "no longer demands"),),
        ),
        Example(
            "a stricter default",
            path="shop/settings.py",
            base=_REST.format(classes='"rest_framework.permissions.IsAuthenticated"'),
            head=_REST.format(classes='"rest_framework.permissions.IsAdminUser"'),
        ),
        Example(
            "one more class",
            path="shop/settings.py",
            base=_REST.format(classes='"rest_framework.permissions.IsAuthenticated"'),
            head=_REST.format(classes='"rest_framework.permissions.IsAuthenticated", "shop.permissions.IsPaying"'),
        ),
        Example(
            "the settings of tests",
            path="shop/settings/test.py",
            base=_REST.format(classes='"rest_framework.permissions.IsAuthenticated"'),
            head=_REST.format(classes='"rest_framework.permissions.AllowAny"'),
        ),
    ),
)
