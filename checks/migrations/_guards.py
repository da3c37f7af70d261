"""Columns that guard something, by their names: tenant, owner, money, idempotency, versions, the trail of changes."""

from __future__ import annotations

import re

from checks.migrations._case import Case

_NAMES = (
    (re.compile(r"^(?:tenant|organi[sz]ation|org|workspace|account|company|team)(?:_id|_uuid|_key)?$"), "the tenant"),
    (re.compile(r"^(?:owner|user|customer|created_by|author)(?:_id|_uuid)?$"), "the owner"),
    (re.compile(r"(?:^|_)(?:amount|price|total|balance|currency|cost|fee|tax)(?:_|$)"), "an amount of money"),
    (
        re.compile(r"idempot|dedup|(?:^|_)request_id$|(?:^|_)external_id$|(?:^|_)event_id$"),
        "what makes work idempotent",
    ),
)
TENANT = re.compile(r"^(?:tenant|organi[sz]ation|org|workspace)(?:_id|_uuid|_key|_slug)?$")
IDEMPOTENCY = re.compile(
    r"idempot|dedup(?:e|lication)?_|(?:^|_)(?:lock_)?version$|^(?:row_)?version(?:_id)?$|optimistic_lock", re.IGNORECASE
)
TRAIL = re.compile(
    r"^(?:created|updated|modified|deleted|archived|changed)_(?:at|on|by|by_id|date|time)$|^is_deleted$|^date_(?:created|modified)$"
)
TRAIL_TABLE = re.compile(
    r"(?:^|_)(?:audit|history|historical|changelog|change_log|revision|event_log|ledger)(?:_|s$|$)"
)
MONEY = re.compile(
    r"(?:^|_)(?:amount|price|total|subtotal|balance|cost|fee|tax|discount|salary|payment|refund|credit|debit)(?:_|$)"
)


def guard_of(case: Case, column: str) -> str:
    """What a column guards, in words; "" when its name says nothing."""
    name = column.lower()
    if name in {item.lower() for item in case.change.within.settings.tenant_columns}:
        return "the tenant"
    return next((words for pattern, words in _NAMES if pattern.search(name)), "")


def is_tenant(case: Case, column: str) -> bool:
    """Whether a column tells whose row it is: as configured, else by the usual names."""
    configured = case.change.within.settings.tenant_columns
    if configured:
        return column.lower() in {item.lower() for item in configured}
    return TENANT.search(column.lower()) is not None
