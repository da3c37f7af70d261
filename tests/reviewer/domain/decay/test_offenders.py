"""Repeat offenders, and the constraint that each of them would be: the real reader takes it as it stands."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from checks.kit import Area
from reviewer.config import read_config
from reviewer.domain.decay.cycle import Became
from reviewer.domain.decay.offenders import MOST_PLACES, Offender, Place, proposed, repeat_offenders
from reviewer.domain.decay.seen import Duty, Rule, Subject
from reviewer.domain.material import ConfigFile
from reviewer.domain.policy import Policy
from reviewer.render.proposed_constraint import proposed_constraint
from tests.cycles import BAN, GUARD, OWN, a_breach, cycle


def offender(rule: Rule = GUARD, *places: Place, check: str = "auth/authentication-removed") -> Offender:
    return Offender(check, rule, 2, (3, 7), "it was lost", places or (Place("shop/views.py", "pay"),))


def read(text: str) -> Policy:
    policy, problems = read_config(ConfigFile(".github/holdfast.yml", text.encode()), (), None)
    assert problems == ()
    return policy


def yaml_of(it: Offender) -> str:
    found = proposed(it)
    assert found is not None
    return proposed_constraint(found)


def test_two_pull_requests_make_an_offender() -> None:
    pay, refund = a_breach(), a_breach(symbol="refund")
    cycles = [
        cycle(3, 1, outcomes=(("lost", pay),)),
        cycle(3, 2, outcomes=(("still-lost", pay), ("lost", refund))),
        cycle(7, 1, outcomes=(("lost", pay),)),
    ]
    (found,) = repeat_offenders(cycles)
    assert (found.check, found.numbers, found.lost) == ("auth/authentication-removed", (3, 7), 3)
    assert found.places == (Place("shop/views.py", "pay"), Place("shop/views.py", "refund"))


_OTHERS: tuple[Became, ...] = ("still-lost", "restored", "gone", "not-seen")


@pytest.mark.parametrize("became", _OTHERS)
def test_nothing_but_a_loss_counts(became: Became) -> None:
    cycles = [cycle(number, 1, outcomes=((became, a_breach()),)) for number in (1, 2)]
    assert repeat_offenders(cycles) == ()


def test_one_pull_request_makes_none_however_often_it_loses() -> None:
    assert repeat_offenders([cycle(1, push, outcomes=(("lost", a_breach()),)) for push in (1, 2, 3)]) == ()


def test_two_checks_that_lose_once_each_make_none() -> None:
    cycles = [cycle(1, 1, outcomes=(("lost", a_breach()),)), cycle(2, 1, outcomes=(("lost", a_breach("auth/x")),))]
    assert repeat_offenders(cycles) == ()


def test_the_worst_comes_first() -> None:
    loud, quiet = a_breach("queries/x", rule=BAN), a_breach()
    cycles = [
        cycle(number, 1, outcomes=(("lost", loud), *((("lost", quiet),) if number < 3 else ()))) for number in (1, 2, 3)
    ]
    assert [it.check for it in repeat_offenders(cycles)] == ["queries/x", "auth/authentication-removed"]


def test_a_guard_of_an_entry_point_is_asked_for() -> None:
    text = yaml_of(offender())
    (constraint,) = read(text).constraints
    assert "require_guard" in text
    assert (constraint.id, constraint.area, constraint.kind) == ("again-authentication-removed", Area.AUTH, "omission")
    assert constraint.paths == ("shop/views.py",)
    assert "#3, #7" in constraint.because


@pytest.mark.parametrize(
    ("it", "places"),
    [
        (offender(GUARD, Place("src/pay.ts", "pay")), "src/pay.ts:pay"),
        (offender(replace(GUARD, area="transactions")), "shop/views.py:pay"),
        (offender(BAN), "shop/views.py:pay"),
        (offender(BAN, Place("views.py", "")), "views.py"),
        (offender(BAN, Place("shop/views.py", "pay ${x}")), "shop/views.py"),
    ],
)
def test_other_code_is_protected(it: Offender, places: str) -> None:
    text = yaml_of(it)
    assert f'protect: ["{places}"]' in text
    assert len(read(text).constraints) == 1


def test_a_file_at_the_root_is_bound_to_it() -> None:
    assert read(yaml_of(offender(BAN, Place("views.py", "pay")))).constraints[0].paths == ("/views.py",)


def test_a_constraint_is_not_proposed_again() -> None:
    assert proposed(offender(OWN)) is None


@pytest.mark.parametrize(
    "path", ["", "shop/*.py", "!shop/views.py", "../x.py", "a b.py", "#x.py", "x" * 300, "[a].py", "ä.py"]
)
def test_places_that_no_pattern_names_plainly_are_left_out(path: str) -> None:
    assert proposed(offender(GUARD, Place(path, "pay"))) is None
    both = proposed(offender(GUARD, Place(path, "pay"), Place("shop/views.py", "pay")))
    assert both is not None
    assert both.paths == ("shop/views.py",)


def test_many_places_are_cut() -> None:
    found = proposed(offender(BAN, *(Place(f"shop/v{n}.py", "pay") for n in range(100))))
    assert found is not None
    assert len(found.paths) == MOST_PLACES


_SUBJECTS: tuple[Subject, ...] = ("guard", "prohibition")
_DUTIES: tuple[Duty, ...] = ("omission", "commission")


@given(
    st.sampled_from(Area),
    st.sampled_from(range(2)),
    st.text(min_size=1, max_size=90),
    st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=4),
)
@example(Area.AUTH, 0, 'x"\n- y: {', [("shop/a.py", "pay: [x]"), ("a/-.py", "\x85"), ("yes", "no")])
@example(Area.MONEY, 1, "\ud83d\ude00", [("0x1", "1e3"), ("a/b@c+d.py", "ä.b")])
def test_every_proposal_is_read_without_a_mistake(
    area: Area, which: int, words: str, places: list[tuple[str, str]]
) -> None:
    rule = Rule(_SUBJECTS[which], area.value, "", _DUTIES[which], "django")
    every = (*(Place(*place) for place in places), Place("shop/views.py", "Orders.pay"))
    (constraint,) = read(yaml_of(offender(rule, *every, check=f"{area.value}/{words}"))).constraints
    assert constraint.area is area
    assert constraint.kind == _DUTIES[which]
