"""Area security-config: settings that keep the whole service safe, and the order of its middleware (family CF)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.classification.file_area import FileArea, quoted
from checks.classification.python.clue import describe, whole_words
from checks.classification.python.delta import Delta
from checks.classification.python.fact import Fact, Form
from checks.classification.words import spoken
from checks.kit import Area

SECURITY_SETTING = whole_words(
    r"^(?:debug|secret key(?: \w+)*|allowed hosts|trusted (?:origins|hosts|proxies)(?: \w+)*|internal ips"
    r"|(?:secure|session|csrf|cors|csp|hsts|x frame|jwt|oauth|saml|ldap|sso|oidc|cookie|samesite|wtf"
    r"|talisman)(?: \w+)+|auth(?:entication)? (?:backends?|required|enabled|disabled|user model"
    r"|password validators|token(?: \w+)*|method|provider|type|secret)"
    r"|password (?!reset timeout text)\w+(?: \w+)*"
    r"|authentication backends|auth password validators|rest framework|(?:\w+ )*(?:auth|sso|saml|oauth"
    r"|ldap|login|signup|ssl|tls|verification) "
    r"(?:enabled|required|disabled|enforced|allowed)|disable (?:\w+ )*(?:auth|csrf|ssl|security)(?: \w+)*"
    r"|(?:\w+ )*(?:client secret|private key|encryption key|signing key)|use x forwarded \w+"
    r"|data upload max \w+|file upload max \w+)$"
)
_LOCAL = re.compile(r"(?:^|[/_.])(?:dev|development|local|tests?|testing|example|sample|ci)(?:_settings)?\.py$")
_AUTH_SETTING = whole_words(
    r"authentication backends|default permission classes|default authentication classes"
    r"|auth user model"
)
_MIDDLEWARE = whole_words(r"middleware(?: classes)?$")
_GUARDING = whole_words(
    r"auth\w*|session|csrf|cors|security|csp|clickjacking|x frame \w+|trusted hosts?|https redirect"
    r"|login|permissions?|rate ?limit\w*|axes|tenant|proxy headers"
)
_OPTION = whole_words(
    r"^(?:allow (?:origins?|credentials|methods|headers|origin regex)|origins|supports credentials"
    r"|allowed hosts|debug|https only|same site|secure|httponly)$"
)

_ADDS_MIDDLEWARE = whole_words(r"add middleware|cors|session middleware|trusted host middleware|app run|fast api")
_EDITED_LIST = re.compile(
    r"^(?:ALLOWED_HOSTS|CSRF_TRUSTED_ORIGINS|CORS_\w+|MIDDLEWARE)\.(?:append|extend|insert|remove)$"
)


def areas(delta: Delta, fact: Fact) -> Iterator[FileArea]:
    """Security-config, for a protecting setting or middleware that changed."""
    noun = _noun(fact)
    if noun and not _LOCAL.search(delta.change.path):
        area = Area.AUTH if _AUTH_SETTING.search(f"{spoken(fact.name)} {spoken(fact.target)}") else Area.SECURITY_CONFIG
        yield FileArea(area, describe(delta, fact, noun), 0.75)


def _noun(fact: Fact) -> str:
    match fact.form:
        case Form.SETTING if not fact.unit and fact.name.isupper():
            return "setting" if SECURITY_SETTING.search(spoken(fact.name)) else ""
        case Form.CONDITION if not fact.unit:
            return "check of a setting" if SECURITY_SETTING.search(fact.said.partition(" . ")[0]) else ""
        case Form.CALL:
            return "setting" if _EDITED_LIST.search(fact.name) else ""
        case Form.ENTRY:
            return _entry(fact)
        case Form.ARGUMENT:
            return _option(fact)
        case _:
            return ""


def _entry(fact: Fact) -> str:
    """An entry of a list or dictionary: of a setting, of the middleware, of an option of it."""
    target = spoken(fact.target)
    if _AUTH_SETTING.search(f"{spoken(fact.name)} . {target}"):
        return "default access rule"
    if _ADDS_MIDDLEWARE.search(fact.inside):
        return "option" if _OPTION.search(target) else ""
    if fact.unit:
        return ""
    if _MIDDLEWARE.search(target):
        return "middleware" if _GUARDING.search(fact.said) else ""
    return f"entry of {quoted(fact.target)}" if fact.target.isupper() and SECURITY_SETTING.search(target) else ""


def _option(fact: Fact) -> str:
    if not fact.unit and fact.target.isupper() and SECURITY_SETTING.search(spoken(fact.target)):
        return f"value of {quoted(fact.target)}"
    if not _ADDS_MIDDLEWARE.search(fact.inside):
        return ""
    return "middleware" if _GUARDING.search(fact.said) or _OPTION.search(spoken(fact.name)) else ""
