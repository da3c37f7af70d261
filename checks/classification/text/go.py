"""Go services: net/http, gin, echo, chi, fiber; database/sql, gorm, sqlx, ent."""

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
        (
            r"\b(?:[Rr]equire|[Ee]nsure|[Cc]heck|[Vv]erify|[Vv]alidate|[Ii]s)\w*(?:Auth\w*|Admin\w*"
            r"|Permissions?|Roles?|Owner\w*|Access\w*|Token|Signature|Superuser\w*)\b"
        ),
        r"\b(?:Auth|JWT|Basic)\w*(?:Middleware|Handler)\b",
        r"\bmiddleware\.\w*(?:Auth|JWT|CSRF)\w*",
        confidence=0.85,
    ),
    word(
        Area.AUTH,
        "permission check",
        r"\bhttp\.Status(?:Forbidden|Unauthorized)\b",
        r"\bErr(?:Forbidden|Unauthorized|PermissionDenied|AccessDenied)\b",
        r"\bcodes\.(?:PermissionDenied|Unauthenticated)\b",
        r"\bNew(?:Forbidden|Unauthorized)(?:Error)?\(",
        r"\.IsAdmin\b|\.Role\b\s*[!=]=",
    ),
    word(
        Area.AUTH,
        "credential",
        r"\bjwt\.\w+\(",
        r"\bbcrypt\.\w+\(",
        r"\bhmac\.Equal\b|\bsubtle\.ConstantTimeCompare\b",
        r"\bhttp\.Cookie\{|\b(?:HttpOnly|SameSite|Secure):",
    ),
    word(
        Area.TENANCY,
        "tenant filter",
        r"\b(?:Where|where)\b.*\b(?:org(?:anization)?|tenant|account|team|workspace|user)_id\b",
        r"\.(?:Org|Organization|Tenant|Account|Team|Workspace|User)ID\s*[!=]=",
        r"\bUnscoped\(\)",
        confidence=0.7,
    ),
    word(
        Area.TRANSACTIONS,
        "transaction",
        r"\.(?:BeginTx|Begin|Beginx|Commit|Rollback)\(",
        r"\.(?:RunInTransaction|Transaction|WithTx|Transactional)\(",
        r"\bclause\.Locking\b",
        r"(?i:\bfor update\b)",
        r"\b(?:sync\.(?:RW)?Mutex|sync\.Once)\b",
        r"\.(?:R?Lock|R?Unlock|TryLock)\(\)",
        confidence=0.8,
    ),
    word(
        Area.STATE_MACHINES,
        "state",
        r"\.(?:Status|State|Phase)\s*(?:=(?!=)|[!=]=)",
        r"\bStatus:\s*\w*Status\w+",
        confidence=0.65,
    ),
    word(
        Area.IDEMPOTENCY,
        "repeat protection",
        r"(?i:idempoten\w*)",
        r"(?i:\bon conflict\b)",
        r"\bclause\.OnConflict\b",
        r"\bFirstOrCreate\(",
        confidence=0.75,
    ),
    word(
        Area.RATE_LIMITS,
        "rate limit",
        r"\brate\.(?:NewLimiter|Limit)\b",
        r"\b[Rr]ateLimit\w*",
        r"\bStatusTooManyRequests\b",
        confidence=0.85,
    ),
    word(
        Area.EXTERNAL_CALLS,
        "external call",
        r"\b(?:Timeout|ReadTimeout|WriteTimeout|DialTimeout)\b\s*[:=(]",
        r"\bcontext\.With(?:Timeout|Deadline)\b",
        r"\bhttp\.(?:Get|Post|NewRequest\w*|Client\{)",
        r"\bInsecureSkipVerify\b",
        confidence=0.75,
    ),
    word(
        Area.VALIDATION,
        "validation",
        r"`[^`]*\b(?:validate|binding):\"",
        r"\bvalidation\.\w+|\bvalidate\.(?:Struct|Var)\b",
        r"\bShouldBind\w*|\bMustBind\w*",
        r"\bhttp\.Status(?:BadRequest|UnprocessableEntity)\b",
        r"\bfilepath\.(?:IsLocal|Clean)\b",
        confidence=0.65,
    ),
    word(Area.ERROR_HANDLING, "error handling", r"^_\s*(?:,\s*_\s*)?:?=\s*\w+.*\(", confidence=0.6, side=Side.RIGHT),
    word(
        Area.ERROR_HANDLING,
        "error handling",
        r"^if err (?::?=.*;\s*err )?!= nil\b",
        r"\brecover\(\)",
        confidence=0.6,
        side=Side.LEFT,
    ),
    word(
        Area.SCHEMA,
        "column",
        r"`[^`]*\b(?:gorm|bun|xorm):\"",
        r"\bfield\.(?:String|Int\w*|Bool|Time|UUID|Enum)\(\"",
        confidence=0.75,
    ),
    word(Area.AUDIT, "audit record", r"\b[Aa]udit\w*[.(]", confidence=0.7),
    word(Area.MONEY, "amount", r"\.(?:Amount|Balance|Price|Refund)\w*\s*(?:[-+*/]?=(?!=)|[<>]=?)", confidence=0.65),
    word(
        Area.QUERIES,
        "raw SQL",
        r"\.(?:Raw|Exec|Query|QueryRow|ExecContext|QueryContext)\(.*fmt\.Sprintf",
        r"\bdbx?\.NewExp\(",
        confidence=0.65,
    ),
    word(
        Area.API_CONTRACTS,
        "route",
        r"\.(?:GET|POST|PUT|PATCH|DELETE|HandleFunc|Handle)\(\s*\"[^\"]*",
        confidence=0.65,
        side=Side.LEFT,
    ),
    word(
        Area.SECURITY_CONFIG,
        "security setting",
        r"\bcors\.\w+|\bAllowOrigins?\b|\bAccess-Control-Allow-\w+",
        confidence=0.75,
    ),
)
MIGRATION = re.compile(
    r"\bgoose\.AddMigration\w*\(|\bgormigrate\.Migration\b|\bm\.Register\(func\("
    r"|\bmigrations\.(?:MustRegister|Register)\w*\("
)
