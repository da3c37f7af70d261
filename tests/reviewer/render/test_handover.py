"""What is handed to whoever writes the code, and how constraints are counted."""

from dataclasses import replace

import pytest

from checks.kit import Action, Side
from reviewer.domain.report import ConstraintResult, ReportedEvidence, Suppression
from reviewer.render.handover import handover, order, to_clear
from reviewer.render.summary import constraint_counts
from tests.reviewer.render.reports import LOST, QUIET

KEPT = ConstraintResult("C-1", "omission", "kept")
LEFT_OUT = ConstraintResult("C-2", "omission", "violated")
DONE = ConstraintResult("C-3", "commission", "violated")
ELSEWHERE = ConstraintResult("C-4", "commission", "not-applicable")


@pytest.mark.parametrize(
    ("constraints", "words"),
    [
        ((), ""),
        ((KEPT,), "1 kept"),
        ((LEFT_OUT,), "violated: 1 omission"),
        ((DONE, DONE), "violated: 2 commissions"),
        ((KEPT, LEFT_OUT, DONE, ELSEWHERE), "1 kept · violated: 1 omission, 1 commission · 1 not applicable"),
    ],
)
def test_omission_and_commission_are_counted_apart(constraints: tuple[ConstraintResult, ...], words: str) -> None:
    assert constraint_counts(replace(QUIET, constraints=constraints)) == words


def test_an_order_holds_constraint_place_and_nearest_example() -> None:
    example = ReportedEvidence(Side.RIGHT, "orders/api.py", 7, 7, "@login", "nearest example")
    found = replace(LOST, title="C-1: Orders are filtered.", evidence=(example,))
    text = order(found)
    assert text.startswith("- C-1: Orders are filtered.\n  where: ")
    assert "  as it is done here: orders/api.py, line 7\n" in text
    told = handover(replace(QUIET, findings=(found,)))["to_clear"]
    assert told == [
        {
            "check": "tenancy/tenant-filter-removed",
            "title": "C-1: Orders are filtered.",
            "why": "Every caller can read the orders of every organization.",
            "path": "orders/views.py",
            "line": 41,
            "side": "base",
            "symbol": "OrderView.get_queryset",
            "example": {"path": "orders/api.py", "line": 7, "code": "@login"},
            "suggestion": {
                "lines": [39, 39],
                "code": "return Order.objects.filter(\n    organization=self.request.organization)",
            },
            "clear_it": ["apply the suggestion", "restore", "sign tenancy"],
        }
    ]


def test_what_asks_for_nothing_is_not_handed_over() -> None:
    quiet = replace(LOST, action=Action.NOTE)
    hushed = replace(LOST, suppressed=Suppression("x", None))
    assert to_clear(replace(QUIET, findings=(quiet, hushed))) == ()
