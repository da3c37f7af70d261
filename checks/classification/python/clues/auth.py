"""Who may do what: authentication, authorization, refusals (family AZ)."""

from __future__ import annotations

from checks.classification.python.clue import EXITS, Clue
from checks.classification.python.clues.access_words import (
    ANSWER_OF_OTHERS,
    CHECKED_PROOFS,
    DENIES,
    ENFORCES,
    NO_GUARD,
    PROOFS,
    RIGHTS,
    SAME_USER,
    WHO,
)
from checks.classification.python.fact import Form
from checks.kit import Area

_RULE = (
    r"^(?:\w+ )*permissions?(?: classes| required| map| by action| policy)?$|^(?:\w+ )*permission classes$"
    r"|^authentication classes$|^authenticators?$|^auth$|^(?:\w+ )*required (?:scopes|roles?|permissions?)$"
    r"|^login required$|^allowed roles?$|^rbac \w+(?: \w+)*$|^csrf \w+$|^auth \w+$"
)
_DEPENDS = r"(?:^|< )(?:fastapi )?(?:params )?(?:depends|security|permissions dependency)(?= <|$)"

CLUES = (
    Clue(
        Area.AUTH,
        "guard",
        (Form.DECORATOR,),
        0.9,
        named=f"{RIGHTS}|{PROOFS}|{DENIES}|requires?|allow any|public endpoint|skip auth",
        unless=NO_GUARD,
    ),
    Clue(
        Area.AUTH,
        "guard",
        (Form.ARGUMENT,),
        0.85,
        inside=rf"(?:{RIGHTS}|{PROOFS}|requires?)\b[^<]* < decorator",
        unless=NO_GUARD,
    ),
    Clue(
        Area.AUTH,
        "guard",
        (Form.BASE,),
        0.85,
        says=rf"{RIGHTS}|csrf|signature|login required|user passes test|auth\w*|o auth \w+|oidc|saml \w+",
        unless=NO_GUARD + r"|model admin|admin",
    ),
    Clue(Area.AUTH, "access rule", (Form.CLASS_ATTRIBUTE,), 0.85, named=_RULE),
    Clue(Area.AUTH, "access rule", (Form.ENTRY,), 0.85, target=_RULE),
    Clue(
        Area.AUTH,
        "requested scope",
        (Form.ENTRY,),
        0.65,
        target=r"^(?:user|bot|oauth|default|required|auth|token) scopes?$",
    ),
    Clue(
        Area.AUTH,
        "dependency",
        (Form.PARAMETER,),
        0.85,
        says=(
            r"(?:depends|security) \. .*(?:user|auth\w*|token|permissions?|principal|api key|require\w*|verif\w+|admin"
            r"|credentials?|scopes?)|current (?:\w+ )*user\w*|actor|http (?:bearer|basic)|o auth 2 \w+"
        ),
    ),
    Clue(
        Area.AUTH,
        "dependency",
        (Form.CALL, Form.ARGUMENT),
        0.85,
        inside=_DEPENDS,
        says=(
            rf"{RIGHTS}|{PROOFS}|(?:current|get) (?:\w+ )*user|users?|reject\w*|ensure|enforce|guard|block|require\w*"
            r"|verif\w+|auth|token"
        ),
        unless=r"session|get db|service",
    ),
    Clue(
        Area.AUTH,
        "permission check",
        (Form.CONDITION,),
        0.85,
        says=f"{RIGHTS}|{CHECKED_PROOFS}",
        exits=EXITS,
        unless=ANSWER_OF_OTHERS,
    ),
    Clue(Area.AUTH, "permission check", (Form.CONDITION,), 0.8, says=SAME_USER, shown=r"[!=]=| is | in ", exits=EXITS),
    Clue(Area.AUTH, "permission check", (Form.CONDITION,), 0.8, says=WHO, shown=r"^(?!.* is not None$)", exits=EXITS),
    Clue(Area.AUTH, "permission check", (Form.CONDITION,), 0.8, inside=DENIES, exits=EXITS, unless=ANSWER_OF_OTHERS),
    Clue(
        Area.AUTH,
        "permission condition",
        (Form.CONDITION,),
        0.65,
        says=RIGHTS + r"|(?:\w+ )*password",
        shown=r"[.(]|^(?:not )?(?:is|has|can)_",
        unless=ANSWER_OF_OTHERS,
    ),
    Clue(
        Area.AUTH, "permission condition", (Form.CONDITION,), 0.65, says=WHO, shown=r"(?:user|actor)\.(?:is|has|can)_"
    ),
    Clue(
        Area.AUTH,
        "token check",
        (Form.CONDITION,),
        0.75,
        says=r"(?:\w+ )*token",
        shown=r"[!=]=",
        exits=EXITS,
        unless=ANSWER_OF_OTHERS + r"|token (?:count|limit|usage|type|id)",
    ),
    Clue(
        Area.AUTH,
        "ownership in a query",
        (Form.ENTRY, Form.ARGUMENT),
        0.65,
        named="^$",
        says=SAME_USER,
        shown=r"[!=]=",
    ),
    Clue(Area.AUTH, "permission condition", (Form.OPERATOR,), 0.65, says=RIGHTS, unless=ANSWER_OF_OTHERS),
    Clue(Area.AUTH, "refusal", (Form.RAISE, Form.CALL, Form.RETURN), 0.8, says=DENIES, unless=r"logger|log|except"),
    Clue(
        Area.AUTH,
        "refusal",
        (Form.ARGUMENT,),
        0.75,
        says=r"401|403|http 40[13] \w+",
        inside=r"abort|http exception|response|http error|error",
    ),
    Clue(
        Area.AUTH,
        "permission check",
        (Form.CALL,),
        0.8,
        says=ENFORCES,
        unless=r"logger|token (?:count|limit|usage)|as view",
    ),
    Clue(
        Area.AUTH,
        "permission check",
        (Form.ARGUMENT,),
        0.75,
        inside=rf"^[^<]*(?:{ENFORCES})[^<]*(?= <|$)",
        unless=r"sync|logger",
    ),
    Clue(
        Area.AUTH,
        "permission value",
        (Form.LOCAL,),
        0.65,
        named=(
            rf"^(?:has|is|can|may|user|required?|check)\b(?: \w+)* (?:{RIGHTS})$|^has perms?$"
            r"|^(?:\w+ )*(?:permissions?|perms?|user roles?)$"
            r"|^(?:csrf|auth|login|mfa|otp) (?:enabled|required|protected|exempt|checked|valid)$"
        ),
    ),
)
