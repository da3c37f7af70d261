"""Names as words: identifiers split, and what each word tells about a guard's family.

The tables hold the vocabulary of the frameworks and of everyday backend code, never of one project.
"""

from __future__ import annotations

import re
from functools import lru_cache

from checks.ledger.family import Family

_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


@lru_cache(maxsize=20_000)
def words(name: str) -> tuple[str, ...]:
    """`has_perms_ownerAware` as ("has", "perms", "owner", "aware"), lower case."""
    return tuple(part.lower() for part in _PARTS.findall(name))


AUTHENTICATION = frozenset(
    "login logged authenticated authentication authenticate anonymous signin jwt bearer credentials "
    "password otp mfa totp twofactor sudo reauthenticate reauthentication webauthn 2fa".split()
)
AUTHORIZATION = frozenset(
    "perm perms permission permissions permitted permit authorize authorized authorise authorised authorization "
    "unauthorized forbidden forbid role roles admin admins administrator superuser superadmin staff owner owners "
    "owned ownership access accessible allowed disallowed acl rbac grant grants granted privilege privileges "
    "protect protection privileged member membership "
    "members moderator scope scopes entitled manager managers editor protected "
    "restricted restrict confidential creator impersonate impersonation private".split()
)
SIGNATURE = frozenset("signature signatures hmac digest csrf nonce pkce signed".split())
TENANT = frozenset(
    "tenant tenants organization organisation organizations organisations org workspace workspaces account "
    "accounts company team teams project projects customer group household".split()
)
STATE = frozenset(
    "status state states phase stage closed open opened cancelled canceled finished completed complete draft "
    "published unpublished archived approved rejected pending paid refunded resolved acknowledged locked active "
    "inactive enabled disabled expired revoked terminal final started running stopped submitted confirmed "
    "blocked suspended terminated".split()
)
VISIBILITY = frozenset("deleted archived hidden visible published draft unpublished removed trashed".split())
RATE = frozenset("throttle throttles throttled throttling ratelimit limiter ratelimited".split())
QUOTA = frozenset("quota quotas seats seat exceeded exceed exceeds entitlement".split())
MONEY = frozenset(
    "amount balance price refund refunded captured currency stock inventory insufficient payout credit credits "
    "discount".split()
)
IDEMPOTENCY = frozenset(
    "idempotency idempotent processed already duplicate duplicates dedup dedupe deduplicate seen".split()
)
LOCK = frozenset("lock locks locked mutex semaphore etag".split())
VALIDATION = frozenset("valid invalid validate validates validated validation validator clean sanitize safe".split())
AUDIT = frozenset("audit audited changelog history journal".split())
FLAG = frozenset("feature features flag flags waffle switch".split())

_TABLE: tuple[tuple[Family, frozenset[str]], ...] = (
    (Family.RATE_LIMIT, RATE),
    (Family.QUOTA, QUOTA),
    (Family.SIGNATURE, SIGNATURE),
    (Family.AUTHORIZATION, AUTHORIZATION),
    (Family.AUTHENTICATION, AUTHENTICATION),
    (Family.IDEMPOTENCY, IDEMPOTENCY),
    (Family.LOCK, LOCK),
    (Family.MONEY, MONEY),
    (Family.VISIBILITY, VISIBILITY),
    (Family.STATE, STATE),
    (Family.TENANT_SCOPE, TENANT),
    (Family.AUDIT, AUDIT),
    (Family.FLAG, FLAG),
    (Family.VALIDATION, VALIDATION),
)
_QUOTA = re.compile(
    r"(^|_)over_(\w+_)?limit|(^|_)limit_(reached|exceeded)|has_reached|can_add_|is_over_|"
    r"^(num|count|seats?|slots?|credits?|calls?|requests?)_(\w+_)?(available|remaining|left)$",
    re.IGNORECASE,
)
_RATE_LIMIT = re.compile(r"rate_?limit|too_?many_?requests|^limit(er|s)?$", re.IGNORECASE)
_CAPABILITY = re.compile(
    r"^(?:user_?)?(?:can|may)_"
    r"(?!(?:retry|parse|decode|convert|fit|cache|connect|reconnect)(?:_|$))[a-z]|"  # what code can do asks nobody
    r"^can[A-Z]|_can_[a-z]|^is_(?:my|mine|self|own)\b",
    re.IGNORECASE,
)


_DONE = re.compile(
    r"(^|_)(sent|delivered|ended|completed|processed|handled|finished|finalized|notified|synced|paid)_(at|on)$|"
    r"^(was|is)_(sent|delivered|processed|handled|notified)$"
)
_INTEGRITY = re.compile(
    r"IntegrityError|[Uu]nique_?[Vv]iolation|DuplicateKey|StaleDataError|OperationalError|DeadlockDetected|"
    r"LockNotAvailable|DatabaseError|UniqueConstraint"
)
_ANSWER_STATUS = re.compile(
    r"^(status_code|http_status|returncode|return_code|exit_code|exit_status|raise_for_status|is_success|is_error|"
    r"is_client_error|is_server_error)$"
)
_ANSWER = re.compile(r"^(r|res|resp|response|answer|reply)$|_(resp|response)$")
_STATE_FIELD = re.compile(r"(^|_)(status|state|phase|stage)$")


def is_integrity_error(name: str) -> bool:
    """Whether an exception of this name tells of a race or a broken constraint of the database."""
    return bool(_INTEGRITY.search(name))


def family_of(*names: str) -> Family | None:
    """The family that the words of these identifiers speak for; the first row of the table wins."""
    if any(_RATE_LIMIT.search(name) for name in names):
        return Family.RATE_LIMIT
    if any(_QUOTA.search(name) for name in names):
        return Family.QUOTA
    if any(_INTEGRITY.search(name) for name in names):
        return Family.INTEGRITY
    if any(_DONE.search(name) for name in names):
        return Family.IDEMPOTENCY
    if any(_CAPABILITY.search(name) for name in names):
        return Family.AUTHORIZATION
    if any(_ANSWER_STATUS.search(name) for name in names) or ("ok" in names and any(map(_ANSWER.search, names))):
        return Family.ERROR
    if any(_STATE_FIELD.search(name) for name in names):
        return Family.STATE
    heard = {word for name in names for word in words(name)}
    return next((family for family, table in _TABLE if heard & table), None)
