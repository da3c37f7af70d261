"""What may follow what: state fields, transitions, visibility and soft deletion (family SM)."""

from __future__ import annotations

from checks.classification.python.clue import EXITS, Clue
from checks.classification.python.clues.tenancy import QUERY
from checks.classification.python.fact import Form
from checks.kit import Area

_STATES = (
    r"deleted|active|archived|published|cancell?ed|locked|closed|opened|completed?|finished|approved|blocked|enabled"
    r"|disabled|expired|paused|resolved|accepted|rejected|submitted|pending|draft|running|suspended|banned|confirmed"
    r"|revoked|acknowledged|paid|refunded|shipped|delivered|processed|aborted|failed|terminated"
    r"|silenced|hidden|verified"
)
FIELD = (
    rf"status|state|stage|phase|workflow state|lifecycle|is (?:\w+ )?(?:{_STATES})|(?:{_STATES}) at"
    rf"|(?:{_STATES}) on"
)
_FIELD_NAME = (
    rf"(?:\w+ )*(?:status|state|stage|phase|is (?:\w+ )?(?:{_STATES})|(?:{_STATES}) at)(?: in| isnull"
    r"| is null)?"
)
_NOT_A_STATE = (
    r"status codes?|http \d+(?: \w+)*|http status|response status|response ok|state adding|state db|oauth \w+ state"
    r"|state token|address(?: \w+)*|country|city|province|zip\w*|postal\w*|billing state|shipping state|us state|states"
    r"|request state|session state|app state|status text|exit status|state dict|git status|call status|returncode"
    r"|csrf state|[1-5]\d\d|(?:resp|res|response|r|reply) status"
)
_SETTLED = "published|archived|deleted|cancell?ed|closed|locked|expired|revoked|paid|refunded|approved|rejected"
_COMPARED = r"[=!]=| in |\.is_\w+|\w+_at\b"
_WRITES = (
    r"^[^<]*\b(?:update|values|create|set|update by id(?: \w+)*|update \w+|bulk update|aupdate"
    r"|get or create|update or create|defaults)(?= <|$)"
)

CLUES = (
    Clue(
        Area.STATE_MACHINES,
        "state check",
        (Form.CONDITION,),
        0.8,
        says=FIELD,
        exits=(*EXITS, "filter"),
        unless=_NOT_A_STATE,
    ),
    Clue(
        Area.STATE_MACHINES, "state check", (Form.CONDITION,), 0.65, says=_SETTLED, shown=r"^(?:not )?\w+$", exits=EXITS
    ),
    Clue(
        Area.STATE_MACHINES,
        "state check",
        (Form.CONDITION,),
        0.7,
        says=(
            rf"\w+ (?:{_SETTLED}|resolved|acknowledged|completed|finished|started|submitted|processed"
            r"|confirmed)$"
        ),
        shown=r"^(?:not )?\w[\w.]*\.\w+$",
        exits=EXITS,
    ),
    Clue(
        Area.STATE_MACHINES,
        "state condition",
        (Form.CONDITION,),
        0.65,
        says=FIELD,
        shown=_COMPARED,
        unless=_NOT_A_STATE,
    ),
    Clue(Area.STATE_MACHINES, "state condition", (Form.OPERATOR,), 0.65, says=FIELD, unless=_NOT_A_STATE),
    Clue(Area.STATE_MACHINES, "state value", (Form.LOCAL,), 0.6, says=rf"\w+ is (?:{_STATES})", unless=_NOT_A_STATE),
    Clue(
        Area.STATE_MACHINES,
        "state in a query",
        (Form.ARGUMENT,),
        0.75,
        named=rf"^{_FIELD_NAME}$",
        inside=QUERY,
        unless=_NOT_A_STATE,
    ),
    Clue(
        Area.STATE_MACHINES,
        "state in a query",
        (Form.ARGUMENT,),
        0.75,
        named="^$",
        says=FIELD,
        inside=QUERY,
        unless=_NOT_A_STATE,
    ),
    Clue(Area.STATE_MACHINES, "state write", (Form.WRITE,), 0.75, named=rf"^{_FIELD_NAME}$", unless=_NOT_A_STATE),
    Clue(
        Area.STATE_MACHINES,
        "state write",
        (Form.ARGUMENT,),
        0.7,
        named=rf"^{_FIELD_NAME}$",
        inside=_WRITES,
        unless=_NOT_A_STATE + r"|response|jsonify",
    ),
    Clue(
        Area.STATE_MACHINES,
        "state value",
        (Form.LOCAL,),
        0.6,
        named=r"^(?:\w+ )*(?:status|state)$",
        says=r"(?:\w+ )*(?:status|state)(?: choices)? \w+",
        unless=_NOT_A_STATE,
    ),
    Clue(
        Area.STATE_MACHINES,
        "transition",
        (Form.DECORATOR, Form.CLASS_ATTRIBUTE, Form.BASE),
        0.85,
        says=r"transitions?|soft delet\w+(?: \w+)*|fsm\w*(?: \w+)*|fsm field|state machine|state chart",
    ),
    Clue(Area.STATE_MACHINES, "transition", (Form.ARGUMENT,), 0.85, inside=r"transition\b[^<]* < decorator"),
    Clue(
        Area.STATE_MACHINES,
        "transition table",
        (Form.ENTRY,),
        0.8,
        target=(
            r"(?:\w+ )*transitions|transition(?: \w+)*|allowed (?:next )?(?:states|statuses)"
            r"|terminal (?:states|statuses)|final (?:states|statuses)"
        ),
    ),
    Clue(
        Area.STATE_MACHINES,
        "transition",
        (Form.CALL,),
        0.65,
        named=(
            r"(?:change|transition|move|advance)(?: \w+)* (?:status|state|to)$|set (?:\w+ )?status$"
            r"|mark (?:as )?\w+$|update (?:\w+ )?status$"
        ),
        unless=_NOT_A_STATE + r"|mark safe|mark for",
    ),
)
