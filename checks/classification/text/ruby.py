"""Ruby on Rails and its neighbours: controllers, models, jobs."""

from __future__ import annotations

import re

from checks.classification.text.lines import Word, word
from checks.kit import Area, Side

SERVER = re.compile(r"")  # a Ruby file is backend code
PAGE = re.compile(r"(?!)")

WORDS: tuple[Word, ...] = (
    word(
        Area.AUTH,
        "guard",
        (
            r"\b(?:skip_)?(?:before|prepend_before|around)_action\s+:?(?:\w*(?:auth|login|require|admin"
            r"|moderator|verify|permission|user)\w*)"
        ),
        r"\bload_and_authorize_resource\b",
        r"\bauthorize!?[ (]",
        r"\bskip_authorization\w*",
        r"\bpolicy_scope\b",
        r"\b(?:protect_from|skip)_forgery\w*",
        r"\bverify_authenticity_token\b",
        r"\bauthenticate_\w+",
        confidence=0.85,
    ),
    word(
        Area.AUTH,
        "permission check",
        r"\b(?:can|cannot)\?",
        r"\bcurrent_user\b.*(?:\?|==|!=)",
        r"\bcan_\w+\?|\bis_(?:admin|moderator|owner|author|allowed|permitted|staff|member|editable|viewable)\w*\?",
        r"\bhead :?(?:forbidden|unauthorized)\b",
        r":forbidden\b|:unauthorized\b",
        r"\b(?:AccessDenied|NotAuthorized\w*|Unauthorized)\b",
        r"@user\.\w+\?|\buser\.(?:admin|moderator|owner)\w*\?",
    ),
    word(
        Area.AUTH,
        "credential",
        r"\bhas_secure_password\b",
        r"\bsecure_compare\b",
        r"\bJWT\.(?:encode|decode)\b",
        r"\breset_session\b",
        r"\bBCrypt\b",
        r"\bsession\[:\w+\]\s*=",
    ),
    word(Area.AUTH, "writable field", r"\.permit!?\b", confidence=0.65),
    word(
        Area.TENANCY,
        "tenant scope",
        r"\bunscoped\b",
        r"\bacts_as_tenant\b",
        r"\bdefault_scope\b",
        r"\bcurrent_(?:account|tenant|organi[sz]ation|company|store)\b",
        r"\bwhere\(.*\b(?:account|tenant|organi[sz]ation|company|store)(?:_id)?:",
        confidence=0.75,
    ),
    word(
        Area.TRANSACTIONS,
        "transaction",
        r"\btransaction(?:\(.*\))? do\b",
        r"\bwith_lock\b",
        r"\block!(?!\w)",
        r"\.lock(?:\(|\b\.)",
        r"\bwith_advisory_lock\b",
        r"\bafter_(?:create_|update_|destroy_)?commit\b",
        r"\bActiveRecord::(?:RecordNotUnique|StaleObjectError|Deadlocked|Rollback)\b",
        confidence=0.85,
    ),
    word(
        Area.STATE_MACHINES,
        "state",
        r"\b(?:aasm|state_machine|workflow)\b",
        r"\b(?:event|transitions?|transition)\s+(?::\w+|from:)",
        r"\.(?:status|state)\s*(?:=(?!=|~)|[!=]=)",
        r"\bupdate\w*!?\(?\s*(?:status|state):",
        r"\bis_(?:deleted|banned|archived|published)\b",
        confidence=0.7,
    ),
    word(
        Area.IDEMPOTENCY,
        "repeat protection",
        r"(?i:idempoten\w*)",
        r"\bfind_or_(?:create|initialize)_by\b",
        r"\bcreate_or_find_by\b",
        r"\b(?:upsert|insert)(?:_all)\b",
        confidence=0.75,
    ),
    word(Area.RATE_LIMITS, "rate limit", r"\bRack::Attack\b", r"\bthrottle\b", r"\brate_limit\w*", confidence=0.85),
    word(
        Area.EXTERNAL_CALLS,
        "external call",
        r"\b(?:open_|read_|write_|ssl_)?timeout\b\s*[:=(]",
        r"\b(?:Faraday|Net::HTTP|HTTParty|RestClient|Excon)\b",
        r"\bretry_on\b",
        r"\bVERIFY_NONE\b",
        confidence=0.7,
    ),
    word(
        Area.VALIDATION,
        "validation",
        r"\bvalidates?(?:_\w+)?\s+(?::|\w)",
        r"\bsanitize\w*\b",
        r"\bparams\.(?:require|expect)\b",
        r"\berrors\.add\b",
        r"\.html_safe\b|\braw\(",
        confidence=0.7,
    ),
    word(Area.ERROR_HANDLING, "error handling", r"\brescue(?:_from)?\b", confidence=0.65),
    word(
        Area.SCHEMA,
        "constraint of a model",
        r"\bhas_many\b.*dependent:",
        r"\bbelongs_to\b.*(?:optional|dependent):",
        r"\benum\b\s+:?\w+",
        confidence=0.65,
    ),
    word(
        Area.AUDIT,
        "audit record",
        r"\bhas_paper_trail\b|\baudited\b",
        r"\b(?:Moderation|AuditLog|AuditEvent)\.(?:create|new)",
        r"\bfilter_parameters\b",
        confidence=0.75,
    ),
    word(
        Area.MONEY,
        "amount",
        r"\b(?:amount|balance|price|refund|total)\w*\s*(?:[-+*/]?=(?!=)|[<>]=?)",
        r"\b(?:capture|refund|authorize|void)!?\(",
        confidence=0.65,
    ),
    word(
        Area.QUERIES,
        "raw SQL",
        r"\bfind_by_sql\b",
        r"\bconnection\.(?:execute|select_\w+)",
        r"\bArel\.sql\b",
        confidence=0.65,
    ),
    word(Area.QUERIES, "eager loading", r"\.(?:includes|preload|eager_load)\(", confidence=0.6, side=Side.LEFT),
    word(
        Area.API_CONTRACTS,
        "route or answer",
        r"^(?:get|post|put|patch|delete|resources?)\s+[:\"']\S+",
        r"\bas_json\b|\battributes?\s+:\w+",
        confidence=0.6,
        side=Side.LEFT,
    ),
    word(
        Area.SECURITY_CONFIG,
        "security setting",
        r"\bconfig\.(?:force_ssl|hosts|action_dispatch\.\w+|content_security_policy\w*|session_store)\b",
        r"\bsame_site:|\bhttponly:",
        confidence=0.75,
    ),
)
MIGRATION = re.compile(r"< ActiveRecord::Migration\b")
