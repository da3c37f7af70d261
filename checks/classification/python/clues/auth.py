"""Who may do what: authentication, authorization, sessions, tokens, signatures (families AZ and SS)."""

from __future__ import annotations

from checks.classification.python.clue import EXITS, Clue, call_of
from checks.classification.python.fact import Form
from checks.kit import Area

WHO = (
    r"(?:request|info context|self request|g|self|session|flask) (?:\w+ )?user|current user|actor|principal"
    r"|request(?:ing|er|or) user|requester|logged in user|acting user"
)
_ROLE = (
    r"(?:user|member|membership|actor|owner|admin|account|organi[sz]ation|workspace|project|team"
    r"|required|allowed|minimum|min|current|requester)(?: \w+)* roles?"
    r"|user roles? \w+|roles? (?:\w+ )*(?:admin|owner|manager|editor|viewer|guest|member|curator"
    r"|superuser|staff|moderator|permissions?|required|level)"
    r"|(?:has|check|requires?|with|by) roles?|roles required"
)
RIGHTS = (
    r"permissions?|perms?|permitted|privileged?|privileges|superusers?|superadmin|is staff|staff|is admin|admins?"
    rf"|{_ROLE}|acls?|rbac|authori[sz]\w+|authenticat\w+|unauthori[sz]ed|forbidden|login|log in|logged in|anonymous"
    r"|can (?:access|manage|edit|view|update|delete|modify|create|read|write|see|lock|submit|moderate|change|add"
    r"|remove|approve|publish|invite|comment|share|download|export)(?: \w+)*|has access|access (?:control|level|type)"
    r"|check access|user access|is owner|owners?|owner id|owned by|is (?:\w+ )?member|membership"
    r"|impersonat\w+|moderator|curator"
)
DENIES = (
    r"forbidden|permission denied|permissions? (?:error|exception|violation)|unauthori[sz]ed|access denied|denied"
    r"|not authenticated|not authorized|authentication (?:failed|exception|error|required)|authorization error"
    r"|not allowed|invalid (?:token|credentials?|signature)|invalid credential exception|login required|login url"
    r"|insufficient (?:permissions?|privileges|scope)|401|403"
)
PROOFS = (
    r"passwords?|passwd|compare digest|constant time compare|hmac|signature|signed|jwt|access token|refresh token"
    r"|auth token|api key|bearer|csrf|mfa|2 fa|otp|totp|webauthn|saml|oauth ?2?|oidc|openid|sso|ldap|nonce|pkce"
    r"|code verifier|client secret|credentials?"
)
_CONFIDENTIAL = (
    r"passwords?|secrets?|(?:\w+ )*(?:secret|token|api) keys?|(?:access|auth|refresh|private) tokens?|token|ssn"
    r"|hashed \w+"
)
_CHECKED_PROOFS = (
    r"signature|hmac|jwt|csrf|mfa|otp|totp|webauthn|nonce|(?:access|auth|refresh|reset|invite"
    r"|verification) tokens?|check password|verify \w+"
)
_SAME_USER = (
    r"(?:user|owner|creator|author|created by|member)(?: id| pk)? \. (?:\w+ )*(?:user|owner|creator"
    r"|author|member|actor)(?: id| pk)?"
)
_FOREIGN = (
    r"(?:response|resp|res|r|e|err|exc|exception|error) (?:\w+ )*status(?: code)?|status code"
    r"|token bucket|retry attempts?"
)
_OUTBOUND = r"client|bot|smtp|imap|ftp|docker|hugging\w*|gspread|logger|registry|slack|github|gitlab"
SAFE_REDIRECT = (
    r"safe redirect|is safe url|allowed host(?:s)? and scheme|url has allowed host|next (?:url|path)"
    r"|redirect (?:url|uri|host)"
)
_NOT_A_GUARD = r"admin (?:register|site|display|action|model admin|tabular inline|stacked inline)|login url name"
_ENFORCES = (
    r"\b(?:check|checks|verif\w+|requires?|ensure|enforce|assert|validate|has|can|deny|is|test|grant|revoke|assign"
    r"|remove|raise|user (?:can|has|is|may))\b(?: \w+)* (?:permissions?|perms?|access|roles?"
    r"|authori[sz]\w+|authenticated|owner"
    r"|admin|superuser|signature|privileges?|scopes?|acl|membership|login|auth)\b"
)

CLUES = (
    Clue(
        Area.AUTH,
        "guard",
        (Form.DECORATOR,),
        0.9,
        named=f"{RIGHTS}|{PROOFS}|{DENIES}|requires?|allow any|public endpoint|skip auth",
        unless=_NOT_A_GUARD,
    ),
    Clue(Area.AUTH, "guard", (Form.ARGUMENT,), 0.85, inside=rf"(?:{RIGHTS}|{PROOFS}|requires?)\b[^<]* < decorator"),
    Clue(
        Area.AUTH,
        "guard",
        (Form.BASE,),
        0.85,
        says=rf"{RIGHTS}|csrf|signature|login required|user passes test|auth\w*|o auth \w+|oidc|saml \w+",
        unless=_NOT_A_GUARD + r"|model admin|admin",
    ),
    Clue(
        Area.AUTH,
        "access rule",
        (Form.CLASS_ATTRIBUTE,),
        0.85,
        named=(
            r"permissions?(?: \w+)*|\w+ permissions?|authentication classes|authenticators?|auth"
            r"|required scopes|login required|required roles?|allowed roles?|rbac \w+|csrf \w+|auth \w+"
        ),
    ),
    Clue(
        Area.AUTH,
        "requested scope",
        (Form.ENTRY,),
        0.65,
        target=r"(?:user|bot|oauth|default|required|auth|token) scopes?",
    ),
    Clue(
        Area.AUTH,
        "access rule",
        (Form.ENTRY,),
        0.85,
        target=(
            r"permissions?(?: \w+)*|\w+ permissions?|authentication classes|authenticators?|required scopes"
            r"|required roles?|allowed roles?"
        ),
    ),
    Clue(
        Area.AUTH,
        "dependency",
        (Form.PARAMETER,),
        0.85,
        says=(
            r"(?:depends|security) \. (?:.*)(?:user|auth\w*|token|permissions?|principal|api key|require\w*"
            r"|verif\w+|admin|credentials?|scopes?)|current (?:\w+ )*user\w*|actor|http (?:bearer|basic)"
            r"|o auth 2 \w+"
        ),
    ),
    Clue(
        Area.AUTH,
        "dependency",
        (Form.CALL, Form.ARGUMENT),
        0.85,
        inside=r"depends|security|permissions dependency",
        says=(
            rf"{RIGHTS}|{PROOFS}|(?:current|get) (?:\w+ )*user|users?|reject\w*|ensure|enforce|guard|block"
            r"|require\w*|verif\w+|auth|token"
        ),
        unless=r"session|get db|service",
    ),
    Clue(
        Area.AUTH,
        "permission check",
        (Form.CONDITION,),
        0.85,
        says=f"{RIGHTS}|{_CHECKED_PROOFS}",
        exits=EXITS,
        unless=_FOREIGN,
    ),
    Clue(Area.AUTH, "permission check", (Form.CONDITION,), 0.8, says=_SAME_USER, shown=r"[!=]=| is | in ", exits=EXITS),
    Clue(Area.AUTH, "permission check", (Form.CONDITION,), 0.8, says=WHO, shown=r"^(?!.* is not None$)", exits=EXITS),
    Clue(Area.AUTH, "permission check", (Form.CONDITION,), 0.8, inside=DENIES, exits=EXITS, unless=_FOREIGN),
    Clue(Area.AUTH, "permission condition", (Form.CONDITION, Form.OPERATOR), 0.65, says=RIGHTS, unless=_FOREIGN),
    Clue(Area.AUTH, "refusal", (Form.RAISE, Form.CALL, Form.RETURN), 0.8, says=DENIES, unless=r"logger|log|except"),
    Clue(
        Area.AUTH,
        "refusal",
        (Form.ARGUMENT,),
        0.75,
        inside=r"abort|http exception|response|http error|error",
        says=r"401|403|http 40[13] \w+",
    ),
    Clue(
        Area.AUTH,
        "permission check",
        (Form.CALL,),
        0.8,
        says=_ENFORCES,
        unless=r"logger|token (?:count|limit|usage)|as view",
    ),
    Clue(
        Area.AUTH,
        "permission check",
        (Form.ARGUMENT,),
        0.75,
        inside=rf"^[^<]*(?:{_ENFORCES})[^<]*(?= <|$)",
        unless=r"sync|logger",
    ),
    Clue(
        Area.AUTH,
        "permission value",
        (Form.LOCAL,),
        0.65,
        named=(
            rf"(?:has|is|can|may|user|required?|check)\b(?: \w+)* (?:{RIGHTS})|has perms?|permissions?"
            rf"|(?:{RIGHTS}) check"
        ),
    ),
    Clue(
        Area.AUTH,
        "credential",
        (Form.CALL,),
        0.75,
        last=(
            r"^(?:csrf exempt|csrf protect|login required|permission required|staff member required"
            r"|user passes test|compare digest|constant time compare|(?:check|verify|set|hash|make"
            r"|validate) (?:user )?password(?: hash)?|verify (?:\w+ )?(?:signature|token|code|otp|webhook)"
            r"|construct event|authenticate(?: user)?|login|logout|login user|logout user|user login"
            r"|user logout|cycle key|sign in|token (?:bytes|hex|urlsafe)|(?:\w+ )*load user(?: \w+)*"
            r"|(?:\w+ )*user (?:from|by) (?:request|token|session|api key)(?: \w+)*|update session auth hash"
            r"|set cookie|delete cookie|(?:revoke|rotate|blacklist) (?:\w+ )*tokens?)$"
        ),
        unless=_OUTBOUND,
    ),
    Clue(
        Area.AUTH,
        "credential",
        (Form.CALL,),
        0.75,
        named=(
            r"(?:jwt|jws|jose)(?: \w+)? (?:encode|decode)$|request session (?:flush|clear|cycle key)$"
            r"|secrets choice$"
        ),
    ),
    Clue(
        Area.AUTH,
        "credential",
        (Form.ARGUMENT,),
        0.7,
        inside=(
            r"^[^<]*(?:compare digest|(?:jwt|jws|jose)(?: \w+)? (?:encode|decode)|check password|set password"
            r"|verify (?:\w+ )?(?:signature|token)|set cookie|authenticate|login user)[^<]*(?= <|$)"
        ),
    ),
    Clue(
        Area.AUTH,
        "login state",
        (Form.WRITE,),
        0.7,
        named=(
            r"session (?:\w+ )*(?:user|2 fa|mfa|otp|state|nonce|auth\w*|login|token)(?: \w+)*|is superuser"
            r"|is staff|is admin|roles?|permissions?|password|\w+ password|(?:\w+ )*(?:api key|auth token"
            r"|token hash|secret key|digest)"
        ),
    ),
    Clue(Area.AUTH, "redirect target", (Form.CALL,), 0.65, says=SAFE_REDIRECT),
    Clue(
        Area.AUTH,
        "confidential field of an answer",
        (Form.ENTRY,),
        0.7,
        says=_CONFIDENTIAL,
        target=r"(?:read only |write only )?fields|exclude|extra kwargs|hidden(?: fields)?",
    ),
    Clue(Area.AUTH, "confidential field of an answer", (Form.ARGUMENT,), 0.65, named=r"^write only$"),
    Clue(
        Area.AUTH,
        "confidential field of an answer",
        (Form.ARGUMENT,),
        0.65,
        says=_CONFIDENTIAL,
        inside=call_of("pop|exclude|omit|defer|without|safe dict|model dump|dict"),
        unless=r"environ|kwargs|client|headers",
    ),
)
