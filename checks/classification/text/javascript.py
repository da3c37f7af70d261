"""JavaScript and TypeScript on the server: Express, Fastify, Hono, Koa, NestJS; Prisma, Sequelize, TypeORM, Knex."""

from __future__ import annotations

import re

from checks.classification.text.lines import Word, word
from checks.kit import Area, Side

SERVER = re.compile(
    r"""(?:from|require\(|import\()\s*["'](?:node:\w+|express|fastify|hono|koa|@koa/|@nestjs/|@hapi/|restify|next/server|@apollo/server"""
    r"""|apollo-server|graphql-yoga|type-graphql|@trpc/server|@prisma/client|sequelize|typeorm|knex|mongoose|mongodb|drizzle-orm|@mikro-orm"""
    r"""|pg|mysql2?|better-sqlite3|ioredis|redis|bull|bullmq|amqplib|kafkajs|jsonwebtoken|jose|passport|bcrypt|bcryptjs|argon2|nodemailer"""
    r"""|stripe|aws-sdk|@aws-sdk/|fs|fs-extra|http|https|crypto|child_process|express-\w|koa-\w|helmet|cors)\b"""
    r"""|@(?:Controller|Injectable|Resolver|Entity|Module)\(|\bmodule\.exports\b"""
)
PAGE = re.compile(
    r"""(?:from|require\()\s*["'](?:react|react-dom|preact|vue|vuex|pinia|svelte|solid-js|lit|@angular/(?:core|common|router)|next/(?:link|router|image|navigation)"""
    r"""|@emotion|styled-components|@mui|antd|@chakra-ui|mobx-react|react-redux|@tanstack/react|jquery|@storybook|lucide-react|@headlessui)"""
    r"""|\bdocument\.(?:getElement|querySelector|body)|\bwindow\.(?:location|document)|^["']use client["']""",
    re.MULTILINE,
)
_TENANT = r"(?:organi[sz]ation|org|tenant|team|workspace|account|company|project|collective)(?:Id|_id|Uuid)\b"

WORDS: tuple[Word, ...] = (
    word(
        Area.AUTH,
        "guard",
        r"@(?:UseGuards|Roles|Public|RequirePermissions?|Authorized)\b\([^)]*\)?",
        (
            r"\b(?:require|ensure|check|is|verify|validate)(?:Auth\w*|Login|LoggedIn|Admin\w*|Permissions?"
            r"|Roles?|Owner|Access|Token|Signature)\b"
        ),
        r"\bauth(?:enticate|orize|Middleware|Guard)?\(",
        r"\bpassport\.\w+",
        confidence=0.85,
    ),
    word(
        Area.AUTH,
        "permission check",
        r"\b(?:has|can|check)(?:Permission|Access|Role|Ability|Scope)\w*\(",
        r"\bcan\(\s*\w*[uU]ser",
        r"\b(?:req|request|ctx|context)\.(?:state\.)?(?:user|auth|session)\b[^;]*(?:[!=]==?|\?\.)",
        r"\bis(?:Admin|Owner|Member|Superuser|Moderator)\b",
        r"\b(?:Forbidden|Unauthori[sz]ed|Authorization|Authentication)(?:Exception|Error)?\(",
        r"\b(?:status|sendStatus|code)\(\s*40[13]\b",
        r"\b40[13]\s*[,)]",
    ),
    word(
        Area.AUTH,
        "credential",
        r"\bjwt\.(?:sign|verify|decode)\b",
        r"\bbcrypt\w*\.(?:hash|compare)\w*",
        r"\btimingSafeEqual\b",
        r"\bcsrf\w*\(",
        r"\b(?:httpOnly|sameSite)\b",
        r"\bsession\.(?:regenerate|destroy)\b",
    ),
    word(
        Area.TENANCY,
        "tenant filter",
        rf"\bwhere\b.*{_TENANT}",
        rf"^{_TENANT}\s*[:,]\s*(?:user|ctx|req|this|actor|auth)",
        rf"{_TENANT}\s*[!=]==?\s*\S*{_TENANT}",
        r"\bunscoped\(",
        confidence=0.7,
    ),
    word(
        Area.TRANSACTIONS,
        "transaction",
        r"\$transaction\b",
        r"\b(?:sequelize|knex|db|dataSource|manager|connection|prisma)\.transaction\(",
        r"\bwithTransaction\b",
        r"@Transactional\b",
        r"\b(?:startTransaction|commitTransaction|rollbackTransaction|queryRunner\.\w+)\b",
        r"\btransaction(?:\s*[,}]|:\s*\w)",
        r"\.(?:commit|rollback)\(\)",
        r"\bafterCommit\(",
        confidence=0.85,
    ),
    word(
        Area.TRANSACTIONS,
        "lock",
        r"\bpessimistic_\w+",
        r"\bLOCK\.\w+",
        r"(?i:\bfor update\b)",
        r"\block:\s*(?:true|\{|t\b|transaction|Transaction|LOCK)",
        r"\b(?:[rR]edlock|Mutex|acquireLock|withLock)\b",
        confidence=0.85,
    ),
    word(
        Area.STATE_MACHINES,
        "state",
        r"\.(?:status|state)\s*(?:=(?!=)|[!=]==?)\s*(?:\w+(?:Status|State)\b|[\"'][A-Za-z_]+[\"'])",
        r"\b(?:status|state)\s*:\s*\w*(?:Status|State)\.\w+",
        r"\b(?:deleted|archived|published|suspended|closed)At\b",
        r"\b(?:createMachine|transitions?)\b\s*[:(]",
        confidence=0.7,
    ),
    word(
        Area.IDEMPOTENCY,
        "repeat protection",
        r"(?i:idempoten\w*)",
        r"\bignoreDuplicates\b",
        r"\bupsert\(",
        r"\bon[cC]onflict\w*\(",
        r"(?i:\bon conflict\b)",
        r"\bfindOrCreate\(",
        r"\bjobId\s*:",
        confidence=0.75,
    ),
    word(
        Area.RATE_LIMITS,
        "rate limit",
        r"\brate[lL]imit\w*",
        r"@Throttle\w*\b",
        r"\bthrottle[rR]?\w*\(",
        r"\b[rR]ateLimiter\w*",
        confidence=0.85,
    ),
    word(
        Area.EXTERNAL_CALLS,
        "external call",
        r"\btimeout\s*:",
        r"\bAbortSignal\.timeout\b",
        r"\brejectUnauthorized\b",
        r"\b(?:axios|got|superagent|undici)\b[.(]",
        r"\b(?:retries|maxRedirects|maxRetries)\s*:",
        confidence=0.7,
    ),
    word(
        Area.VALIDATION,
        "validation",
        r"\bz\.(?:object|string|number|enum|array|coerce)\b",
        r"\bJoi\.\w+",
        r"\byup\.\w+",
        r"@Is[A-Z]\w+\(",
        r"@(?:Min|Max|Length|Matches|ArrayMaxSize|ValidateNested)\(",
        r"\bValidationPipe\b",
        r"\b(?:validate|sanitize|assert)(?:Schema|Body|Input|Params|Html|Url)?\(",
        r"\b(?:Validation|BadRequest|InvalidRequest|UnprocessableEntity)\w*(?:Error|Exception)\(",
        confidence=0.65,
    ),
    word(Area.ERROR_HANDLING, "error handling", r"\bcatch\s*(?:\(|\{)", r"\.catch\(", confidence=0.6, side=Side.LEFT),
    word(
        Area.SCHEMA,
        "column",
        (
            r"@(?:Column|PrimaryColumn|PrimaryGeneratedColumn|Index|Unique|ForeignKey|BelongsTo|ManyToOne"
            r"|OneToOne|AllowNull|Default)\(?"
        ),
        r"\bDataTypes?\.[A-Z]\w+",
        r"\bSchema\.Types\.\w+",
        r"\b(?:onDelete|allowNull|unique)\s*:",
        confidence=0.75,
    ),
    word(Area.AUDIT, "audit record", r"\b[aA]udit\w*(?:\.|\()", r"\bredact\w*\b", confidence=0.7),
    word(
        Area.MONEY,
        "amount",
        r"\b(?:amount|price|balance|refund|total)\w*\s*(?:[-+*/]?=(?!=)|[<>]=?)",
        r"\bstripe\.\w+\.\w+\(",
        confidence=0.65,
    ),
    word(
        Area.QUERIES,
        "raw SQL",
        r"\$(?:queryRaw|executeRaw)\w*",
        r"\b(?:sequelize|knex|pool|client|db)\.(?:query|raw)\(",
        confidence=0.65,
    ),
    word(
        Area.API_CONTRACTS,
        "route",
        r"\b(?:router|app|fastify|server)\.(?:get|post|put|patch|delete|del)\(\s*[\"'`][^\"'`]*",
        r"@(?:Get|Post|Put|Patch|Delete)\([^)]*\)",
        confidence=0.65,
        side=Side.LEFT,
    ),
    word(
        Area.SECURITY_CONFIG,
        "security setting",
        r"\bcors\(",
        r"\bhelmet\w*\(",
        r"\bcontentSecurityPolicy\b",
        r"\btrust proxy\b",
        r"\bAccess-Control-Allow-\w+",
        confidence=0.75,
    ),
)
MIGRATION = re.compile(
    r"\bqueryInterface\.\w+|\bknex\.schema\b|\bimplements MigrationInterface\b|\bpgm\.\w+\("
    r"|\bKysely<\w+>[^\n]*\n[^\n]*\.schema\b"
)
