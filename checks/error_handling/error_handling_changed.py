"""What is raised for an error changed, or is raised in another place.

A handler raises something else than before, or a check of a result moved to another unit.

Why it matters:
    Callers that caught the old error do not catch the new one.

Instead:
    Nothing needs to change when the callers know.

What it does not see:
    Who catches what further up.

Sources:
    Catalogue ER01, ER08; guard-ledger verdicts "changed" and "moved".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import CHANGES, Claim, Family, tell

claim = Claim(frozenset({Family.ERROR}), CHANGES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Changed and moved guards of the family error."""
    del options
    yield from tell(change, claim, "Whether callers still learn of the failure is for a person to say.")


_LOAD = """
    def load(client):
        answer = client.get("/rate")
        {check}
        return answer.json()["value"]
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=(
        "ER01",
        "ER08",
    ),
    kind=Kind.CHANGED,
    severity=Severity.LOW,
    action=Action.NOTE,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the check moved into a helper that is called",
            base=_LOAD.format(check="answer.raise_for_status()"),
            head=_LOAD.format(check="_refuse_failures(answer)")
            + """
    def _refuse_failures(answer):
        answer.raise_for_status()
""",
            finds=((3, "moved"),),
        ),
        Example(
            "the same check, another variable",
            base=_LOAD.format(check="answer.raise_for_status()"),
            head=_LOAD.format(check="answer.raise_for_status()").replace("answer", "got"),
        ),
        Example(
            "what is done with the value changed",
            base=_LOAD.format(check="answer.raise_for_status()"),
            head=_LOAD.format(check="answer.raise_for_status()").replace('["value"]', '["rate"]'),
        ),
    ),
)
