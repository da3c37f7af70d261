"""A loss shows where this repository still does it right: nearest first, and only what is alike."""

from __future__ import annotations

import pytest

from checks.kit import Evidence, Example
from checks.kit.discovery import all_checks

BARE = "def refund(request, pk):\n    order = load(pk)\n    order.refund()\n    order.save()\n"
GUARDED = "@login_required\n" + BARE


def other(name: str, decorator: str = "@login_required") -> str:
    return f"{decorator}\ndef {name}(request, pk):\n    order = load(pk)\n    order.{name}()\n    order.save()\n"


def nearest(example: Example) -> list[Evidence]:
    found = [
        hit for change in example.changes() for check in all_checks() for hit in check.find(change, check.options())
    ]
    return [it for hit in found for it in hit.evidence if it.label.startswith("nearest")]


def test_a_unit_of_the_same_file_comes_first() -> None:
    shown = nearest(
        Example(
            "",
            base={"shop/a.py": f"{GUARDED}\n\n{other('cancel')}", "shop/b.py": f"{other('void')}\n\nX = 1\n"},
            head={"shop/a.py": f"{BARE}\n\n{other('cancel')}", "shop/b.py": f"{other('void')}\n\nX = 2\n"},
        )
    )
    assert [(it.span.path, it.span.start_line, it.label) for it in shown] == [("shop/a.py", 7, "nearest, in `cancel`")]
    assert shown[0].snippet.startswith("@login_required")


def test_then_another_changed_file() -> None:
    shown = nearest(
        Example(
            "",
            base={"shop/a.py": GUARDED, "shop/b.py": f"{other('void')}\n\nX = 1\n"},
            head={"shop/a.py": BARE, "shop/b.py": f"{other('void')}\n\nX = 2\n"},
            context={"shop/c.py": other("hold")},
        )
    )
    assert [it.span.path for it in shown] == ["shop/b.py"]


def test_then_an_unchanged_file_of_the_same_folder() -> None:
    context = {"shop/c.py": other("hold"), "shop/test_c.py": other("held"), "other/d.py": other("stop")}
    shown = nearest(Example("", base={"shop/a.py": GUARDED}, head={"shop/a.py": BARE}, context=context))
    assert [it.span.path for it in shown] == ["shop/c.py"]


@pytest.mark.parametrize(
    "context",
    [
        {},
        {"shop/c.py": other("hold", "@never_cache")},
        {"shop/c.py": "def hold(request):\n    if not request.user.is_authenticated:\n        raise Denied\n"},
        {"elsewhere/c.py": other("hold")},
    ],
    ids=["nothing there", "another decorator", "another form", "another folder"],
)
def test_what_is_not_alike_is_not_shown(context: dict[str, str]) -> None:
    example = Example("", base={"shop/a.py": GUARDED}, head={"shop/a.py": BARE}, context=context)
    assert nearest(example) == []


def test_the_same_guard_is_preferred_to_one_that_is_only_alike() -> None:
    atomic = "from django.db import transaction\n\n\n"
    moved = "def move(a, b):\n    with transaction.atomic():\n        a.save()\n        b.save()\n"
    lone = moved.replace("with transaction.atomic():", "if a:")
    also = moved.replace("move", "join").replace("atomic()", "atomic(using='replica')")
    same = moved.replace("move", "split")
    shown = nearest(
        Example(
            "",
            base={"shop/a.py": f"{atomic}{moved}\n\n{also}\n\n{same}"},
            head={"shop/a.py": f"{atomic}{lone}\n\n{also}\n\n{same}"},
        )
    )
    assert [it.label for it in shown] == ["nearest, in `split`"]


def test_a_changed_guard_shows_no_example() -> None:
    shown = nearest(
        Example(
            "",
            base={"shop/a.py": f"{GUARDED}\n\n{other('cancel')}"},
            head={"shop/a.py": f"@staff_member_required\n{BARE}\n\n{other('cancel')}"},
        )
    )
    assert shown == []
