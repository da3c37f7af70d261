"""What is written down, and what must not be: audit records, redaction, secrets in logs (family LG)."""

from __future__ import annotations

from checks.classification.python.clue import Clue
from checks.classification.python.fact import Form
from checks.kit import Area

_LOG = (
    r"^(?:\w+ )*(?:log|logger|logging|print|sentry(?: \w+)*|capture (?:message|exception)"
    r"|add breadcrumb|log \w+)(?: (?:debug|info|notice|warn|warning|error|exception|critical|log|bind"
    r"|msg))?(?= <|$)"
)
_CONFIDENTIAL = (
    r"passwords?|passwd|secrets?|(?:\w+ )*token|api keys?|credentials?|authorization|cookies?|ssn|card number|payload"
    r"|request (?:body|data|headers)|headers|private key|otp"
)
_AUDIT = (
    r"audit\w*(?: \w+)*|log (?:action|addition|change|deletion)s?|log entry|activity log|changelog"
    r"|record (?:event|action|activity|audit|change)"
    r"|create (?:audit|log) (?:entry|record|event|log)|historical records|add history|history create"
    r"|snapshot|reversion|security log|event log"
)
_REDACT = (
    r"redact\w*|mask(?:ed)?|mask \w+|scrub\w*(?: \w+)*|obfuscat\w*|anonymi[sz]\w*"
    r"|sensitive (?:variables|post parameters|data|fields?)|before send|hide passwords?"
    r"|strip (?:\w+ )*(?:cookies?|tokens?|secrets?|session)(?: \w+)*|send default pii"
    r"|saniti[sz]e (?:\w+ )*(?:payload|log|headers|request|body)|excluded (?:\w+ )*fields"
)

CLUES = (
    Clue(
        Area.AUDIT,
        "audit record",
        (Form.CALL, Form.DECORATOR, Form.BASE, Form.CLASS_ATTRIBUTE, Form.SCOPE),
        0.75,
        named=rf"(?:{_AUDIT})$",
    ),
    Clue(
        Area.AUDIT,
        "logged value",
        (Form.ARGUMENT,),
        0.7,
        inside=_LOG,
        says=_CONFIDENTIAL,
        unless=r"token (?:estimate|count|limit|usage|budget|length)\w*",
    ),
    Clue(
        Area.AUDIT,
        "redaction",
        (Form.CALL, Form.DECORATOR, Form.DEFINITION, Form.ARGUMENT, Form.SETTING, Form.CONDITION, Form.PARAMETER),
        0.7,
        says=_REDACT,
    ),
    Clue(
        Area.AUDIT,
        "redaction",
        (Form.ENTRY,),
        0.65,
        target=(
            r"excludes?|excluded(?: \w+)*|sensitive(?: \w+)*|redact\w*(?: \w+)*|masked(?: \w+)*"
            r"|hidden(?: \w+)*"
        ),
        says=_CONFIDENTIAL,
    ),
    Clue(Area.AUDIT, "redaction", (Form.ARGUMENT, Form.SETTING, Form.PARAMETER), 0.7, named=_REDACT),
)
