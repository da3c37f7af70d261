"""What a kept delivery says that somebody did."""

from __future__ import annotations

from typing import Final

from reviewer.domain.delivery import Delivery
from reviewer.domain.signoff.acts import Act, ButtonPressed, CommentChanged, CommentMade, ReviewChanged
from reviewer.domain.signoff.people import Account
from reviewer.github.payload_parts import Sender, read
from reviewer.github.payloads import CheckRunEvent, CommentEvent, ReviewEvent

_BOT: Final = "Bot"


def read_act(delivery: Delivery) -> Act | None:
    """Read the act of a delivery that `payloads.read_delivery` took for one; None for any other.

    Raises:
        BadPayload: it is not what GitHub sends, which was checked when it came.
    """
    match delivery.event:
        case "pull_request_review":
            reviewed = read(ReviewEvent, delivery.body)
            return ReviewChanged(reviewed.review.id, _account(reviewed.sender))
        case "issue_comment":
            return _comment(read(CommentEvent, delivery.body))
        case "check_run":
            pressed = read(CheckRunEvent, delivery.body)
            return ButtonPressed(pressed.check_run.id, _account(pressed.sender)) if pressed.requested_action else None
        case _:
            return None


def _comment(it: CommentEvent) -> Act:
    by = _account(it.sender)
    return CommentMade(it.comment.id, by) if it.action == "created" else CommentChanged(it.comment.id, by, it.action)


def _account(sender: Sender) -> Account:
    return Account(sender.login, sender.id, is_bot=sender.type == _BOT)
