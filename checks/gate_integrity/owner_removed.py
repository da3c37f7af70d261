"""A part of the repository lost an owner.

CODEOWNERS said who must review changes to a path. The line is gone, or names fewer owners, or none.

Why it matters:
    Changes to that path no longer wait for the people who know it, and where sign-off is by owners, for nobody.

Instead:
    Keep a line for the path. Where people leave, put the team or the successor there in the same pull request.

What it does not see:
    Whether a wider pattern still covers the path with the same people; members of teams.

Sources:
    Catalogue CF08; GitHub documentation, About code owners.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.gate_integrity._files import is_owners
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.sentence import Lines, Sentence, at_base, code


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every pattern that is gone or has fewer owners."""
    if not is_owners(change) or change.base is None:
        return
    head = _owners(change.head)
    everybody = {owner for _, owners in head.values() for owner in owners}
    for pattern, (number, owners) in _owners(change.base).items():
        left = head.get(pattern, (0, frozenset[str]()))[1]
        lost = owners - left
        if not lost or (left and left - owners):
            continue
        gone = not left
        says = Sentence(
            kind=Kind.LOST if gone else Kind.CHANGED,
            symbol=None,
            fact=f"owners of {pattern}",
            title=f"{code(pattern)} no longer belongs to {code(' '.join(sorted(lost)))}",
            message="Changes there no longer wait for their review.",
            confidence=0.85 if gone and lost & everybody else 0.7,
        )
        yield at_base(change, Lines(number, number), says)


def _owners(source: Source | None) -> dict[str, tuple[int, frozenset[str]]]:
    """Pattern -> its line and its owners; of two lines for one pattern the later decides."""
    found: dict[str, tuple[int, frozenset[str]]] = {}
    for number, text in enumerate(source.lines if source else (), start=1):
        words = text.partition("#")[0].split()
        if words and not words[0].startswith(("[", "^[")):
            found[words[0]] = (number, frozenset(words[1:]))
    return found


_BASE = """
    *          @acme/dev
    /billing/  @acme/billing @acme/security
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CF08",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the line of a path is gone",
            path=".github/CODEOWNERS",
            base=_BASE,
            head="*  @acme/dev\n",
            finds=((2, "`/billing/` no longer belongs to"),),
        ),
        Example(
            "one of two owners is gone",
            path="CODEOWNERS",
            base=_BASE,
            head=_BASE.replace(" @acme/security", ""),
            finds=((2, "@acme/security"),),
        ),
        Example(
            "an owner was replaced",
            path="CODEOWNERS",
            base=_BASE,
            head=_BASE.replace("@acme/security", "@acme/platform"),
        ),
        Example(
            "another path got an owner",
            path="CODEOWNERS",
            base=_BASE,
            head=_BASE + "/auth/ @acme/security\n",
        ),
        Example(
            "lines changed places",
            path="CODEOWNERS",
            base="/a/ @ana\n/b/ @bo\n",
            head="/b/ @bo\n/a/ @ana # both\n",
        ),
    ),
)
