"""What is let in: validators, bounds of fields, early exits on bad input, escaping (family VA)."""

from __future__ import annotations

from checks.classification.python.clue import EXITS, Clue
from checks.classification.python.fact import Form
from checks.kit import Area

_REFUSES = (
    r"validation error|bad request|invalid\w*|unprocessable\w*|400|409|422|http 4(?:00|09|22) \w+|parse error|conflict"
    r"|response bad request|value error|improperly configured|suspicious \w+|no report error|user error"
)
_FIELDS = (
    r"^[^<]*\b(?:serializers?|forms?|fields?|query|path|body|header|cookie|form|constr|conint|confloat"
    r"|conlist|param|validators?)\b(?: \w+)*(?= <|$)"
)
_BOUNDS = (
    r"required|min length|max length|min value|max value|ge|le|gt|lt|pattern|regex"
    r"|validators?|validate|max digits|decimal places|strict|extra|min items|max items"
    r"|allowed extensions|max size|multiple of"
)
_CLEANS = (
    r"full clean|sanitiz\w+(?: \w+)*|sanitis\w+(?: \w+)*|bleach(?: \w+)*|nh 3(?: \w+)*|clean html"
    r"|shlex quote|sandboxed environment|immutable sandboxed environment|secure filename|safe join"
    r"|is relative to"
    r"|validate (?!email config)\w+(?: \w+)*|validator \w+|is valid|jsonschema validate|safe load"
    r"|yaml load|pickle loads|check valid\w*"
)

CLUES = (
    Clue(
        Area.VALIDATION,
        "validator",
        (Form.DECORATOR,),
        0.85,
        says=r"(?:field|model|root|pre|post)? ?validat\w+|validates(?: schema)?",
    ),
    Clue(
        Area.VALIDATION,
        "validator",
        (Form.DEFINITION,),
        0.65,
        named=r"^(?:validate|clean|check valid)(?: \w+)+$",
        unless=r"\w* (?:url|link|message|label)",
    ),
    Clue(Area.VALIDATION, "input check", (Form.CONDITION,), 0.7, inside=_REFUSES, exits=EXITS),
    Clue(
        Area.VALIDATION,
        "refusal of input",
        (Form.RAISE,),
        0.6,
        says=(
            r"(?:\w+ )*validation error|bad request|http exception \. (?:.*)(?:400|409|422)|suspicious \w+"
            r"|invalid \w+"
        ),
    ),
    Clue(
        Area.VALIDATION,
        "bound of a field",
        (Form.ARGUMENT,),
        0.65,
        named=rf"^(?:{_BOUNDS})$",
        inside=_FIELDS,
        unless=r"models|mapped column|column",
    ),
    Clue(
        Area.VALIDATION,
        "input check",
        (Form.CALL,),
        0.65,
        named=rf"(?:{_CLEANS})$",
        unless=r"super|logger|re escape|token|password|permission|signature|etag|next path|access",
    ),
    Clue(Area.VALIDATION, "input check", (Form.ARGUMENT,), 0.6, named=r"^raise exception$"),
    Clue(
        Area.VALIDATION,
        "escaping",
        (Form.CALL,),
        0.65,
        named=r"(?:html |conditional )?escape(?: html)?$|format html$",
        unless="re escape",
    ),
    Clue(Area.VALIDATION, "escaping", (Form.CALL,), 0.6, named=r"mark safe$|^(?:markup safe |flask )?markup$"),
    Clue(
        Area.VALIDATION,
        "address check",
        (Form.CALL, Form.CONDITION),
        0.7,
        says=(
            r"is private|is loopback|is reserved|is relative to|content type allowed|allowed (?:extensions?"
            r"|content types?|schemes?)"
        ),
    ),
)
