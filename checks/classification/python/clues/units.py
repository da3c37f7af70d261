"""Names of functions, classes, modules and libraries that decide who may do what, as spoken words."""

from __future__ import annotations

from checks.classification.python.clue import whole_words

GUARD_FUNCTION = whole_words(
    r"^(?:has|check|require|verify|validate|ensure|enforce|assert|is|can|user)\b.*"
    r"(?:permissions?|perms?|access|authori[sz]\w+|authenticated|token|signature|credentials?|password|owner|admin|role"
    r"|scopes?|current user|2 ?fa|mfa|otp)"
    r"|^(?:authenticate|authorize|login)(?: \w+)*|^(?:user )?can \w+(?: \w+)*|^test func$"
    r"|^(?:needs |check )?csrf(?: \w+)*$"
    r"|^get (?:\w+ )*(?:current|authenticated|active) (?:\w+ )*user"
    r"|^get (?:\w+ )*user (?:from|by) (?:\w+ )*(?:token|session|api key|credentials)|^get token$"
    r"|^(?:is )?allow(?:ed|s)?(?: \w+)*$|^should allow(?: \w+)*"
    r"|^(?:get )?(?:saml|oidc|oauth|jwt|ldap) \w+"
)
NO_GUARD_FUNCTION = whole_words(
    r"sync\w*|update\w*|refresh\w*|create\w*|list|count|import|export|load|fetch|save|send|format|render|serialize"
    r"|choices|options|url|html|text|label|display|sort|field|column|fields"
)
PROVING_FUNCTION = whole_words(r"^(?:verify|decode|unsign|challenge)(?: \w+)*$")
VALIDATOR = whole_words(r"^(?:validate|clean|full clean|is valid|check constraints)(?: \w+)*$")
GUARD_CLASS = whole_words(
    r"(?:\w+ )*permissions?$|(?:\w+ )*authenticat(?:ion|or)$|(?:\w+ )*remote user \w+|(?:\w+ )*access policy"
    r"|(?:\w+ )*(?:auth|authentication|authorization) (?:backend|provider|middleware|policy|strategy|scheme)"
    r"|model backend|base backend|http (?:bearer|basic)|token auth\w*|session auth\w*|security base"
    r"|(?:open ?id|oidc|saml|ldap) (?:\w+ )*(?:provider|backend|auth)"
)
DISPLAY_CLASS = whole_words(
    r"(?:\w+ )*(?:admin|serializer|form|table|schema|filter|filter set|meta|column|page|view set)$"
)
AUTH_UNIT = whole_words(
    r"auth\w*|log ?in|log ?out|o auth\w*|oidc|open ?id\w*|saml\w*|sso|ldap\w*|mfa|otp|totp|webauthn|tokens?|passwords?"
    r"|credentials?|permissions?|api keys?|jwt|sign ?in|sign ?up|impersonat\w+|acl|roles?|authori[sz]\w+|csrf|magic"
)
AUTH_PATH = whole_words(
    r"auth\w*|log ?in|o ?auth\w*|oidc|saml\w*|sso|ldap\w*|security|permissions?|identity|acl|webauthn"
    r"|mfa|otp|totp"
)
"""A hint only: it counts together with the name of the unit and with what the changed fact does."""
SIGN_IN_PLACE = whole_words(
    r"auth\w*|log ?in|o ?auth\w*|sso|saml\w*|oidc|sign ?in|sign ?up|session|accounts?|magic|mfa|otp"
)
SIGN_IN_CALL = whole_words(r"login|user login|login user|authenticate|sign in|log in|perform login|complete login")
NO_ACCESS = whole_words(r"throttl\w*|rate|limit\w*|bucket|sync|runner|(?:client|connector) \w+")
"""Units of these words talk to other services or count requests, whatever else their names say."""

AUTH_LIBRARY = whole_words(
    r"^(?:jwt|jose|authlib|passlib|bcrypt|argon 2|itsdangerous|oauthlib|requests oauthlib|allauth|social core"
    r"|social django|flask login|flask jwt extended|flask security|flask principal|guardian|casbin|ldap 3|ldap|saml 2"
    r"|onelogin|webauthn|fido 2|pyotp|google auth|django otp|axes|rest framework simplejwt|oauth 2 provider"
    r"|mozilla django oidc|fastapi users|fastapi security|django auth ldap|flask multipass"
    r"|django contrib auth (?:backends|hashers|password validation))"
)
TALK = whole_words(
    r"log|logger|logging|print|flash|messages|warn|gettext|lazy|track|capture exception|msg|message|detail|reason|label"
    r"|render(?: \w+)*|template|url for|reverse"
)
MESSAGE_OF = whole_words(r"^(?:[^<]* )?(?:error|exception|failed|denied)(?= <|$)")
"""Calls that only tell somebody something."""
PAGE = whole_words(
    r"redirect|url for|reverse|render(?: \w+)*|template|flash|shared task|task|title|label|description|help text"
    r"|ordering|order by|select related|prefetch related|serializer class|template name|url name|extend schema"
    r"|swagger\w*|documentation|jsonify|dump|metrics?|sleep"
)
"""Calls and attributes that shape an answer or a page, not access."""
