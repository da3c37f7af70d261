"""The job of what somebody did: a review, a comment, a click.

    act -> who, asked now -> what it adds to the records, kept -> settled anew -> check run -> answer

Nothing here analyses: the boundaries are those of the kept review that the person was shown. At least once is all
that is assumed: records know their delivery, a reaction is given once, and the one reply is edited.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, assert_never

import structlog

from reviewer.config import read_config
from reviewer.domain.errors import TryAgain
from reviewer.domain.signoff.acts import Act, ButtonPressed, CommentChanged, CommentMade, ReviewChanged
from reviewer.domain.signoff.commands import RecheckCommand, read_commands
from reviewer.domain.signoff.decide import Wish, review_ends, take_back, was_given
from reviewer.domain.signoff.people import Account
from reviewer.domain.signoff.records import Origin
from reviewer.jobs.commands import Answered, carry_out
from reviewer.jobs.deliveries import KeptDelivery
from reviewer.jobs.heads import claim_as_it_is
from reviewer.jobs.review_job import Tools, review_again, wait_for_pause
from reviewer.jobs.scene import Scene
from reviewer.ports import Taken
from reviewer.render.markdown.answers import answer_text

_APPROVED: Final = "APPROVED"
_log = structlog.get_logger(__name__)


async def work_act(kept: KeptDelivery, tools: Tools) -> str:
    """Take note of an act and publish what follows from it; say how it ended.

    Raises:
        Superseded: a newer delivery has come; what was kept stays, and its job shows it.
        TryAgain: later, see its `after_seconds`.
        MissingPermission: the App may not do what this needs.
    """
    act = tools.read_act(kept.delivery)
    if act is None:
        return "no act"
    pull_request = kept.delivery.pull_request
    await wait_for_pause(tools.engine, pull_request)
    own = await claim_as_it_is(tools.engine, pull_request)
    around = await tools.people.surroundings(pull_request, None) if own is not None else None
    if around is None or own is None:
        return "never reviewed" if own is None else "gone"
    policy, problems = read_config(around.config, tools.rules.keys(), around.default_config)
    return await _work(Scene(kept, tools, around, policy, not problems, own), act)


async def _work(scene: Scene, act: Act) -> str:
    match act:
        case CommentMade():
            return await _comment(scene, act)
        case ReviewChanged(review, by):
            await _review(scene, review, by)
        case ButtonPressed(check_run, by):
            await _button(scene, check_run, by)
        case CommentChanged(comment, by, deed):
            ended = take_back(Origin("command", comment), f"{by.login} {deed} the comment", by, await scene.ledger())
            await scene.keep(ended)
        case _:
            assert_never(act)
    await scene.show()
    return "noted"


async def _review(scene: Scene, number: int, by: Account) -> None:
    """Note a review as it is now: an approval signs what its commit was shown, anything else ends that."""
    review = await scene.tools.people.review_now(scene.pull_request, number)
    ledger = await scene.ledger()
    origin = Origin("review", number)
    if review is None:
        await scene.keep(take_back(origin, "the review is gone", by, ledger))
    elif review.state != _APPROVED:
        await scene.keep(review_ends(review, by, ledger))
    elif not was_given(origin, ledger):
        shown = await scene.tools.sign_offs.shown_at(scene.pull_request, review.commit)
        if shown is None:
            raise TryAgain(f"The review of {review.commit[:7]}, which was approved, is not finished yet.")
        await scene.sign(review.author, Wish(origin, (), review.body), shown)


async def _button(scene: Scene, check_run: int, by: Account) -> None:
    shown = await scene.tools.sign_offs.shown_by(scene.pull_request, check_run)
    if shown is None:
        _log.warning("a button of an unknown check run", check_run=check_run)
        return
    await scene.sign(by, Wish(Origin("button", check_run)), shown)


async def _comment(scene: Scene, act: CommentMade) -> str:
    """Carry out the commands of a comment and answer them; one that is not as it was made says nothing."""
    comment = await scene.tools.people.comment_now(scene.pull_request, act.comment)
    if comment is None or comment.edited or comment.author.key != act.by.key:
        return "comment changed"
    commands = read_commands(comment.body)
    answers = [await carry_out(scene, comment, command) for command in commands]
    if not answers:
        return "no command"
    signing = await scene.show()
    text = answer_text(comment.author.login, [one.text for one in answers], signing)
    await scene.tools.people.answer(scene.pull_request, comment.number, _worst(answers), text, _at_once)
    if any(isinstance(command, RecheckCommand) and _done(one) for command, one in zip(commands, answers, strict=True)):
        await review_again(scene.kept, scene.tools)
    return "answered"


def _worst(answers: Iterable[Answered]) -> Taken:
    taken: set[Taken] = {one.taken for one in answers}
    return "not-understood" if "not-understood" in taken else "refused" if "refused" in taken else "done"


async def _at_once() -> None:
    """An answer is owed whoever works on the pull request by now."""


def _done(answered: Answered) -> bool:
    return answered.taken == "done"
