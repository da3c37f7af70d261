"""The eighteen areas that a boundary can belong to: fixed identifiers of the contract."""

from __future__ import annotations

from enum import StrEnum


class Area(StrEnum):
    """One area; its value is the identifier that users write and read."""

    MIGRATIONS = "migrations"
    AUTH = "auth"
    TENANCY = "tenancy"
    TRANSACTIONS = "transactions"
    STATE_MACHINES = "state-machines"
    IDEMPOTENCY = "idempotency"
    MONEY = "money"
    SCHEMA = "schema"
    API_CONTRACTS = "api-contracts"
    VALIDATION = "validation"
    ERROR_HANDLING = "error-handling"
    AUDIT = "audit"
    EXTERNAL_CALLS = "external-calls"
    RATE_LIMITS = "rate-limits"
    QUERIES = "queries"
    LAYERING = "layering"
    SECURITY_CONFIG = "security-config"
    GATE_INTEGRITY = "gate-integrity"

    @property
    def package(self) -> str:
        """Name of the area's package below `checks`; `checks.schema` is taken by the facts about tables."""
        return "model_schema" if self is Area.SCHEMA else self.value.replace("-", "_")


WARN_AREAS = frozenset(
    {
        Area.API_CONTRACTS,
        Area.VALIDATION,
        Area.ERROR_HANDLING,
        Area.AUDIT,
        Area.EXTERNAL_CALLS,
        Area.QUERIES,
        Area.LAYERING,
    }
)
"""Areas whose findings warn by default; a finding of any other area may ask for a sign-off."""
