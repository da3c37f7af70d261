"""A safeguard is off unless somebody switches it on.

A setting decides whether something is verified, required, limited or signed. Its default was the safe one. It is the
open one now.

Why it matters:
    Where the setting is missing or misspelt (a new server, a test of a disaster, a renamed variable) the safeguard is
    silently off, and everything works.

Instead:
    Let the safe value be the default, and let those who need the other one say so. Better still, refuse to start
    without a value.

What it does not see:
    What the environment of production says; safeguards whose setting has a name without a word of guarding.

Sources:
    Catalogue CF04; OWASP Top 10 2021, A05 Security Misconfiguration; CWE-636, Not Failing Securely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.declarations.settings import setting_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.sentence import Sentence, code
from checks.kit.undo import became

_SAFEGUARD = re.compile(
    r"(^|_)(AUTH(ENTICATION|ORIZATION)?|LOGIN|VERIFY|VERIFICATION|VERIFIED|SIGNATURE|SIGNED|PERMISSIONS?|ACL|SSL|TLS|"
    r"CERT|MFA|OTP|2FA|TWO_FACTOR|CAPTCHA|RATE_?LIMIT\w*|THROTTL\w+|QUOTA|SECURE|SECURITY|ENCRYPT\w*|AUDIT\w*|CSRF|"
    r"SANDBOX|VALIDAT\w+|APPROVAL|SANITI[SZ]E|SSRF|INVITE_ONLY|EMAIL_CONFIRM\w*|REDACT\w*|MASK\w*)(_|$)"
)
_ON = re.compile(r"(^|_)(ENABLED?|REQUIRED?|ENFORCED?|STRICT|CHECK|VERIFY|MANDATORY|USE|VALIDATE|ONLY)(_|$)")
_OFF = re.compile(r"(^|_)(DISABLED?|SKIP|BYPASS|ALLOW_(ANONYMOUS|INSECURE|UNSAFE|PUBLIC|OPEN|ANY)|INSECURE|NO)(_|$)")
_TOLD_ELSEWHERE = re.compile(
    r"(^|_)(RATE_?LIMIT(ING|ER)?|THROTTL(E|ING))_?(IS_)?(ENABLED?|ACTIVE)$|COOKIE|^SECURE_|WTF_"
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every safeguard whose default turned from safe to open."""
    for pair in setting_pairs(change):
        name = pair.key.rpartition(".")[2]
        if pair.base is None or pair.head is None or not _SAFEGUARD.search(name) or _TOLD_ELSEWHERE.search(name):
            continue
        safe = False if _OFF.search(name) else True if _ON.search(name) else None
        if safe is None or pair.base.effective is not safe or pair.head.effective is not (not safe):
            continue
        says = Sentence(
            kind=Kind.WEAKENED,
            symbol=pair.key.partition(".")[0],
            fact=f"default of {pair.key} opened",
            title=f"{code(pair.key)} is {not safe} by default, it was {safe}",
            message="Where nobody sets it, the safeguard is off.",
            confidence=0.8,
        )
        yield became(change, pair.base.node, pair.head.node, says)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CF04",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "verification is off by default",
            path="shop/settings.py",
            base='WEBHOOK_SIGNATURE_REQUIRED = env.bool("SIGNED", default=True)\n',
            head='WEBHOOK_SIGNATURE_REQUIRED = env.bool("SIGNED", default=False)\n',
            finds=((1, "is False by default"),),
        ),
        Example(
            "skipping is on",
            path="shop/settings.py",
            base="SKIP_EMAIL_VERIFICATION = False\n",
            head="SKIP_EMAIL_VERIFICATION = True\n",
            finds=((1, "is True by default"),),
        ),
        Example(
            "a feature is off by default",
            path="shop/settings.py",
            base='SEARCH_ENABLED = env.bool("SEARCH", default=True)\n',
            head='SEARCH_ENABLED = env.bool("SEARCH", default=False)\n',
        ),
        Example(
            "the safe default is new",
            path="shop/settings.py",
            base="LOGIN_REQUIRED = False\n",
            head="LOGIN_REQUIRED = True\n",
        ),
        Example(
            "the settings of tests",
            path="shop/settings/test.py",
            base="LOGIN_REQUIRED = True\n",
            head="LOGIN_REQUIRED = False\n",
        ),
    ),
)
