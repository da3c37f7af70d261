"""The commands of a comment, carried out one by one, each with its answer."""

from __future__ import annotations

import difflib
from datetime import datetime
from typing import assert_never

from msgspec import Struct

from checks.kit import Area
from reviewer.domain.findings import Rule
from reviewer.domain.links import docs_url
from reviewer.domain.signoff.acts import CommentNow
from reviewer.domain.signoff.commands import (
    BypassCommand,
    Command,
    ExplainCommand,
    HelpCommand,
    Mistake,
    RecheckCommand,
    RevokeCommand,
    SignOffCommand,
    StatusCommand,
)
from reviewer.domain.signoff.decide import Wish, revoke, withdrawn_areas
from reviewer.domain.signoff.people import Account, at_least, login_key
from reviewer.domain.signoff.policy import may_bypass
from reviewer.domain.signoff.records import Origin
from reviewer.domain.signoff.shown import NewBypass, NewRecords, ShownReview
from reviewer.jobs.scene import Scene
from reviewer.ports import Taken
from reviewer.render.markdown import answers


class Answered(Struct, frozen=True):
    """How one command was taken, and what is said about it; Markdown."""

    taken: Taken
    text: str


async def carry_out(scene: Scene, comment: CommentNow, command: Command) -> Answered:
    """Carry out one command by its author's rights at this moment.

    Raises:
        TryAgain, MissingPermission: as every request.
    """
    match command:
        case SignOffCommand():
            return await _sign_off(scene, comment, command)
        case RevokeCommand(areas):
            return await _revoke(scene, comment.author, areas)
        case BypassCommand(reason):
            return await _bypass(scene, comment, reason)
        case RecheckCommand():
            return await _recheck(scene, comment.author)
        case StatusCommand():
            return Answered("done", "This is how the sign-offs stand.")
        case ExplainCommand(check):
            return _explain(scene, check)
        case HelpCommand():
            return Answered("done", answers.usage())
        case Mistake(_, message):
            return Answered("not-understood", answers.mistake(message))
        case _:
            assert_never(command)


async def _sign_off(scene: Scene, comment: CommentNow, command: SignOffCommand) -> Answered:
    shown = await _shown_to(scene, comment)
    if shown is None:
        return Answered("refused", "Nothing is signed: no review was finished before this comment was made.")
    there = {boundary.area for boundary in shown.report.boundaries}
    absent = tuple(area for area in command.areas if area not in there)
    origin = Origin("command", comment.number)
    over = withdrawn_areas(origin, await scene.ledger())  # an old delivery, sent once more, brings nothing back
    wished = tuple(area for area in command.areas or sorted(there) if area not in over)
    if over and not wished:
        return Answered("refused", "What this comment signed was withdrawn since; sign again with a new comment.")
    wish = Wish(origin, wished, command.reason)
    new = await scene.sign(comment.author, wish, shown)
    text = answers.signed(
        [one.area for one in new.given], [(one.area, one.why) for one in new.refused], absent, shown.head_sha
    )
    return Answered("done" if new.given and not new.refused and not absent else "refused", text)


async def _shown_to(scene: Scene, comment: CommentNow) -> ShownReview | None:
    """What the author of a comment can have seen: the newest review that was finished when it was made."""
    moment: datetime = min(scene.kept.received_at, comment.made_before)
    return await scene.tools.sign_offs.shown_before(scene.pull_request, moment)


async def _revoke(scene: Scene, account: Account, areas: tuple[Area, ...]) -> Answered:
    ledger = await scene.ledger()
    new = revoke(account, areas, ledger)
    if not new.withdrawn:
        return Answered("refused", "There is no sign-off of yours to revoke there.")
    await scene.keep(new)
    ended = {number for number, _ in new.withdrawn}
    return Answered("done", answers.revoked(one.area for one in ledger.given if one.id in ended))


async def _bypass(scene: Scene, comment: CommentNow, reason: str) -> Answered:
    account = comment.author
    if account.is_bot or not may_bypass(await scene.bypasser(account), scene.policy, scene.around.owner):
        return Answered("refused", "Only those whom the configuration names under `sign_off.bypass` may.")
    shown = await _shown_to(scene, comment)
    if shown is None or shown.head_sha != scene.around.head_sha:
        return Answered("refused", "The head is another one now; look at its review first.")
    await scene.keep(NewRecords(by=account, bypass=NewBypass(shown.head_sha, account, reason)))
    return Answered("done", answers.bypassed(shown.head_sha))


async def _recheck(scene: Scene, account: Account) -> Answered:
    standing = await scene.tools.people.standing(scene.pull_request, account, ())
    if account.key != login_key(scene.around.makers.author) and not at_least(standing.permission, "write"):
        return Answered("refused", "A recheck is for the author and for those who may write.")
    return Answered("done", "The present head is reviewed again.")


def _explain(scene: Scene, check: str) -> Answered:
    rules = scene.tools.rules
    rule: Rule | None = rules.get(check)
    if rule is None:
        near = difflib.get_close_matches(check, rules, n=3)
        return Answered("not-understood", answers.unknown_check(check, near))
    return Answered("done", answers.explained(rule, docs_url(rule.id)))
