"""A feature gate no longer decides, or decides otherwise.

A condition on a feature flag stood around code that still runs. It is gone, changed, or stands elsewhere.

Why it matters:
    Most often a feature is simply released. When the flag was also what kept a risky path from most users, its
    end is a release of that path.

Instead:
    Nothing needs to change when the release is meant.

What it does not see:
    What the flag was set to.

Sources:
    Catalogue CF05.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import CHANGES, LOSSES, Claim, Family, tell

claim = Claim(frozenset({Family.FLAG}), LOSSES | CHANGES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Guards of the family feature flag, whatever became of them."""
    del options
    yield from tell(change, claim, "The code behind the gate runs for everyone.")


_EXPORT = """
    @{gate}
    def export(request):
        return build_export(request.user)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CF05",),
    kind=Kind.LOST,
    severity=Severity.LOW,
    action=Action.NOTE,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the flag decorator is gone",
            base="""
                def export(request):
                    require_feature("export", request.team)
                    return build_export(request.user)
            """,
            head="""
                def export(request):
                    return build_export(request.user)
            """,
            finds=((2, "require_feature"),),
        ),
        Example(
            "a decorator that is no gate",
            base=_EXPORT.format(gate="cache_page(60)"),
            head=_EXPORT.format(gate="never_cache"),
        ),
        Example(
            "the gate stands as it was",
            base="""
                def export(request):
                    require_feature("export", request.team)
                    return build_export(request.user)
            """,
            head="""
                def export(request):
                    require_feature("export", request.team)
                    return build_export(request.user, all=True)
            """,
        ),
    ),
)
