"""The check run of a merge group: its pull requests, and what of them is not what people signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.domain.merge_group import JudgedMember, why_open
from reviewer.domain.signoff.state import AreaState
from reviewer.render.limits import GITHUB_TEXT, cut, fit, size
from reviewer.render.markdown.check_run import CheckRunText, check_run_text
from reviewer.render.markdown.quote import code, prose
from reviewer.render.summary import headline

_TITLE = 255
_COUNTED = 40  # bytes for the words that count what did not fit
_HOW = (
    "Nobody can sign a merge group. Bring the branch of the pull request up to its base, sign there what is open, and "
    "queue it again."
)
_UNKNOWN = "GitHub does not say which pull requests this merge group holds, so nothing could be compared."


def group_text(members: Sequence[JudgedMember]) -> CheckRunText:
    """What the check run says of a group; of one pull request what it would say there, too."""
    if not members:
        return CheckRunText("The pull requests of this group are not known", f"{_UNKNOWN}\n", "")
    reasons = [f"- {reason}" for member in members for reason in _reasons(member)]
    texts = [check_run_text(member.report) for member in members]
    top = [_fitting(reasons, GITHUB_TEXT // 2, "boundaries", "\n"), _HOW] if reasons else []
    parts = [f"### #{member.number}\n\n{text.summary}" for member, text in zip(members, texts, strict=True)]
    room = GITHUB_TEXT - sum(size(part) + 2 for part in top) - 2
    summary = "\n\n".join([*top, _fitting(parts, room, "pull requests")])
    below = _fitting([text.text for text in texts if text.text], GITHUB_TEXT, "pull requests")
    return CheckRunText(cut(_title(members), _TITLE), f"{summary}\n", below)


def _fitting(blocks: Sequence[str], room: int, what: str, between: str = "\n\n") -> str:
    """The first blocks that fit, whole, and how many do not."""
    kept, left = fit([block + between for block in blocks], room - _COUNTED)
    return between.join(
        [*(block.removesuffix(between) for block in kept), *([f"And {left} {what} more."] if left else [])]
    )


def _title(members: Sequence[JudgedMember]) -> str:
    open_areas = [f"{state.boundary.area.value} of #{member.number}" for member in members for state in _open(member)]
    if open_areas:
        return f"Not what was signed: {', '.join(open_areas)}"
    if len(members) == 1:
        return f"#{members[0].number}: {headline(members[0].report)}"
    return f"{len(members)} pull requests: {', '.join(f'#{member.number}' for member in members)}"


def _reasons(member: JudgedMember) -> Iterator[str]:
    for state in _open(member):
        yield f"{code(state.boundary.area.value)} of #{member.number} {prose(why_open(state))}"


def _open(member: JudgedMember) -> Sequence[AreaState]:
    return () if member.signing.bypass is not None else member.signing.open_areas
