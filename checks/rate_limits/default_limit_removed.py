"""The default limit of requests is gone or higher.

The settings limited how often callers may ask: default throttle classes, default rates, the default limits of a
limiter. The default is gone, or allows more.

Why it matters:
    Views without a limit of their own (most of them) can be asked as often as anybody likes: to guess passwords, to
    read everything, to run up costs.

Instead:
    Keep the default and raise the limit of the one view that needs it.

What it does not see:
    Limits of a gateway; which views have limits of their own.

Sources:
    Catalogue RL01, RL02; Django REST framework documentation, Throttling; OWASP API Security Top 10 2023, API4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.declarations.settings import SettingPair, setting_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.sentence import Sentence, code
from checks.kit.undo import became

_CLASSES = re.compile(r"(^|\.)(DEFAULT_THROTTLE_CLASSES|RATELIMIT_DEFAULT|DEFAULT_LIMITS|RATELIMIT_(DEFAULT_)?LIMITS)$")
_RATES = re.compile(r"(^|\.)(DEFAULT_THROTTLE_RATES\.[\w-]+|RATELIMIT_DEFAULT|\w*_?(THROTTLE|RATE_LIMIT)\w*)$")
_SWITCH = re.compile(r"(^|_)(RATE_?LIMIT(ING|ER)?|THROTTL(E|ING))_?(IS_)?(ENABLED?|ACTIVE)$")
_RATE = re.compile(r"^\s*(\d+)\s*(?:/|per)\s*(\d*)\s*(s|sec|second|m|min|minute|h|hour|d|day)", re.IGNORECASE)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Default limits that are gone, off or higher."""
    for pair in setting_pairs(change):
        if pair.base is None:
            continue
        told = _verdict(pair)
        if told is not None:
            kind, what, confidence = told
            says = Sentence(
                kind=kind,
                symbol=pair.key.partition(".")[0],
                fact=f"default limit {pair.key}",
                title=f"{code(pair.key)} {what}",
                message="Views without a limit of their own follow it.",
                confidence=confidence,
                codes=("RL01",) if kind is Kind.LOST else ("RL02",),
            )
            yield became(change, pair.base.node, pair.head.node if pair.head else None, says)


def _verdict(pair: SettingPair) -> tuple[Kind, str, float] | None:
    base, head = pair.base, pair.head
    if base is None:
        return None
    if _CLASSES.search(pair.key) and base.items and not (head and head.items):
        return Kind.LOST, "is empty or gone", 0.9
    if _SWITCH.search(pair.key) and base.effective is True and head is not None and head.effective is False:
        return Kind.LOST, "is off", 0.85
    if _RATES.search(pair.key):
        old, new = _per_second(base.effective), _per_second(head.effective) if head else None
        if old is not None and head is not None and new is None and head.literal is None:
            return Kind.LOST, "limits nothing any more", 0.85
        if old is not None and new is not None and new > old:
            return Kind.WEAKENED, f"allows {new / old:.0f} times as much" if new / old >= 2 else "allows more", 0.8
    return None


def _per_second(value: object) -> float | None:
    """Requests a second of a rate such as "10/min"; None when it is none."""
    found = _RATE.match(value) if isinstance(value, str) else None
    return int(found[1]) / (int(found[2] or 1) * _SECONDS[found[3][0].lower()]) if found else None


_REST = """
    REST_FRAMEWORK = {{
        "DEFAULT_THROTTLE_CLASSES": [{classes}],
        "DEFAULT_THROTTLE_RATES": {{"anon": "{rate}"}},
    }}
"""
_CLASS = '"rest_framework.throttling.AnonRateThrottle"'

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("RL01", "RL02"),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "no class limits by default",
            path="shop/settings.py",
            base=_REST.format(classes=_CLASS, rate="20/min"),
            head=_REST.format(classes="", rate="20/min"),
            finds=((2, "is empty or gone"),),
        ),
        Example(
            "the rate is higher",
            path="shop/settings.py",
            base=_REST.format(classes=_CLASS, rate="20/min"),
            head=_REST.format(classes=_CLASS, rate="20/s"),
            finds=((3, "60 times as much"),),
        ),
        Example(
            "the same rate in other words",
            path="shop/settings.py",
            base=_REST.format(classes=_CLASS, rate="60/minute"),
            head=_REST.format(classes=_CLASS, rate="1/second"),
        ),
        Example(
            "a lower rate",
            path="shop/settings.py",
            base=_REST.format(classes=_CLASS, rate="20/min"),
            head=_REST.format(classes=_CLASS, rate="10/min"),
        ),
        Example(
            "the settings of tests",
            path="shop/settings/tests.py",
            base=_REST.format(classes=_CLASS, rate="20/min"),
            head=_REST.format(classes="", rate="20/min"),
        ),
    ),
)
