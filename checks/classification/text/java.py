"""Java and Kotlin services: Spring, Jakarta, Micronaut, Quarkus, JPA."""

from __future__ import annotations

import re

from checks.classification.text.lines import Word, word
from checks.kit import Area, Side

SERVER = re.compile(r"")
PAGE = re.compile(r"^import (?:android|androidx|javafx|javax\.swing)\b", re.MULTILINE)

WORDS: tuple[Word, ...] = (
    word(
        Area.AUTH,
        "guard",
        (
            r"@(?:PreAuthorize|PostAuthorize|Secured|RolesAllowed|PermitAll|DenyAll"
            r"|WithMockUser)\b(?:\([^)]*\))?"
        ),
        r"\b(?:permitAll|authenticated|hasRole|hasAnyRole|hasAuthority|hasAnyAuthority)\(",
        confidence=0.9,
    ),
    word(
        Area.AUTH,
        "permission check",
        (
            r"\b(?:check|validate|has|verify|require|assert)\w*(?:Permission|Access|Authority|Role|Owner"
            r"|Auth)\w*\("
        ),
        r"\b(?:AccessDenied|Authentication|Authorization|Unauthorized|Forbidden)\w*Exception\b",
        r"\bHttpStatus\.(?:FORBIDDEN|UNAUTHORIZED)\b",
        r"\bSecurityContext\w*\b",
        r"\bPermission\.\w+|\bAuthority\.\w+",
    ),
    word(
        Area.AUTH,
        "credential",
        r"\bpasswordEncoder\b",
        r"\b(?:Jwts|JwtDecoder|JwtEncoder|Jwt\w*)\.\w+",
        r"\bMessageDigest\.isEqual\b",
        r"\bcsrf\b",
    ),
    word(
        Area.TENANCY,
        "tenant filter",
        r"\b(?:find|delete|count|exists|load)\w*By\w*(?:Tenant|Organi[sz]ation|Account|Company)\w*\(",
        r"\b(?:getTenantId|tenantId)\b.*(?:equals|[!=]=)",
        r"@(?:TenantId|Filter|Where)\b",
        confidence=0.7,
    ),
    word(
        Area.TRANSACTIONS,
        "transaction",
        r"@Transactional\b(?:\([^)]*\))?",
        r"\b(?:transactionTemplate|TransactionTemplate|PlatformTransactionManager)\b",
        r"@TransactionalEventListener\b",
        r"\bafterCommit\(",
        r"\.(?:commit|rollback)\(\)",
        confidence=0.9,
    ),
    word(
        Area.TRANSACTIONS,
        "lock",
        r"@(?:Lock|Version)\b",
        r"\bLockModeType\.\w+",
        r"\b(?:Reentrant|ReadWrite)\w*Lock\b",
        r"\.(?:lock|tryLock|unlock)\(\)",
        r"\bsynchronized\b",
        r"(?i:\bfor update\b)",
        r"\b(?:DataIntegrityViolation|OptimisticLock\w*|Deadlock\w*)Exception\b",
        confidence=0.85,
    ),
    word(
        Area.STATE_MACHINES,
        "state",
        r"\bset(?:\w*Status|State)\(",
        r"\bget(?:\w*Status|State)\(\)\s*(?:[!=]=|\.equals)",
        r"[!=]=\s*\w*(?:Status|State)\.[A-Z_]+",
        r"\bStateMachine\w*",
        confidence=0.7,
    ),
    word(
        Area.IDEMPOTENCY,
        "repeat protection",
        r"(?i:idempoten\w*)",
        r"(?i:\bon conflict\b|\bmerge into\b)",
        confidence=0.75,
    ),
    word(
        Area.RATE_LIMITS,
        "rate limit",
        r"@RateLimiter\b",
        r"\bRateLimit\w*",
        r"\bBucket4j\b|\btryConsume\(",
        confidence=0.85,
    ),
    word(
        Area.EXTERNAL_CALLS,
        "external call",
        r"\b(?:set)?(?:Connect|Read|Response|Socket|Request)?Timeout\w*\(",
        r"\b(?:restTemplate|webClient|HttpClient)\b",
        r"@(?:Retryable|CircuitBreaker|Retry|FeignClient)\b",
        confidence=0.75,
    ),
    word(
        Area.VALIDATION,
        "validation",
        (
            r"@(?:Valid|Validated|NotNull|NotBlank|NotEmpty|Size|Min|Max|Pattern|Email|Positive\w*|NoXss"
            r"|Length)\b"
        ),
        r"\bvalidate\w*\(",
        r"\b(?:IllegalArgument|ConstraintViolation|DataValidation|Validation)Exception\b",
        r"\bHttpStatus\.BAD_REQUEST\b",
        confidence=0.7,
    ),
    word(
        Area.ERROR_HANDLING,
        "error handling",
        r"\bcatch\s*\(",
        r"@(?:ExceptionHandler|ControllerAdvice)\b",
        confidence=0.6,
    ),
    word(
        Area.SCHEMA,
        "column",
        (
            r"@(?:Column|JoinColumn|Table|Entity|UniqueConstraint|Index|Enumerated|ManyToOne|OneToMany"
            r"|OneToOne|ManyToMany|OnDelete)\b"
        ),
        confidence=0.75,
    ),
    word(
        Area.AUDIT,
        "audit record",
        r"\b[aA]udit\w*[.(]",
        r"@(?:Audited|CreatedBy|LastModifiedBy)\b",
        r"\blogEntityAction\(",
        confidence=0.75,
    ),
    word(Area.MONEY, "amount", r"\bBigDecimal\b", r"\bsetScale\(|\bRoundingMode\.\w+", confidence=0.65),
    word(
        Area.QUERIES,
        "query",
        r"@(?:Query|NativeQuery|EntityGraph|BatchSize)\b",
        r"\bcreate(?:Native)?Query\(",
        r"\bjdbcTemplate\b",
        confidence=0.65,
    ),
    word(
        Area.API_CONTRACTS,
        "route",
        r"@(?:Get|Post|Put|Patch|Delete|Request)Mapping\b(?:\([^)]*\))?",
        confidence=0.65,
        side=Side.LEFT,
    ),
    word(
        Area.SECURITY_CONFIG,
        "security setting",
        r"\b(?:cors|headers|frameOptions|contentSecurityPolicy|requiresChannel|sessionManagement)\(",
        r"@CrossOrigin\b",
        r"\bSecurityFilterChain\b",
        confidence=0.8,
    ),
)
MIGRATION = re.compile(r"\bextends BaseJavaMigration\b|\bimplements (?:JdbcMigration|CustomTaskChange)\b")
