"""Families of guards: what a guard protects against."""

from __future__ import annotations

from enum import StrEnum

from checks.kit import Area


class Family(StrEnum):
    """One kind of protection; its value is the name that a configuration uses."""

    AUTHENTICATION = "authentication"
    AUTHORIZATION = "authorization"
    SIGNATURE = "signature"
    TENANT_SCOPE = "tenant-scope"
    VISIBILITY = "visibility"
    TRANSACTION = "transaction"
    LOCK = "lock"
    ON_COMMIT = "on-commit"
    INTEGRITY = "integrity"
    IDEMPOTENCY = "idempotency"
    STATE = "state"
    VALIDATION = "validation"
    RATE_LIMIT = "rate-limit"
    QUOTA = "quota"
    TIMEOUT = "timeout"
    ERROR = "error"
    AUDIT = "audit"
    REDACTION = "redaction"
    MONEY = "money"
    FLAG = "feature-flag"

    @property
    def area(self) -> Area:
        """The area whose checks speak of this family."""
        return _AREAS[self]


_AREAS = {
    Family.AUTHENTICATION: Area.AUTH,
    Family.AUTHORIZATION: Area.AUTH,
    Family.SIGNATURE: Area.AUTH,
    Family.TENANT_SCOPE: Area.TENANCY,
    Family.VISIBILITY: Area.TENANCY,
    Family.TRANSACTION: Area.TRANSACTIONS,
    Family.LOCK: Area.TRANSACTIONS,
    Family.ON_COMMIT: Area.TRANSACTIONS,
    Family.INTEGRITY: Area.TRANSACTIONS,
    Family.IDEMPOTENCY: Area.IDEMPOTENCY,
    Family.STATE: Area.STATE_MACHINES,
    Family.VALIDATION: Area.VALIDATION,
    Family.RATE_LIMIT: Area.RATE_LIMITS,
    Family.QUOTA: Area.RATE_LIMITS,
    Family.TIMEOUT: Area.EXTERNAL_CALLS,
    Family.ERROR: Area.ERROR_HANDLING,
    Family.AUDIT: Area.AUDIT,
    Family.REDACTION: Area.AUDIT,
    Family.MONEY: Area.MONEY,
    Family.FLAG: Area.SECURITY_CONFIG,
}

COVERS: dict[Family, frozenset[Family]] = {
    Family.AUTHENTICATION: frozenset({Family.AUTHENTICATION, Family.AUTHORIZATION, Family.SIGNATURE}),
    Family.AUTHORIZATION: frozenset({Family.AUTHORIZATION, Family.TENANT_SCOPE, Family.SIGNATURE}),
    Family.TENANT_SCOPE: frozenset({Family.TENANT_SCOPE, Family.AUTHORIZATION}),
    Family.LOCK: frozenset({Family.LOCK}),
    Family.INTEGRITY: frozenset({Family.INTEGRITY, Family.IDEMPOTENCY, Family.LOCK}),
    Family.IDEMPOTENCY: frozenset({Family.IDEMPOTENCY, Family.INTEGRITY}),
    Family.STATE: frozenset({Family.STATE, Family.VISIBILITY}),
    Family.VISIBILITY: frozenset({Family.VISIBILITY, Family.STATE}),
}
"""Family -> families whose gain in the same place takes its part over (an object check may become a
scoped query); a family without a row is covered by itself alone."""


def covers(family: Family) -> frozenset[Family]:
    """The families that can stand in for `family`, itself included."""
    return COVERS.get(family, frozenset({family}))
