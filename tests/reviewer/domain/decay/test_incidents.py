"""Incidents and the changes they are linked to: the surest kind alone, and nothing that only looks alike."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reviewer.domain.decay.incident_rates import incident_rates
from reviewer.domain.decay.incidents import Incident, Merged, Spot, from_labels, links
from reviewer.domain.decay.rate import Rate
from reviewer.domain.decay.seen import EditedFile
from reviewer.domain.reverting import reverted_commits, reverted_numbers
from tests.cycles import BEGINNING

VIEWS = EditedFile("shop/views.py", ("OrderView.pay", "helper"))


def merged(number: int, *edited: EditedFile, days: int = 0) -> Merged:
    at = BEGINNING + timedelta(days=days)
    return Merged(
        number, frozenset({f"{number:x}" * 40}), at, None, backend=True, frontend=False, signed="signed", edited=edited
    )


def incident(*spots: Spot, days: int = 5, commit: str = "", number: int = 0) -> Incident:
    at = BEGINNING + timedelta(days=days)
    return Incident("INC-1", "posted", "it fell over", at, commit=commit, number=number, spots=spots)


def linked(it: Incident, *merges: Merged) -> list[tuple[int, str]]:
    return [(link.number, link.certainty) for link in links([it], merges)]


@pytest.mark.parametrize("commit", ["a" * 40, "aaaaaaa", "AAAAAAAA"])
def test_a_commit_names_its_change(commit: str) -> None:
    assert linked(incident(Spot("shop/views.py"), commit=commit), merged(10), merged(11, VIEWS)) == [(10, "named")]


@pytest.mark.parametrize("commit", ["aaaaaa", "", "b" * 40, "a" * 41])
def test_what_is_no_commit_of_ours_names_nothing(commit: str) -> None:
    assert linked(incident(commit=commit), merged(10)) == []


def test_a_number_names_its_change_however_old() -> None:
    assert linked(incident(number=3, days=400), merged(3), merged(4)) == [(3, "named")]
    assert linked(incident(number=9), merged(3)) == []


def test_a_commit_that_nobody_knows_leaves_the_places() -> None:
    assert linked(incident(Spot("shop/views.py"), commit="c" * 40), merged(1, VIEWS)) == [(1, "file")]


@pytest.mark.parametrize("symbol", ["pay", "OrderView.pay", "shop.views.OrderView.pay"])
def test_a_symbol_points_to_the_last_change_that_edited_it(symbol: str) -> None:
    other = EditedFile("shop/views.py", ("refund",))
    merges = (merged(1, VIEWS), merged(2, VIEWS, days=1), merged(3, other, days=2))
    assert linked(incident(Spot("shop/views.py", symbol)), *merges) == [(2, "symbol")]
    assert linked(incident(Spot("", symbol)), *merges) == [(2, "symbol")]


@pytest.mark.parametrize("symbol", ["ay", "repay", "View.pay", "OrderView", ""])
def test_half_a_name_is_another_one(symbol: str) -> None:
    assert linked(incident(Spot("", symbol)), merged(1, VIEWS)) == []


def test_without_the_symbol_the_file_counts() -> None:
    assert linked(incident(Spot("shop/views.py", "refund")), merged(1, VIEWS)) == [(1, "file")]
    assert linked(incident(Spot("views.py")), merged(1, VIEWS)) == []


def test_one_symbol_outweighs_every_file() -> None:
    models = EditedFile("shop/models.py", ("Order",))
    spots = (Spot("shop/models.py", "Invoice"), Spot("shop/views.py", "pay"))
    assert linked(incident(*spots), merged(1, VIEWS), merged(2, models, days=1)) == [(1, "symbol")]


def test_two_places_may_point_to_two_changes_and_two_to_one() -> None:
    models = EditedFile("shop/models.py", ())
    spots = (Spot("shop/models.py"), Spot("shop/views.py"))
    assert linked(incident(*spots), merged(1, VIEWS), merged(2, models)) == [(2, "file"), (1, "file")]
    assert linked(incident(*spots), merged(3, VIEWS, models)) == [(3, "file")]


@pytest.mark.parametrize("days", [-1, 31, 400])
def test_a_change_after_it_or_long_before_it_is_not_to_blame(days: int) -> None:
    assert linked(incident(Spot("shop/views.py"), days=days), merged(1, VIEWS)) == []


@pytest.mark.parametrize("days", [0, 30])
def test_the_ends_of_the_time_belong_to_it(days: int) -> None:
    assert linked(incident(Spot("shop/views.py"), days=days), merged(1, VIEWS)) == [(1, "file")]


def test_a_label_on_a_change_blames_that_change() -> None:
    (it,) = from_labels([replace(merged(4), caused=True), merged(5)])
    assert linked(it, merged(4), merged(5)) == [(4, "named")]


def test_a_hotfix_points_to_what_it_edits_and_never_to_itself() -> None:
    hotfix = replace(merged(9, VIEWS, EditedFile("README.md", ()), days=3), mends=True)
    (it,) = from_labels([hotfix, merged(1, VIEWS)])
    assert linked(it, hotfix, merged(1, VIEWS)) == [(1, "symbol")]
    assert linked(it, hotfix) == []


def test_rates_count_each_change_once_and_know_their_kinds() -> None:
    merges = (
        replace(merged(1), agent="copilot", signed="unsigned"),
        replace(merged(2), backend=False, frontend=True, signed="not-asked"),
        replace(merged(3), frontend=True),
        replace(merged(4), backend=False),
    )
    two = links([incident(number=1), replace(incident(number=1), key="INC-2"), incident(number=3)], merges)
    rates = {it.name: (it.linked, it.named) for it in incident_rates(merges, two)}
    assert rates == {
        "all": (Rate(2, 4), 2),
        "backend": (Rate(1, 1), 1),
        "frontend": (Rate(0, 1), 0),
        "backend and frontend": (Rate(1, 1), 1),
        "agent": (Rate(1, 1), 1),
        "human": (Rate(1, 3), 1),
        "signed": (Rate(1, 2), 1),
        "unsigned": (Rate(1, 1), 1),
        "not asked for": (Rate(0, 1), 0),
    }


def test_links_to_changes_that_are_not_counted_count_nothing() -> None:
    found = links([incident(number=1)], (merged(1),))
    assert {it.linked for it in incident_rates((), found)} == {Rate(0, 0)}


@pytest.mark.parametrize(
    ("message", "commits", "numbers"),
    [
        ('Revert "Pay"\n\nThis reverts commit 0123456789abcdef.', ("0123456789abcdef",), ()),
        ("Reverts acme/shop#12", (), (12,)),
        ("Reverts #12\nReverts #13", (), (12, 13)),
        ("Reverts other/shop#12", (), ()),
        ("It reverts #12", (), ()),
        ("> This reverts commit 0123456789abcdef.", (), ()),
        ("This reverts commit 01234.", (), ()),
        ("", (), ()),
    ],
)
def test_what_a_message_takes_back(message: str, commits: tuple[str, ...], numbers: tuple[int, ...]) -> None:
    assert reverted_commits(message) == commits
    assert reverted_numbers(message, "Acme/Shop") == numbers


@given(
    st.lists(st.builds(Spot, st.sampled_from(["", "a", "b"]), st.sampled_from(["", "x", "A.x"])), max_size=4),
    st.lists(
        st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["x", "A.x", "y"]), st.integers(-40, 10)), max_size=5
    ),
)
def test_a_link_is_to_a_change_that_edited_a_named_place_in_time(
    spots: list[Spot], edits: list[tuple[str, str, int]]
) -> None:
    merges = [merged(n, EditedFile(path, (symbol,)), days=days) for n, (path, symbol, days) in enumerate(edits, 1)]
    it = incident(*spots, days=0)
    found = links([it], merges)
    assert len({link.certainty for link in found}) <= 1
    assert len({link.number for link in found}) == len(found)
    for link in found:
        path, _, days = edits[link.number - 1]
        assert -30 <= days <= 0
        assert any(spot.path in {"", path} for spot in spots)
