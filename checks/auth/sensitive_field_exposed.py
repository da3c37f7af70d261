"""A secret or personal field appears in an answer.

A schema or serializer of answers gained a field that holds a password, key, token or personal identifier, or a field
that could only be written can be read now.

Why it matters:
    Everybody who may ask the endpoint receives it, and logs, caches and browsers on the way keep it.

Instead:
    Leave the field out, show a masked form of it, or serve it from an endpoint of its own for those who need it.

What it does not see:
    Values that a property computes under a harmless name; answers that are built as dictionaries.

Sources:
    Catalogue AZ20; OWASP API Security Top 10 2023, API3; CWE-200, CWE-213.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.declarations.pairs import ClassPair, class_pairs
from checks.declarations.schemas import Field, Role, Schema, schema_of
from checks.kit import Action, Change, ChangeSet, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.files import language
from checks.kit.sentence import Sentence, at_head, code, quote

_SECRET = re.compile(
    r"^(\w+_)?(password|passwd|passphrase|password_hash|hashed_password|secret|secrets|client_secret|api_key|apikey|"
    r"private_key|secret_key|access_token|refresh_token|auth_token|session_key|session_token|otp_secret|totp_secret|"
    r"mfa_secret|recovery_codes|backup_codes|signing_key|encryption_key|credentials|verification_token|reset_token|"
    r"invite_token|ssn|social_security_number|tax_id|passport_number|card_number|cvv|cvc|iban|bank_account|"
    r"internal_notes?|private_notes?)$"
)
_TOKEN = re.compile(r"^(\w+_)?(token|hash|pin)$")
_HARMLESS = re.compile(
    r"(^|_)(has|is|masked|hashed_id|public|num|count|expires?|expiry|created|updated|last|hint|policy|strength|changed|"
    r"required|enabled|set|set_at|url|type|name|id|length|limit|limits|usage|csrf|page|next|prev|continuation|max|min)(_|$)"
)
_ISSUES = re.compile(r"(Token|Login|Session|Credential|ApiKey|APIKey|Secret|Created|Create|Signup|Auth)\w*$")


_MASKS = re.compile(r"mask|redact|obfuscat|censor|\bhash|encrypt|\*{3}", re.IGNORECASE)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every sensitive field that an answer did not have."""
    for pair in class_pairs(change):
        base, head = schema_of(pair.base), schema_of(pair.head)
        if base is None or head is None or head.role is Role.INPUT or pair.head_change is not change:
            continue
        for name, field in head.fields.items():
            before = base.fields.get(name)
            if not _sensitivity(name) or field.flag("write_only"):
                continue
            if before is None:
                yield _told(pair, head, field, f"{code(name)} is part of the answer `{head.cls.name}` now")
            elif before.flag("write_only"):
                yield _told(pair, head, field, f"{code(name)} of `{head.cls.name}` can be read now", before)


def _sensitivity(name: str) -> float:
    """How sure it is, 0..1, that a field of this name holds something to keep."""
    if _HARMLESS.search(name):
        return 0.0
    return 1.0 if _SECRET.match(name) else 0.7 if _TOKEN.match(name) else 0.0


def _told(pair: ClassPair, head: Schema, field: Field, title: str, before: Field | None = None) -> Hit:
    known = 1.0 if head.role is Role.OUTPUT or before is not None else 0.75
    issued = 0.6 if _ISSUES.search(head.cls.last_name) else 1.0  # an answer that exists to hand out the token
    masked = 0.5 if _is_masked(pair.change.within, field.name) else 1.0
    says = Sentence(
        kind=Kind.INTRODUCED,
        symbol=head.cls.name,
        fact=f"exposed {field.name}",
        title=title,
        message="Whoever may ask the endpoint receives it.",
        confidence=0.85 * known * issued * masked * _sensitivity(field.name),
    )
    evidence = () if before is None else (quote(pair.change, Side.LEFT, before.node, "was"),)
    return at_head(pair.change, field.node, says, *evidence)


def _is_masked(changes: ChangeSet, name: str) -> bool:
    """Whether the pull request masks a value of that name where it is handed over."""
    word = re.compile(rf"\b{re.escape(name)}\b")
    return any(
        word.search(line) and _MASKS.search(line)
        for change in changes
        if change.head is not None and language(change.path) == "python"
        for line in (change.head.lines[number - 1] for number in change.added_lines)
    )


_TYPED = """
    class UserRead(BaseModel):
        id: int
        email: str{more}
"""
_SERIALIZER = """
    class UserSerializer(serializers.ModelSerializer):
        password = serializers.CharField({options})

        class Meta:
            model = User
            fields = ["id", "password"]
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AZ20",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the hash of the password",
            base=_TYPED.format(more=""),
            head=_TYPED.format(more="\n        hashed_password: str"),
            finds=((4, "`hashed_password` is part of the answer"),),
        ),
        Example(
            "a field that could only be written",
            base=_SERIALIZER.format(options="write_only=True"),
            head=_SERIALIZER.format(options="max_length=80"),
            finds=((6, "can be read now"),),
        ),
        Example(
            "the value is masked where it is handed over",
            base={
                "shop/a.py": _TYPED.format(more=""),
                "shop/b.py": "def show(user):\n    return UserRead(id=user.id)\n",
            },
            head={
                "shop/a.py": _TYPED.format(more="\n        api_key: str"),
                "shop/b.py": "def show(user):\n    return UserRead(id=user.id, api_key=masked(user.api_key))\n",
            },
            finds=((4, "`api_key`"),),
        ),
        Example(
            "a field of a request",
            base=_TYPED.format(more="").replace("UserRead", "UserCreate"),
            head=_TYPED.format(more="\n        password: str").replace("UserRead", "UserCreate"),
        ),
        Example(
            "whether there is one",
            base=_TYPED.format(more=""),
            head=_TYPED.format(more="\n        has_password: bool"),
        ),
        Example(
            "a harmless field",
            base=_TYPED.format(more=""),
            head=_TYPED.format(more="\n        language: str"),
        ),
        Example(
            "it could be read before",
            base=_TYPED.format(more="\n        api_key: str"),
            head=_TYPED.format(more="\n        api_key: str | None"),
        ),
    ),
)
