"""PHP services: Laravel and Symfony."""

from __future__ import annotations

import re

from checks.classification.text.lines import Word, word
from checks.kit import Area, Side

SERVER = re.compile(r"")
PAGE = re.compile(r"(?!)")

WORDS: tuple[Word, ...] = (
    word(
        Area.AUTH,
        "guard",
        r"->middleware\([^)]*(?:auth|can:|verified|admin|role|permission)[^)]*\)",
        r"->authorize(?:Resource|ForUser)?\(",
        r"\bGate::\w+\(",
        r"\b(?:denyAccessUnlessGranted|isGranted)\(",
        r"#\[IsGranted",
        r"@can\b",
        confidence=0.85,
    ),
    word(
        Area.AUTH,
        "permission check",
        r"->(?:can|cannot|cant)\(",
        r"\babort(?:_if|_unless)?\([^;]*40[13]",
        r"\b(?:AuthorizationException|AccessDenied\w*|AuthenticationException)\b",
        r"\bAuth::(?:user|id|check|login|logout|attempt)\(",
        r"\bHash::(?:check|make)\(|\bpassword_verify\(",
    ),
    word(Area.AUTH, "writable field", r"\$(?:fillable|guarded)\b", r"->forceFill\(", confidence=0.7),
    word(
        Area.TENANCY,
        "tenant filter",
        r"->where\([^)]*(?:account|tenant|organi[sz]ation|team|company|vault)_id",
        r"\bwithoutGlobalScopes?\(",
        confidence=0.75,
    ),
    word(
        Area.TRANSACTIONS,
        "transaction",
        r"\bDB::(?:transaction|beginTransaction|commit|rollBack)\b",
        r"->(?:lockForUpdate|sharedLock)\(",
        r"\bCache::lock\(",
        r"\bafterCommit\b",
        confidence=0.9,
    ),
    word(
        Area.IDEMPOTENCY,
        "repeat protection",
        r"(?i:idempoten\w*)",
        r"(?:::|->)(?:firstOrCreate|updateOrCreate|upsert|insertOrIgnore)\(",
        r"\bShouldBeUnique\b",
        confidence=0.75,
    ),
    word(Area.RATE_LIMITS, "rate limit", r"\bRateLimiter::\w+", r"[\"']throttle:", r"\bThrottle\w*\b", confidence=0.85),
    word(Area.EXTERNAL_CALLS, "external call", r"->timeout\(|[\"']timeout[\"']\s*=>", r"\bHttp::\w+\(", confidence=0.7),
    word(
        Area.VALIDATION,
        "validation",
        r"->validate\w*\(|\bValidator::make\(",
        r"=>\s*\[?\s*[\"'](?:required|nullable|sometimes)(?:\|[^\"']*)?[\"']",
        confidence=0.65,
    ),
    word(Area.ERROR_HANDLING, "error handling", r"\bcatch\s*\(", confidence=0.6),
    word(Area.STATE_MACHINES, "state", r"->(?:status|state)\s*(?:=(?!=|>)|[!=]==?)", confidence=0.7),
    word(
        Area.QUERIES,
        "raw SQL",
        r"\bDB::(?:raw|select|statement)\(|->(?:whereRaw|selectRaw|orderByRaw)\(",
        confidence=0.65,
    ),
    word(
        Area.API_CONTRACTS, "route", r"\bRoute::(?:get|post|put|patch|delete)\([^,]*", confidence=0.65, side=Side.LEFT
    ),
)
MIGRATION = re.compile(r"\bextends Migration\b|\bextends AbstractMigration\b")
