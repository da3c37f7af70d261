"""What GitHub should show of a review, and the steps that lead there from what it shows now.

A publication is a desired state: planning it against a host that already shows it gives no steps, so
whatever was cut half-way is simply planned again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from msgspec import Struct

from checks.kit import Side
from reviewer.domain.conversations import Move, Standing, Thread, moves
from reviewer.domain.report import Verdict

BATCH = 50
"""Annotations that GitHub takes in one request; it appends them and never replaces any."""

MOVES = 20
"""Threads that are spoken in with one request; each line counts as content, of which GitHub takes 80 a minute."""

Conclusion = Verdict | Literal["cancelled"]


class Annotation(Struct, frozen=True):
    """One annotation of a check run; lines count in the file at head."""

    path: str
    start_line: int
    end_line: int
    level: Literal["failure", "warning", "notice"]
    title: str
    message: str


class InlineComment(Struct, frozen=True):
    """One comment of a review, on lines that the host accepts; `fingerprint` is its finding's."""

    fingerprint: str
    path: str
    side: Side
    start_line: int
    line: int
    body: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button of the check run: label of at most 20 characters, description 40, identifier 20."""

    label: str
    description: str
    identifier: str


class Outcome(Struct, frozen=True):
    """How a check run ends: conclusion, title, two Markdown texts ("" for no further text), three buttons at most."""

    conclusion: Conclusion
    title: str
    summary: str
    text: str = ""
    buttons: tuple[Button, ...] = ()


class Publication(Struct, frozen=True):
    """Everything that one head of one pull request should show.

    Attributes:
        standing: what became of the findings that have a thread; None where nothing was judged.
        left_out: findings that call for somebody and have no inline comment, neither here nor from an earlier push.
    """

    outcome: Outcome
    annotations: tuple[Annotation, ...] = ()
    comments: tuple[InlineComment, ...] = ()
    standing: Standing | None = None
    left_out: frozenset[str] = frozenset()


class ShownRun(Struct, frozen=True):
    """The current check run of the head; `outcome` is None until it is completed."""

    id: int
    outcome: Outcome | None = None
    annotations: tuple[Annotation, ...] = ()


class Shown(Struct, frozen=True):
    """What the host shows now.

    Attributes:
        left_over: older check runs of the same head that nobody has retired.
        commented: fingerprints of the findings that have a comment of ours, on whichever push.
        reviewed: heads that have a review of ours; there is one at most for each push.
        threads: those that our comments began and that can be spoken in.
    """

    run: ShownRun | None
    left_over: tuple[int, ...] = ()
    commented: frozenset[str] = frozenset()
    reviewed: frozenset[str] = frozenset()
    threads: tuple[Thread, ...] = ()


class CreateRun(Struct, frozen=True):
    """Begin a fresh check run; the steps after it are about this one."""


class Annotate(Struct, frozen=True):
    """Append annotations to the run while it is in progress; at most `BATCH`."""

    annotations: tuple[Annotation, ...]


class CompleteRun(Struct, frozen=True):
    """Give the run its outcome and its last annotations; at most `BATCH`."""

    outcome: Outcome
    annotations: tuple[Annotation, ...]


class RetireRun(Struct, frozen=True):
    """Complete an older run of the same head as replaced."""

    id: int


class PostReview(Struct, frozen=True):
    """Post one review with these comments; so many other findings have none."""

    comments: tuple[InlineComment, ...]
    left_out: int = 0


class SettleThreads(Struct, frozen=True):
    """Say what became of the findings of these threads; at most `MOVES`."""

    moves: tuple[Move, ...]


class Converse(Struct, frozen=True):
    """Both at once: where there is something new to say and something old to close, it is one request."""

    review: PostReview
    settling: SettleThreads


Step = CreateRun | Annotate | CompleteRun | RetireRun | PostReview | SettleThreads | Converse


def plan(desired: Publication, shown: Shown) -> tuple[Step, ...]:
    """The steps from what is shown to what is desired, in order.

    The run comes first, since it is the gate; a run that already carries annotations which are not
    desired (any more) cannot be mended, and is replaced by a fresh one of the same name.
    """
    return (
        *_run_steps(desired, shown),
        *map(RetireRun, shown.left_over),
        *_conversation(tuple(_review_steps(desired, shown)), tuple(_thread_steps(desired, shown))),
    )


def _conversation(reviews: tuple[PostReview, ...], settlings: tuple[SettleThreads, ...]) -> tuple[Step, ...]:
    if reviews and settlings:
        return (Converse(reviews[0], settlings[0]), *settlings[1:])
    return (*reviews, *settlings)


def _run_steps(desired: Publication, shown: Shown) -> Iterator[Step]:
    run = shown.run
    missing = None if run is None else _missing(desired.annotations, run.annotations)
    if run is None or missing is None:
        yield CreateRun()
        yield from _completed(desired.outcome, desired.annotations)
        if run is not None:
            yield RetireRun(run.id)
    elif missing or run.outcome != desired.outcome:
        yield from _completed(desired.outcome, missing)


def _missing(desired: Sequence[Annotation], there: Sequence[Annotation]) -> tuple[Annotation, ...] | None:
    """The desired annotations that are not there yet, in order; None if there is one too many."""
    have = Counter(there)
    absent: list[Annotation] = []
    for annotation in desired:
        if have[annotation]:
            have[annotation] -= 1
        else:
            absent.append(annotation)
    return None if have.total() else tuple(absent)


def _completed(outcome: Outcome, annotations: Sequence[Annotation]) -> Iterator[Step]:
    """All batches but the last leave the run in progress, so that nobody reads half of it as the result."""
    batches = [tuple(annotations[start : start + BATCH]) for start in range(0, len(annotations), BATCH)] or [()]
    yield from map(Annotate, batches[:-1])
    yield CompleteRun(outcome, batches[-1])


def _review_steps(desired: Publication, shown: Shown) -> Iterator[PostReview]:
    """One review at most for each push: what comes to light at the same head later stands in the check run alone."""
    if desired.standing is not None and desired.standing.head_sha in shown.reviewed:
        return
    by_fingerprint = {comment.fingerprint: comment for comment in reversed(desired.comments)}
    new = [
        comment
        for comment in desired.comments
        if comment.fingerprint not in shown.commented and by_fingerprint[comment.fingerprint] is comment
    ]
    if new:
        yield PostReview(tuple(new), len(desired.left_out - shown.commented))


def _thread_steps(desired: Publication, shown: Shown) -> Iterator[SettleThreads]:
    due = moves(desired.standing, shown.threads) if desired.standing is not None else ()
    yield from (SettleThreads(due[start : start + MOVES]) for start in range(0, len(due), MOVES))
