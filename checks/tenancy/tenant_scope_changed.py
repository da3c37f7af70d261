"""A tenant scope changed, or is set in another place.

A predicate or context that bound the code to one tenant was replaced by a different one, or moved to
another unit, and nothing proves that the new one keeps the same rows apart.

Why it matters:
    A scope that asks for another tenant than before, or asks it of another row, can open one customer's
    data to the next. Whether it does is a question of the model that a person answers quickly.

Instead:
    Nothing needs to change. Let someone who owns the area compare the two and sign.

What it does not see:
    Whether two differently named lookups reach the same tenant.

Sources:
    Catalogue TN01, TN03; guard-ledger verdicts "changed" and "moved".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import CHANGES, Claim, Family, tell

claim = Claim(frozenset({Family.TENANT_SCOPE}), CHANGES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Changed and moved guards of the family tenant scope."""
    del options
    yield from tell(change, claim, "Whether the same tenants are kept apart is for a person to say.")


_CHECKED = """
    def rename(user, board, name):
        if {rule}:
            raise NotFound
        board.name = name
        board.save()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TN01", "TN03"),
    kind=Kind.CHANGED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the tenant of another object is compared",
            base=_CHECKED.format(rule="board.workspace_id != user.workspace_id"),
            head=_CHECKED.format(rule="board.project.team_id != user.team_id"),
            finds=((2, "changed"),),
        ),
        Example(
            "the two sides of the comparison changed places",
            base=_CHECKED.format(rule="board.workspace_id != user.workspace_id"),
            head=_CHECKED.format(rule="user.workspace_id != board.workspace_id"),
        ),
        Example(
            "the comparison was written with not",
            base=_CHECKED.format(rule="board.workspace_id != user.workspace_id"),
            head=_CHECKED.format(rule="not board.workspace_id == user.workspace_id"),
        ),
    ),
)
