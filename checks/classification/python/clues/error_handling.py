"""What becomes of a failure, as far as single words tell; `errors` compares handlers (family ER)."""

from __future__ import annotations

from checks.classification.python.clue import Clue
from checks.classification.python.fact import Form
from checks.kit import Area

CLUES = (
    Clue(
        Area.ERROR_HANDLING,
        "re-raise",
        (Form.ARGUMENT,),
        0.6,
        named=r"^(?:check|raise on error|raise exception|fail silently|silent|ignore errors|return exceptions)$",
        inside=r"subprocess|run|send mail|rmtree|gather",
    ),
    Clue(Area.ERROR_HANDLING, "swallowed errors", (Form.SCOPE,), 0.75, named=r"suppress$"),
    Clue(
        Area.ERROR_HANDLING,
        "error response",
        (Form.DECORATOR,),
        0.7,
        says=r"exception handler|errorhandler|error handler",
    ),
)
