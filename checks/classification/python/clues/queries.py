"""SQL as text (family OQ); `loading` compares eager loading."""

from __future__ import annotations

from checks.classification.python.clue import Clue, call_of
from checks.classification.python.fact import Form
from checks.kit import Area

_RUNS_SQL = r"execute|executemany|text|raw|raw sql|extra|literal column"

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
    Clue(
        Area.QUERIES,
        "SQL put together from text",
        (Form.ARGUMENT,),
        0.7,
        shown=r"^f['\"]|\.format|['\"] % ",
        inside=call_of(_RUNS_SQL),
    ),
)
