"""What keeps calls to other services in bounds: time-outs, retries, addresses, checks (family EX).

A call alone is none of it: the area is touched where its bounds are.
"""

from __future__ import annotations

from checks.classification.python.clue import Clue, call_of
from checks.classification.python.fact import Form
from checks.kit import Area

_CLIENT = (
    r"requests|httpx|aiohttp|urllib 3?|urllib request|http client|http session|boto ?3?|botocore|grpc"
    r"|smtplib|imaplib|poplib"
    r"|paramiko|ftplib|zeep|suds|client session|async client|pool manager|httplib 2|session|client|s 3|minio|pycurl|api"
)
_TIMEOUT = r"(?:\w+ )*time ?outs?(?: s| ms| secs?| seconds| at)?"
_NOT_A_CALL = r"cache|session time ?out|cookie|set time ?out|cache time ?out|time ?out (?:error|exception)"

CLUES = (
    Clue(Area.EXTERNAL_CALLS, "time-out", (Form.ARGUMENT,), 0.85, named=rf"^{_TIMEOUT}$", unless=_NOT_A_CALL),
    Clue(
        Area.EXTERNAL_CALLS,
        "time-out",
        (Form.CALL, Form.SCOPE),
        0.75,
        named=(
            r"client timeout$|^(?:httpx |async )?timeout$|wait for$|urllib 3(?: \w+)* timeout$"
            r"|set ?default ?timeout$|settimeout$|move on after$|fail after$"
        ),
    ),
    Clue(
        Area.EXTERNAL_CALLS,
        "time-out",
        (Form.SETTING, Form.CLASS_ATTRIBUTE, Form.WRITE, Form.LOCAL, Form.ENTRY),
        0.6,
        named=rf"^{_TIMEOUT}$|^(?:\w+ )*(?:max retries|retries|tries left)$",
        unless=_NOT_A_CALL + r"|token|session|login|verification|auth|idle|otp|invite",
    ),
    Clue(
        Area.EXTERNAL_CALLS,
        "time-out",
        (Form.ARGUMENT,),
        0.75,
        inside=call_of("set ?timeout|client timeout|httpx timeout|wait for"),
    ),
    Clue(Area.EXTERNAL_CALLS, "time limit", (Form.ARGUMENT,), 0.65, named=r"^(?:soft )?time limit$"),
    Clue(
        Area.EXTERNAL_CALLS,
        "retry policy",
        (Form.ARGUMENT,),
        0.65,
        named=(
            r"^(?:max retries|retry backoff|retry kwargs|autoretry for|dont autoretry for|retry jitter"
            r"|default retry delay)$"
        ),
    ),
    Clue(
        Area.EXTERNAL_CALLS,
        "handler of a failed call",
        (Form.HANDLER,),
        0.6,
        says=(
            r"(?:\w+ )*time ?out(?: error| exception| expired)?|(?:\w+ )*timeout error|requests exceptions \w+"
            r"|httpx \w+|request exception|request error|connection error|http error|http status error"
            r"|url error|client error"
        ),
    ),
    Clue(
        Area.EXTERNAL_CALLS,
        "call option",
        (Form.ARGUMENT,),
        0.75,
        named=(
            r"^(?:verify|verify ssl|ssl|retries|max retries|allow redirects|follow redirects|max redirects"
            r"|trust env)$"
        ),
        inside=_CLIENT,
        unless="jwt|signature|token",
    ),
    Clue(
        Area.EXTERNAL_CALLS,
        "retry policy",
        (Form.DECORATOR, Form.SCOPE),
        0.7,
        says=r"retry|retrying|backoff|on exception|circuit breaker|circuit",
    ),
    Clue(
        Area.EXTERNAL_CALLS,
        "retry policy",
        (Form.ARGUMENT,),
        0.65,
        inside=r"^[^<]*\b(?:retry|retrying|backoff|on exception|circuit breaker|http adapter)(?= <|$)",
    ),
    Clue(
        Area.EXTERNAL_CALLS,
        "address check",
        (Form.CALL, Form.CONDITION, Form.RAISE),
        0.75,
        says=(
            r"is private|is loopback|is link local|is reserved|ssrf|private (?:ip|network|url)s?"
            r"|validate (?:external )?(?:url|webhook url)(?: ip)?|allowed schemes?|is safe host"
        ),
    ),
    Clue(Area.EXTERNAL_CALLS, "response check", (Form.CALL,), 0.65, named=r"raise for status$"),
)
