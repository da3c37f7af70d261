"""Raw SQL and lost eager loading (family OQ)."""

from __future__ import annotations

from checks.classification.python.clue import Clue
from checks.classification.python.fact import Form
from checks.kit import Area, Side

_LOADERS = r"select related|prefetch related|selectinload|joinedload|subqueryload|contains eager|prefetch|raiseload"

CLUES = (
    Clue(
        Area.QUERIES,
        "raw SQL",
        (Form.CALL,),
        0.65,
        named=(
            r"(?:cursor|connection|conn)(?: \w+)* execute(?: many)?$|executemany$|^.*objects raw$|raw sql$"
            r"|objects extra$|literal column$"
        ),
    ),
    Clue(Area.QUERIES, "eager loading", (Form.CALL,), 0.65, named=rf"(?:{_LOADERS})$", side=Side.LEFT),
    Clue(
        Area.QUERIES,
        "raw SQL",
        (Form.CALL, Form.ARGUMENT),
        0.6,
        inside=r"^(?:sqlalchemy )?text(?= <|$)|^[^<]*execute(?: many)?(?= <|$)|raw(?= <|$)",
        named=r"sqlalchemy text$|format$|params",
    ),
)
