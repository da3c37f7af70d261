"""How many sign-offs a rule takes, and who may give them."""

import pytest

from reviewer.domain.sign_off_rule import AllOf, AnyOf, SignOff, SignOffRule, eligible, fewest_signoffs

ANA = SignOffRule(users=("ana",))
TWO_DBAS = SignOffRule(count=2, teams=("dba",))


@pytest.mark.parametrize(
    ("rule", "fewest", "names"),
    [
        (SignOffRule(), 1, ("anyone with write access",)),
        (SignOffRule(permission="admin", count=3), 3, ("anyone with admin access",)),
        (ANA, 1, ("ana",)),
        (TWO_DBAS, 2, ("@dba",)),
        (SignOffRule(teams=("@acme/dba",), users=("bo",)), 1, ("@acme/dba", "bo")),
        (AnyOf((ANA, TWO_DBAS)), 1, ("ana", "@dba")),
        (AllOf((ANA, TWO_DBAS)), 3, ("ana", "@dba")),
        (AllOf((ANA, AnyOf((TWO_DBAS, AllOf((ANA, ANA, ANA)))))), 3, ("ana", "@dba")),
        (AnyOf((SignOffRule(), ANA)), 1, ("anyone with write access", "ana")),
    ],
)
def test_a_rule_in_numbers_and_names(rule: SignOff, fewest: int, names: tuple[str, ...]) -> None:
    assert fewest_signoffs(rule) == fewest
    assert eligible(rule) == names
