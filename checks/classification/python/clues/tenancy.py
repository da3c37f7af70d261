"""Whose data: tenant keys in queries, scoped managers, tenant context (family TN)."""

from __future__ import annotations

from checks.classification.python.clue import EXITS, Clue
from checks.classification.python.clues.access_words import WHO
from checks.classification.python.fact import Form
from checks.kit import Area

TENANT = (
    r"(?:organi[sz]ations?|orgs?|workspaces?|tenants?|accounts?|company|companies|projects?|teams?|households?"
    r"|customers?|merchants?|agency|clinics?|schools?|shops?)(?: ids?| pk| slug| uuid| key)*"
)
QUERY = (
    r"^[^<]*\b(?:filter|filter by|exclude|get|aget|where|get (?:object )?or (?:404|none)|first or 404"
    r"|get or none|q|get list or 404|select from|get one|with parent|find|find one|query)(?= <|$)"
)
_OWNER = r"(?:user|owner|member|author|creator|created by|assignee|profile|uploader|recipient)(?: id| pk| email)?"

CLUES = (
    Clue(Area.TENANCY, "tenant filter", (Form.ARGUMENT,), 0.8, named=rf"^(?:\w+ )*{TENANT}(?: in)?$", inside=QUERY),
    Clue(
        Area.TENANCY,
        "tenant filter",
        (Form.ARGUMENT,),
        0.75,
        named="^$",
        says=TENANT,
        shown=r"[=!]=|\.(?:in_|is_|any|has)\(",
        inside=QUERY,
    ),
    Clue(
        Area.TENANCY,
        "owner filter",
        (Form.ARGUMENT,),
        0.65,
        named=rf"^(?:\w+ )*{_OWNER}$",
        says=rf"{WHO}|self user",
        inside=QUERY,
    ),
    Clue(
        Area.TENANCY,
        "scoped query",
        (Form.CALL,),
        0.75,
        last=(
            r"^(?:for|by|in|of|within|scoped to|visible (?:to|for|by)|viewable by|accessible (?:by|to|for)"
            r"|owned by)(?: current)? (?:user|tenant|organi[sz]ation|org|workspace|account|company|project"
            r"|team)s?$|^(?:visible|accessible|viewable|scoped) (?:to|for|by)$|^get objects for user(?: \w+)*$"
            r"|^restrict$|^unscoped$|^unrestricted$|^all tenants$"
        ),
    ),
    Clue(
        Area.TENANCY,
        "tenant context",
        (Form.SCOPE, Form.DECORATOR, Form.CALL),
        0.85,
        last=(
            r"(?:tenant|schema|organi[sz]ation|workspace) context$|^scopes? disabled$|^(?:set|reset|with|use"
            r"|activate|switch)(?: to)? (?:current )?tenant(?: \w+)*$|^set (?:schema|tenant)(?: \w+)*$"
            r"|^set config$"
        ),
    ),
    Clue(
        Area.TENANCY,
        "tenant context",
        (Form.ARGUMENT,),
        0.8,
        shown=r"(?i)['\"].*(?:\bsearch_path\b|row level security|set_config|\bset (?:local )?app\.)",
        inside=r"execute|text|raw",
    ),
    Clue(
        Area.TENANCY,
        "tenant check",
        (Form.CONDITION,),
        0.7,
        says=TENANT,
        shown=r"\.(?:filter|filter_by|get|exists|where|query|objects)\b",
        exits=EXITS,
    ),
    Clue(Area.TENANCY, "tenant check", (Form.CONDITION,), 0.7, says=rf"{TENANT}\b.* \. .*{TENANT}", exits=EXITS),
    Clue(
        Area.TENANCY,
        "scoped manager",
        (Form.CLASS_ATTRIBUTE, Form.BASE),
        0.7,
        says=(
            r"(?:tenant|organi[sz]ation|org|workspace|account)(?: \w+)? (?:manager|scoped|filtered|mixin"
            r"|aware)|(?:tenant|org|workspace) (?:aware|scoped)"
        ),
    ),
    Clue(
        Area.TENANCY,
        "cache key",
        (Form.ARGUMENT,),
        0.6,
        inside=r"^[^<]*\bcache (?:get|set|add|delete|get or set)(?= <|$)",
        says=TENANT,
    ),
)
