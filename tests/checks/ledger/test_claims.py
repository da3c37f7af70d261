"""Nothing that the ledger finds is dropped: every kind of entry is told by exactly one check."""

from __future__ import annotations

import importlib
from itertools import product

import pytest

from checks.kit.discovery import all_checks
from checks.ledger import Claim, Family, Form, Verdict

CLAIMS: dict[str, Claim] = {
    check.id: claim
    for check in all_checks()
    if (claim := getattr(importlib.import_module(check.module), "claim", None)) is not None
}


@pytest.mark.parametrize(
    ("family", "form", "verdict"),
    list(product(Family, Form, Verdict)),
    ids=lambda value: str(value.value),
)
def test_every_kind_of_entry_is_told_once(family: Family, form: Form, verdict: Verdict) -> None:
    telling = [check_id for check_id, claim in CLAIMS.items() if claim.takes(family, form, verdict)]
    assert len(telling) == 1, telling


@pytest.mark.parametrize("check_id", sorted(CLAIMS))
def test_a_check_speaks_of_its_own_area(check_id: str) -> None:
    areas = {family.area for family in CLAIMS[check_id].families}
    assert {area.value for area in areas} == {check_id.split("/", maxsplit=1)[0]}
