"""A protecting setting was switched off, lowered or removed.

Frameworks have settings that keep cookies from scripts and from plain HTTP, force HTTPS, keep pages out of frames,
demand strong passwords, check the CSRF token. One of them is off now, weaker, or falls back to a weaker default.

Why it matters:
    These settings guard every page and every session. Nothing breaks when they go; the first sign is a stolen
    session or an account with the password "password".

Instead:
    Keep the value in what production reads, and override it in a developer's own settings.

What it does not see:
    Which settings file production uses; values that only the environment gives; headers that a proxy sets.

Sources:
    Catalogue CF02, SS05, SS06, AZ27; Django documentation, Deployment checklist, Security middleware.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.declarations.settings import Setting, SettingPair, setting_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.sentence import Sentence, at_head, code
from checks.kit.undo import became

_DEFAULT_OFF = re.compile(
    r"^((SESSION|CSRF|LANGUAGE|REMEMBER|JWT|AUTH|REFRESH|ACCESS)_?\w*COOKIE_SECURE|SECURE_COOKIES?|COOKIE_SECURE|"
    r"SECURE_SSL_REDIRECT|SECURE_HSTS_(INCLUDE_SUBDOMAINS|PRELOAD)|CSRF_COOKIE_HTTPONLY|CSRF_USE_SESSIONS|"
    r"FORCE_HTTPS|HTTPS_ONLY|ENFORCE_HTTPS|JWT_COOKIE_CSRF_PROTECT|SIMPLE_JWT\.(ROTATE_REFRESH_TOKENS|"
    r"BLACKLIST_AFTER_ROTATION)|PREFERRED_SECURE|AXES_ENABLED|TALISMAN_ENABLED)$"
)
_DEFAULT_ON = re.compile(
    r"^((SESSION|REMEMBER|AUTH|JWT)_?\w*COOKIE_HTTPONLY|COOKIE_HTTPONLY|SECURE_CONTENT_TYPE_NOSNIFF|"
    r"SECURE_BROWSER_XSS_FILTER|WTF_CSRF_(ENABLED|CHECK_DEFAULT|SSL_STRICT)|CSRF_ENABLED|CSRF_PROTECTION\w*)$"
)
_AGES = re.compile(r"^(SECURE_HSTS_SECONDS)$")
_LISTS = re.compile(r"^(AUTH_PASSWORD_VALIDATORS|PASSWORD_VALIDATORS)$")
_STEPS: dict[str, tuple[str, ...]] = {
    "SAMESITE": ("none", "lax", "strict"),
    "X_FRAME_OPTIONS": ("allowall", "sameorigin", "deny"),
    "SECURE_REFERRER_POLICY": ("unsafe-url", "no-referrer-when-downgrade", "origin", "same-origin", "no-referrer"),
    "SECURE_CROSS_ORIGIN_OPENER_POLICY": ("unsafe-none", "same-origin-allow-popups", "same-origin"),
}
_COOKIE = re.compile(r"COOKIE")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every protecting setting that protects less."""
    for pair in setting_pairs(change):
        told = _verdict(pair)
        if told is not None:
            kind, what, confidence = told
            yield from _hit(pair, kind, what, confidence)


def _verdict(pair: SettingPair) -> tuple[Kind, str, float] | None:
    """Kind, words and confidence; None when nothing got weaker."""
    key = pair.key
    if _DEFAULT_OFF.match(key) or _DEFAULT_ON.match(key):
        return _switched(pair, default=bool(_DEFAULT_ON.match(key)))
    if _AGES.match(key):
        return _lowered(pair.base, pair.head)
    if _LISTS.match(key):
        return _shrunk(pair.base, pair.head)
    steps = next((steps for name, steps in _STEPS.items() if name in key), None)
    return None if steps is None else _stepped(pair.base, pair.head, steps)


def _switched(pair: SettingPair, *, default: bool) -> tuple[Kind, str, float] | None:
    was = default if pair.base is None else pair.base.effective
    now = default if pair.head is None else pair.head.effective
    if was is True and now is False:
        return (Kind.LOST, "is no longer set", 0.8) if pair.head is None else (Kind.WEAKENED, "is off now", 0.85)
    return None


def _lowered(base: Setting | None, head: Setting | None) -> tuple[Kind, str, float] | None:
    was = base.effective if base else 0
    now = head.effective if head else 0
    if isinstance(was, int) and isinstance(now, int) and now < was:
        return (Kind.LOST, "is no longer set", 0.8) if head is None else (Kind.WEAKENED, f"is {now} now", 0.8)
    return None


def _shrunk(base: Setting | None, head: Setting | None) -> tuple[Kind, str, float] | None:
    was = len(base.items) if base else 0
    now = len(head.items) if head else 0
    if now < was:
        return (Kind.LOST, "is empty or gone", 0.85) if now == 0 else (Kind.WEAKENED, "holds fewer rules", 0.8)
    return None


def _stepped(base: Setting | None, head: Setting | None, steps: tuple[str, ...]) -> tuple[Kind, str, float] | None:
    was, now = _step(base, steps), _step(head, steps)
    return (Kind.WEAKENED, f"is {steps[now]} now", 0.8) if was is not None and now is not None and now < was else None


def _step(setting: Setting | None, steps: tuple[str, ...]) -> int | None:
    """Position on the way from open to closed; a setting that is not given is unknown."""
    value = None if setting is None else setting.effective
    word = str(value).lower() if isinstance(value, str) else "none" if value is False else ""
    return steps.index(word) if word in steps else None


def _hit(pair: SettingPair, kind: Kind, what: str, confidence: float) -> Iterator[Hit]:
    says = Sentence(
        kind=kind,
        symbol=pair.key.partition(".")[0],
        fact=f"setting {pair.key} {what}",
        title=f"{code(pair.key)} {what}",
        message="It protected every session and page that these settings serve.",
        confidence=confidence,
        codes=("SS05",) if _COOKIE.search(pair.key) else (),
    )
    if pair.base is not None:
        yield became(pair.change, pair.base.node, pair.head.node if pair.head else None, says)
    elif pair.head is not None:
        yield at_head(pair.change, pair.head.node, says)


_DJANGO = """
    SESSION_COOKIE_SECURE = {secure}
    SECURE_HSTS_SECONDS = {age}
    CSRF_COOKIE_SAMESITE = "{site}"
"""
_BASE = _DJANGO.format(secure=True, age=31536000, site="Strict")

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CF02", "SS05", "SS06", "AZ27"),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the session cookie travels over plain HTTP",
            path="shop/settings.py",
            base=_BASE,
            head=_BASE.replace("True", "False"),
            finds=((1, "`SESSION_COOKIE_SECURE` is off now"),),
        ),
        Example(
            "the default of the environment is off",
            path="shop/settings.py",
            base='SECURE_SSL_REDIRECT = env.bool("HTTPS", default=True)\n',
            head='SECURE_SSL_REDIRECT = env.bool("HTTPS", default=False)\n',
            finds=((1, "is off now"),),
        ),
        Example(
            "browsers forget sooner, cookies go to more sites",
            path="shop/settings.py",
            base=_BASE,
            head=_DJANGO.format(secure=True, age=60, site="None"),
            finds=((2, "is 60 now"), (3, "is none now")),
        ),
        Example(
            "the setting of a developer's machine",
            path="shop/settings/dev.py",
            base=_BASE,
            head=_BASE.replace("True", "False"),
        ),
        Example(
            "it comes from the environment now",
            path="shop/settings.py",
            base=_BASE,
            head=_BASE.replace("True", 'env.bool("SECURE", default=True)'),
        ),
        Example(
            "a cookie is bound more tightly",
            path="shop/settings.py",
            base=_DJANGO.format(secure=False, age=60, site="Lax"),
            head=_BASE,
        ),
        Example(
            "it is said to be off where it was off by default",
            path="shop/settings.py",
            base="DEBUG = False\n",
            head="DEBUG = False\nSESSION_COOKIE_SECURE = False\n",
        ),
    ),
)
