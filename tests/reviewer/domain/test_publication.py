"""The plan from what GitHub shows to what it should show: pure, and empty when nothing is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checks.kit import Side
from reviewer.domain.conversations import Said, Standing, Thread
from reviewer.domain.publication import (
    BATCH,
    MOVES,
    Annotate,
    Annotation,
    CompleteRun,
    Converse,
    CreateRun,
    InlineComment,
    Outcome,
    PostReview,
    Publication,
    RetireRun,
    SettleThreads,
    Shown,
    ShownRun,
    Step,
    plan,
)

HEAD = "a" * 40
DONE = Outcome("success", "nothing found", "fine")


def annotation(number: int) -> Annotation:
    return Annotation("a.py", number, number, "warning", f"title {number}", "message")


def comment(fingerprint: str, line: int = 1) -> InlineComment:
    return InlineComment(fingerprint, "a.py", Side.RIGHT, line, line, f"about {fingerprint}")


def thread(number: int) -> Thread:
    return Thread(f"t{number}", f"f{number}", "a.py", resolved=False, movable=True)


Single = CreateRun | Annotate | CompleteRun | RetireRun | PostReview | SettleThreads


def apart(step: Step) -> tuple[Single, ...]:
    """The steps that are taken in one."""
    return (step.review, step.settling) if isinstance(step, Converse) else (step,)


def carried_out(steps: tuple[Step, ...], shown: Shown) -> Shown:
    """What a host shows after the steps."""
    run, commented, left_over = shown.run, set(shown.commented), set(shown.left_over)
    reviewed, threads = set(shown.reviewed), {one.id: one for one in shown.threads}
    for step in (single for several in steps for single in apart(several)):
        match step:
            case CreateRun():
                left_over |= {run.id} if run else set()
                run = ShownRun(run.id + 1 if run else 100)
            case Annotate(annotations):
                assert run is not None
                assert len(annotations) <= BATCH
                run = replace(run, outcome=None, annotations=run.annotations + annotations)
            case CompleteRun(outcome, annotations):
                assert run is not None
                assert len(annotations) <= BATCH
                run = replace(run, outcome=outcome, annotations=run.annotations + annotations)
            case RetireRun(number):
                assert run is None or number != run.id, "the current run is not retired"
                left_over.discard(number)
            case PostReview(comments):
                assert comments, "an empty review says nothing"
                commented |= {one.fingerprint for one in comments}
                reviewed.add(HEAD)
            case SettleThreads(moves):
                assert 0 < len(moves) <= MOVES
                for move in moves:
                    before = threads[move.thread]
                    said = before.said if move.word is None else Said(move.word, HEAD)
                    resolved = before.resolved if move.state is None else move.state == "resolved"
                    threads[move.thread] = replace(before, said=said, resolved=resolved)
    return Shown(run, tuple(left_over), frozenset(commented), frozenset(reviewed), tuple(threads.values()))


def test_a_run_in_progress_is_completed() -> None:
    assert plan(Publication(DONE), Shown(ShownRun(7))) == (CompleteRun(DONE, ()),)


def test_nothing_shown_begins_a_run() -> None:
    assert plan(Publication(DONE), Shown(None)) == (CreateRun(), CompleteRun(DONE, ()))


def test_what_is_shown_already_needs_no_step() -> None:
    shown = Shown(ShownRun(7, DONE, (annotation(1),)), commented=frozenset({"f"}))
    assert plan(Publication(DONE, (annotation(1),), (comment("f"),)), shown) == ()


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome("failure", "nothing found", "fine"),
        Outcome("success", "other", "fine"),
        Outcome("success", "nothing found", "other"),
        Outcome("success", "nothing found", "fine", "more"),
    ],
)
def test_any_other_outcome_is_written_again(outcome: Outcome) -> None:
    assert plan(Publication(outcome), Shown(ShownRun(7, DONE))) == (CompleteRun(outcome, ()),)


@pytest.mark.parametrize(
    ("number", "sizes"), [(0, [0]), (1, [1]), (50, [50]), (51, [50, 1]), (100, [50, 50]), (101, [50, 50, 1])]
)
def test_only_the_last_batch_completes(number: int, sizes: list[int]) -> None:
    wanted = tuple(map(annotation, range(1, number + 1)))
    *earlier, last = plan(Publication(DONE, wanted), Shown(ShownRun(7)))
    batches = [step.annotations for step in earlier if isinstance(step, Annotate)]
    assert isinstance(last, CompleteRun)
    assert [*map(len, batches), len(last.annotations)] == sizes
    assert sum(batches, ()) + last.annotations == wanted


def test_annotations_that_are_there_are_not_added_again() -> None:
    wanted = tuple(map(annotation, range(1, 61)))
    steps = plan(Publication(DONE, wanted), Shown(ShownRun(7, None, wanted[:50])))
    assert steps == (CompleteRun(DONE, wanted[50:]),)


def test_two_equal_annotations_are_two() -> None:
    twice = (annotation(1), annotation(1))
    assert plan(Publication(DONE, twice), Shown(ShownRun(7, DONE, twice[:1]))) == (CompleteRun(DONE, twice[:1]),)


def test_an_annotation_too_many_makes_a_fresh_run_before_the_old_one_is_retired() -> None:
    steps = plan(Publication(DONE, (annotation(1),)), Shown(ShownRun(7, DONE, (annotation(1), annotation(2)))))
    assert steps == (CreateRun(), CompleteRun(DONE, (annotation(1),)), RetireRun(7))


def test_left_over_runs_are_retired_even_if_nothing_else_is_missing() -> None:
    assert plan(Publication(DONE), Shown(ShownRun(7, DONE), left_over=(3, 4))) == (RetireRun(3), RetireRun(4))


def test_the_gate_is_written_before_the_comments() -> None:
    assert plan(Publication(DONE, comments=(comment("f"),)), Shown(ShownRun(7))) == (
        CompleteRun(DONE, ()),
        PostReview((comment("f"),)),
    )


def test_no_comment_twice_across_pushes() -> None:
    shown = Shown(ShownRun(7, DONE), commented=frozenset({"old"}))
    steps = plan(Publication(DONE, comments=(comment("old", 9), comment("new"))), shown)
    assert steps == (PostReview((comment("new"),)),)


def test_two_comments_of_one_finding_are_one() -> None:
    steps = plan(Publication(DONE, comments=(comment("f", 1), comment("f", 2))), Shown(ShownRun(7, DONE)))
    assert steps == (PostReview((comment("f", 1),)),)


def test_no_review_without_a_comment() -> None:
    assert plan(Publication(DONE), Shown(ShownRun(7, DONE), commented=frozenset({"gone"}))) == ()


def test_one_review_at_most_for_a_push() -> None:
    desired = Publication(
        DONE, comments=(comment("new"),), standing=Standing(HEAD, frozenset("new"), frozenset(), None)
    )
    shown = Shown(ShownRun(7, DONE), commented=frozenset({"old"}), reviewed=frozenset({HEAD}))
    assert plan(desired, shown) == ()
    assert plan(desired, replace(shown, reviewed=frozenset({"b" * 40}))) == (PostReview((comment("new"),)),)


def test_what_has_no_comment_is_counted_unless_it_had_one() -> None:
    desired = Publication(DONE, comments=(comment("new"),), left_out=frozenset({"x", "y", "z"}))
    assert plan(desired, Shown(ShownRun(7, DONE), commented=frozenset({"z"}))) == (PostReview((comment("new"),), 2),)


@pytest.mark.parametrize(("number", "sizes"), [(0, []), (1, [1]), (20, [20]), (21, [20, 1]), (45, [20, 20, 5])])
def test_threads_are_spoken_in_few_at_a_time(number: int, sizes: list[int]) -> None:
    shown = Shown(ShownRun(7, DONE), threads=tuple(map(thread, range(number))))
    steps = plan(Publication(DONE, standing=Standing(HEAD, frozenset(), frozenset(), None)), shown)
    assert [len(step.moves) for step in steps if isinstance(step, SettleThreads)] == sizes


def test_a_review_and_the_first_lines_in_threads_are_one_step() -> None:
    standing = Standing(HEAD, frozenset(), frozenset(), None)
    shown = Shown(ShownRun(7, DONE), threads=tuple(thread(number) for number in range(MOVES + 1)))
    both, rest = plan(Publication(DONE, comments=(comment("new"),), standing=standing), shown)
    assert isinstance(both, Converse)
    assert both.review == PostReview((comment("new"),))
    assert isinstance(rest, SettleThreads)
    assert (len(both.settling.moves), len(rest.moves)) == (MOVES, 1)


def test_where_nothing_was_judged_nothing_is_said_in_threads() -> None:
    assert plan(Publication(DONE), Shown(ShownRun(7, DONE), threads=(thread(1),))) == ()


numbers = st.integers(1, 4)
annotations = st.lists(numbers.map(annotation), max_size=120).map(tuple)
comments = st.lists(st.sampled_from("abcd").map(comment), max_size=6).map(tuple)
some = st.sets(st.sampled_from("abcd")).map(frozenset)
standings = st.builds(Standing, st.just(HEAD), some, some, st.none() | st.sets(st.just("a.py")).map(frozenset))
outcomes = st.sampled_from([DONE, Outcome("failure", "t", "s")])
publications = st.builds(Publication, outcomes, annotations, comments, st.none() | standings)
runs = st.none() | st.builds(ShownRun, st.just(7), st.none() | st.just(DONE), annotations)
heads = st.sampled_from([HEAD, "b" * 40])
words = st.sampled_from(["gone", "accepted", "back"])
threads = st.builds(
    Thread,
    st.uuids().map(str),
    st.sampled_from("abcd"),
    st.sampled_from(["a.py", "b.py"]),
    st.booleans(),
    st.booleans(),
    st.none() | st.builds(Said, words, heads),
)
states = st.builds(
    Shown,
    runs,
    st.sets(st.integers(1, 3)).map(tuple),
    some,
    st.sets(heads).map(frozenset),
    st.lists(threads, max_size=30).map(tuple),
)


@given(publications, states)
def test_the_steps_lead_there_and_a_second_plan_is_empty(desired: Publication, shown: Shown) -> None:
    then = carried_out(plan(desired, shown), shown)
    assert then.run is not None
    assert then.run.outcome == desired.outcome
    assert sorted(then.run.annotations, key=str) == sorted(desired.annotations, key=str)
    if desired.standing is None or HEAD not in shown.reviewed:
        assert then.commented >= {one.fingerprint for one in desired.comments}
    assert not then.left_over
    assert plan(desired, then) == ()


@given(publications, states, st.integers(0, 6))
def test_a_plan_cut_anywhere_is_finished_by_the_next(desired: Publication, shown: Shown, done: int) -> None:
    half = carried_out(plan(desired, shown)[:done], shown)
    then = carried_out(plan(desired, half), half)
    assert then.run is not None
    assert then.run.outcome == desired.outcome
    assert sorted(then.run.annotations, key=str) == sorted(desired.annotations, key=str)
    assert not then.left_over
