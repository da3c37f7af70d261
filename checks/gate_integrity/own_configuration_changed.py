"""Holdfast's own configuration changed.

The file that says what Holdfast demands of this repository was edited or deleted. This pull request is still judged
by the configuration of its base.

Why it matters:
    From the next pull request on the new rules hold: what they no longer ask, nobody is asked.

Instead:
    Say in the pull request which rule changes and why. Let the owner of each area that loses a demand sign.

What it does not see:
    Whether the change loosens or tightens; a default of the organisation that changes elsewhere.

Sources:
    Catalogue CF08.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.gate_integrity._files import is_own
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.sentence import Lines, Sentence, at_base, at_head


def find(change: Change, options: Options) -> Iterator[Hit]:
    """One hit for an edited or deleted configuration."""
    if not is_own(change) or change.base is None:
        return
    if change.head is None:
        yield at_base(change, Lines(1, len(change.base.lines)), _says(Kind.LOST, "was deleted", 0.9))
        return
    for hunk in change.hunks:
        old = [text.strip() for text in change.base.lines[hunk.base_start - 1 : hunk.base_end - 1]]
        new = [text.strip() for text in change.head.lines[hunk.head_start - 1 : hunk.head_end - 1]]
        if _meaning(old) == _meaning(new):
            continue
        says = _says(Kind.CHANGED, "changed", 0.9)
        if old:
            yield at_base(change, Lines(hunk.base_start, hunk.base_end - 1), says)
        else:
            yield at_head(change, Lines(hunk.head_start, hunk.head_end - 1), says)
        return


def _meaning(lines: list[str]) -> list[str]:
    return [line for line in lines if line and not line.startswith("#")]


def _says(kind: Kind, what: str, confidence: float) -> Sentence:
    return Sentence(
        kind=kind,
        symbol=None,
        fact=f"configuration {what}",
        title=f"Holdfast's configuration {what}",
        message="What later pull requests must have signed is decided here.",
        confidence=confidence,
    )


_PATH = ".github/holdfast.yml"
_BASE = """
    version: 1
    areas:
      auth:
        when: changed
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CF08",),
    kind=Kind.CHANGED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "an area asks for less",
            path=_PATH,
            base=_BASE,
            head=_BASE.replace("when: changed", "when: lost"),
            finds=((4, "configuration changed"),),
        ),
        Example(
            "the file is gone",
            path=_PATH,
            base=_BASE,
            head=None,
            finds=((1, "was deleted"),),
        ),
        Example("a comment", path=_PATH, base=_BASE, head=_BASE.replace("    areas:", "    # ours\n    areas:")),
        Example("another file", path="holdfast.yml", base=_BASE, head=_BASE.replace("changed", "lost")),
        Example("the first configuration", path=_PATH, base=None, head=_BASE),
    ),
)
