"""Tables of clues, one file per area; and `CLUES`, all of them.

Lives here: vocabulary of frameworks and of everyday backend code, as patterns over spoken words.
May not live here: names of one repository, and anything that looks at more than one fact.
"""

from __future__ import annotations

from checks.classification.python.clue import Clue
from checks.classification.python.clues import (
    audit,
    auth,
    credentials,
    error_handling,
    external_calls,
    idempotency,
    money,
    queries,
    rate_limits,
    state_machines,
    tenancy,
    transactions,
    validation,
)

CLUES: tuple[Clue, ...] = (
    *auth.CLUES,
    *credentials.CLUES,
    *tenancy.CLUES,
    *transactions.CLUES,
    *state_machines.CLUES,
    *idempotency.CLUES,
    *money.CLUES,
    *validation.CLUES,
    *error_handling.CLUES,
    *audit.CLUES,
    *external_calls.CLUES,
    *rate_limits.CLUES,
    *queries.CLUES,
)
