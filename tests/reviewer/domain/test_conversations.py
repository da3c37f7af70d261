"""What is done in a thread, by what became of its finding, what was said of it, and who resolved it."""

from __future__ import annotations

from itertools import product

import pytest
from msgspec.structs import replace

from reviewer.domain.conversations import Move, Said, Standing, Thread, moves

HEAD, EARLIER = "a" * 40, "b" * 40
NOTHING = frozenset[str]()
GONE = Standing(HEAD, NOTHING, NOTHING, None)
FOUND = replace(GONE, found=frozenset({"f"}))
ACCEPTED = replace(GONE, accepted=frozenset({"f"}))
THREAD = Thread("t", "f", "a.py", resolved=False, movable=True)
RESOLVED = replace(THREAD, resolved=True)


def carried_out(move: Move, thread: Thread, standing: Standing) -> Thread:
    said = thread.said if move.word is None else Said(move.word, standing.head_sha)
    return replace(thread, said=said, resolved=thread.resolved if move.state is None else move.state == "resolved")


def test_a_finding_that_went_away_gets_one_line_and_its_thread_resolved() -> None:
    assert moves(GONE, [THREAD]) == (Move("t", "gone", "resolved"),)


def test_one_that_the_code_accepts_is_told_apart() -> None:
    assert moves(ACCEPTED, [THREAD]) == (Move("t", "accepted", "resolved"),)


def test_where_we_may_not_resolve_the_line_stands_alone_and_is_not_repeated() -> None:
    fixed = replace(THREAD, movable=False)
    (move,) = moves(GONE, [fixed])
    assert move == Move("t", "gone", None)
    said = carried_out(move, fixed, GONE)
    assert moves(GONE, [said]) == ()
    assert moves(replace(GONE, head_sha=EARLIER), [said]) == ()


def test_a_finding_that_comes_back_opens_what_we_resolved() -> None:
    ours = replace(RESOLVED, said=Said("gone", EARLIER))
    assert moves(FOUND, [ours]) == (Move("t", "back", "open"),)


def test_it_is_told_where_we_could_not_resolve() -> None:
    ours = replace(THREAD, movable=False, said=Said("gone", EARLIER))
    assert moves(FOUND, [ours]) == (Move("t", "back", None),)


@pytest.mark.parametrize("word", ["gone", "accepted"])
def test_a_line_whose_resolving_was_cut_is_not_said_again(word: str) -> None:
    half = replace(THREAD, said=Said("gone" if word == "gone" else "accepted", HEAD))
    assert moves(GONE, [half]) == (Move("t", None, "resolved"),)


def test_an_opening_that_was_cut_is_finished_without_a_word() -> None:
    assert moves(FOUND, [replace(RESOLVED, said=Said("back", HEAD))]) == (Move("t", None, "open"),)


@pytest.mark.parametrize(
    ("standing", "thread"),
    [
        (FOUND, THREAD),  # as it should be
        (FOUND, RESOLVED),  # a person resolved it
        (FOUND, replace(RESOLVED, said=Said("back", EARLIER))),  # a person, after we had opened it again
        (GONE, RESOLVED),  # a person was faster
        (GONE, replace(RESOLVED, said=Said("gone", EARLIER))),  # done
        (GONE, replace(THREAD, said=Said("gone", EARLIER))),  # a person opened it again
        (ACCEPTED, replace(RESOLVED, said=Said("accepted", HEAD))),  # done
        (replace(GONE, read=NOTHING), THREAD),  # nobody looked at its file
        (replace(GONE, read=frozenset({"b.py"})), THREAD),
    ],
)
def test_what_is_left_alone(standing: Standing, thread: Thread) -> None:
    assert moves(standing, [thread]) == ()


def test_a_file_that_was_looked_at_is_judged_in_an_incomplete_review() -> None:
    assert moves(replace(GONE, read=frozenset({"a.py"})), [THREAD]) == (Move("t", "gone", "resolved"),)


SAID = [None, *(Said(word, head) for word in ("gone", "accepted", "back") for head in (HEAD, EARLIER))]


@pytest.mark.parametrize("standing", [GONE, FOUND, ACCEPTED])
def test_after_the_moves_there_is_nothing_to_do_and_nothing_was_said_twice(standing: Standing) -> None:
    for resolved, movable, said in product([False, True], [False, True], SAID):
        thread = replace(THREAD, resolved=resolved, movable=movable, said=said)
        for move in moves(standing, [thread]):
            after = carried_out(move, thread, standing)
            assert moves(standing, [after]) == (), thread
            assert move.word is None or said is None or move.word != said.word, thread
