"""What proves identity and must stay secret: tokens, sessions, cookies, redirects, secrets in answers (family SS)."""

from __future__ import annotations

from checks.classification.python.clue import Clue, call_of
from checks.classification.python.clues.access_words import OUTBOUND
from checks.classification.python.fact import Form
from checks.kit import Area

_CONFIDENTIAL = (
    r"^(?:passwords?|(?:\w+ )*secrets?|(?:\w+ )*(?:secret|token|api) keys?|(?:access|auth|refresh|private) tokens?"
    r"|token|ssn|hashed \w+|(?:\w+ )*password(?: hash)?)$"
)
_LOGIN_STEP = r"(?:check|verify|set|hash|make|validate) (?:user )?password(?: hash)?"

CLUES = (
    Clue(
        Area.AUTH,
        "credential",
        (Form.CALL,),
        0.75,
        last=(
            r"^(?:csrf exempt|csrf protect|login required|permission required|staff member required|user passes test"
            rf"|compare digest|constant time compare|{_LOGIN_STEP}|construct event|authenticate(?: user)?|login|logout"
            r"|verify (?:\w+ )?(?:signature|token|code|otp|webhook)|login user|logout user|user login|user logout"
            r"|cycle key|sign in|token (?:bytes|hex|urlsafe)|(?:\w+ )*load user(?: \w+)*|update session auth hash"
            r"|(?:\w+ )*user (?:from|by) (?:request|token|session|api key)(?: \w+)*|set cookie|delete cookie"
            r"|(?:revoke|rotate|blacklist) (?:\w+ )*tokens?)$"
        ),
        unless=OUTBOUND,
    ),
    Clue(
        Area.AUTH,
        "credential",
        (Form.CALL,),
        0.75,
        named=(
            r"(?:jwt|jws|jose)(?: \w+)? (?:encode|decode)$|(?:request|strategy|http) session (?:flush|clear|cycle key)$"
            r"|secrets choice$"
        ),
    ),
    Clue(
        Area.AUTH,
        "credential",
        (Form.ARGUMENT,),
        0.7,
        inside=call_of(
            rf"compare digest|(?:jwt|jws|jose)(?: \w+)? (?:encode|decode)|{_LOGIN_STEP}|set cookie|login user"
            r"|verify (?:\w+ )?(?:signature|token)|authenticate"
        ),
    ),
    Clue(
        Area.AUTH,
        "login state",
        (Form.WRITE,),
        0.7,
        named=(
            r"session (?:\w+ )*(?:user|2 fa|mfa|otp|state|nonce|auth\w*|login|token)(?: \w+)*|is superuser|is staff"
            r"|is admin|roles?|permissions?|password|\w+ password|(?:\w+ )*(?:api key|auth token|token hash|secret key"
            r"|digest)"
        ),
    ),
    Clue(
        Area.AUTH,
        "lifetime of a credential",
        (Form.SETTING, Form.CLASS_ATTRIBUTE, Form.ENTRY, Form.ARGUMENT),
        0.65,
        named=(
            r"^(?:\w+ )*(?:token|session|cookie|otp|verification|invite|invitation|password reset|jwt)(?: \w+)* "
            r"(?:lifetime|expir\w+|ttl|max age|time ?out|age|expire minutes|expire seconds|time ?out seconds)$"
        ),
    ),
    Clue(
        Area.AUTH,
        "redirect target",
        (Form.CALL,),
        0.65,
        says=(
            r"safe redirect|is safe url|allowed hosts? and scheme|url has allowed host|next (?:url|path)"
            r"|redirect (?:url|uri|host)"
        ),
    ),
    Clue(
        Area.AUTH,
        "confidential field of an answer",
        (Form.ENTRY,),
        0.7,
        says=_CONFIDENTIAL,
        target=r"^(?:(?:read only |write only )?fields|exclude|extra kwargs|hidden(?: fields)?)$",
    ),
    Clue(Area.AUTH, "confidential field of an answer", (Form.ARGUMENT,), 0.65, named=r"^write only$"),
    Clue(
        Area.AUTH,
        "confidential field of an answer",
        (Form.ARGUMENT,),
        0.65,
        says=_CONFIDENTIAL,
        inside=call_of("pop|exclude|omit|defer|without|safe dict|model dump|dict"),
        unless=r"environ|kwargs|client|headers",
    ),
)
