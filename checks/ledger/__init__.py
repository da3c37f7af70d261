"""The guard ledger: which guards protected a unit at base, and what became of each at head.

Lives here: units, guards by family and form, the pairing of base with head, the verdicts.
May not live here: what a verdict means for a reader; the checks of the areas say that.
"""

from checks.ledger.edited import Gain, dropped, edited_functions, gained, new_functions
from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard
from checks.ledger.ledger import Entry, Verdict, entries_of, ledger
from checks.ledger.telling import CHANGES, LOSSES, Claim, tell
from checks.ledger.touched import EditedUnit, edited_units

__all__ = [
    "CHANGES",
    "LOSSES",
    "Claim",
    "EditedUnit",
    "Entry",
    "Family",
    "Form",
    "Gain",
    "Guard",
    "Verdict",
    "dropped",
    "edited_functions",
    "edited_units",
    "entries_of",
    "gained",
    "ledger",
    "new_functions",
    "tell",
]
