"""Words of identity and rights, shared by the tables of auth and tenancy."""

from __future__ import annotations

WHO = (
    r"(?:request|info context|self request|g|self|session|flask) (?:\w+ )?user|current user|actor|principal"
    r"|request(?:ing|er|or) user|requester|logged in user|acting user"
)
ROLES = (
    r"(?:user|member|membership|actor|owner|admin|account|organi[sz]ation|workspace|project|team|required|allowed"
    r"|minimum|min|current|requester)(?: \w+)* roles?|user roles? \w+"
    r"|roles? (?:\w+ )*(?:admin|owner|manager|editor|viewer|guest|member|curator|superuser|staff|moderator|permissions?"
    r"|required|level)|(?:has|check|requires?|with|by) roles?|roles required"
)
"""A role alone is none: messages, devices and ARIA have roles too."""
CAPABILITIES = (
    r"can (?:access|manage|edit|view|update|delete|modify|create|read|write|see|lock|submit|moderate|change|add|remove"
    r"|approve|publish|invite|comment|share|download|export)(?: \w+)*"
)
RIGHTS = (
    r"permissions?|perms?|permitted|privileged?|privileges|superusers?|superadmin|is staff|staff|is admin|admins?"
    rf"|{ROLES}|{CAPABILITIES}|acls?|rbac|authori[sz]\w+|authenticat\w+|unauthori[sz]ed|forbidden|login|log in"
    r"|logged in|anonymous|has access|access (?:control|level|type)|check access|user access|is owner|owner only"
    r"|or owner|owner or|owned by|is (?:\w+ )?member|membership|impersonat\w+|moderator|curator"
)
DENIES = (
    r"forbidden|permission denied|permissions? (?:error|exception|violation)|unauthori[sz]ed|access denied|denied"
    r"|not authenticated|not authorized|authentication (?:failed|exception|error|required)|authorization error"
    r"|not allowed|invalid (?:token|credentials?|signature)|invalid credential exception|login required|login url"
    r"|insufficient (?:permissions?|privileges|scope)|401|403"
)
SAME_USER = (
    r"(?:user|owner|creator|author|created by|member)(?: id| pk)? \. "
    r"(?:\w+ )*(?:user|owner|creator|author|member|actor)(?: id| pk)?"
)
PROOFS = (
    r"passwords?|passwd|compare digest|constant time compare|hmac|signature|signed|jwt|access token|refresh token"
    r"|auth token|api key|bearer|csrf|mfa|2 fa|otp|totp|webauthn|saml|oauth ?2?|oidc|openid|sso|ldap|nonce|pkce"
    r"|code verifier|client secret|credentials?"
)
CHECKED_PROOFS = (
    r"signature|hmac|jwt|csrf|o ?auth|mfa|otp|totp|webauthn|nonce|check password|verify \w+"
    r"|(?:access|auth|refresh|reset|invite|verification) tokens?"
)
ENFORCES = (
    r"\b(?:check|checks|verif\w+|requires?|ensure|enforce|assert|validate|has|can|deny|is|test|grant|revoke|assign"
    r"|remove|raise|user (?:can|has|is|may))\b(?: \w+)* (?:permissions?|perms?|access|roles?|authori[sz]\w+"
    r"|authenticated|owner|admin|superuser|signature|privileges?|scopes?|acl|membership|login|auth)\b"
)
NO_GUARD = r"admin (?:register|site|display|action|model admin|tabular inline|stacked inline)|login url name"
ANSWER_OF_OTHERS = (
    r"(?:response|resp|res|r|e|err|exc|exception|error) (?:\w+ )*status(?: code)?|status code|token bucket"
    r"|retry attempts?"
)
OUTBOUND = r"client|bot|smtp|imap|ftp|docker|hugging\w*|gspread|logger|registry|slack|github|gitlab"
"""Signing in somewhere else, as a client."""
