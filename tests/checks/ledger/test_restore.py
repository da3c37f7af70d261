"""A suggestion puts the guard back where that is local and safe, and nowhere else."""

from __future__ import annotations

import pytest

from checks.kit import Example, Hit, Suggestion
from checks.kit.discovery import all_checks

CHECKS = {check.id: check for check in all_checks()}
IMPORTS = "from django.contrib.auth.decorators import login_required\nfrom django.db import transaction\n\n\n"


def hits(base: str, head: str) -> list[Hit]:
    changes = Example("", base=base, head=head).changes()
    found = [hit for change in changes for check in CHECKS.values() for hit in check.find(change, check.options())]
    return [hit for hit in found if hit.kind.value in {"lost", "weakened"}]


def suggestions(base: str, head: str) -> list[Suggestion]:
    return [hit.suggestion for hit in hits(base, head) if hit.suggestion is not None]


def healed(base: str, head: str) -> str:
    (suggestion,) = suggestions(base, head)
    lines = head.split("\n")
    lines[suggestion.start_line - 1 : suggestion.end_line] = suggestion.replacement.split("\n")
    return "\n".join(lines)


REFUND = """\
@login_required
def refund(request, pk):
    order = Order.objects.get(pk=pk)
    if order.owner != request.user:
        raise PermissionDenied
    with transaction.atomic():
        order.refund()
        order.save()

        order.lines.update(open=False)
    return redirect(order)
"""
WITHOUT_SCOPE = """\
    order.refund()
    order.save()

    order.lines.update(open=False)
"""
SCOPE = REFUND[REFUND.index("    with") : REFUND.index("    return")]


@pytest.mark.parametrize(
    "head",
    [
        REFUND.replace("@login_required\n", ""),
        REFUND.replace("    if order.owner != request.user:\n        raise PermissionDenied\n", ""),
        REFUND.replace(SCOPE, WITHOUT_SCOPE),
    ],
    ids=["decorator", "early exit", "with-scope over a blank line"],
)
def test_what_was_removed_is_put_back_as_it_stood(head: str) -> None:
    assert healed(IMPORTS + REFUND, IMPORTS + head) == IMPORTS + REFUND


def test_what_is_new_beside_the_lost_guard_stays() -> None:
    head = REFUND.replace("    if order.owner != request.user:\n        raise PermissionDenied\n", "    log(order)\n")
    mended = healed(IMPORTS + REFUND, IMPORTS + head)
    assert "if order.owner != request.user:\n        raise PermissionDenied\n    log(order)\n    with" in mended


def test_a_check_does_not_go_behind_what_it_checked() -> None:
    base = "def ping(url):\n    validate_url(url)\n    answer = head(url, stream=True)\n    keep(answer)\n"
    now = "def ping(url):\n    answer = head(url)\n    keep(answer)\n"
    assert healed(base, now).startswith("def ping(url):\n    validate_url(url)\n    answer = head(url)\n")


def test_only_the_lines_that_differ_are_replaced() -> None:
    (suggestion,) = suggestions(ROUTE, ROUTE.replace("    user: User = Depends(current_user),\n", ""))
    assert (suggestion.start_line, suggestion.end_line) == (4, 4)
    scope = IMPORTS + REFUND.replace("if order.owner != request.user", "if order.owner != request.user and strict")
    (suggestion,) = suggestions(IMPORTS + REFUND, scope)
    assert suggestion.replacement == "    if order.owner != request.user:"


def test_a_decorator_goes_below_those_that_the_function_has_now() -> None:
    head = REFUND.replace("@login_required", "@never_cache")
    assert healed(IMPORTS + REFUND, IMPORTS + head).count("@never_cache\n@login_required\ndef refund") == 1


ROUTE = """\
@router.post("/refunds")
def refund(
    order: Order,
    user: User = Depends(current_user),
    store: Store = Depends(get_store),
):
    store.refund(order)
"""


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (ROUTE, ROUTE.replace("    user: User = Depends(current_user),\n", "")),
        (
            "def call(url):\n    return requests.get(url, timeout=5)\n",
            "def call(url):\n    return requests.get(url)\n",
        ),
        (
            "class Orders(LoginRequiredMixin, ListView):\n    model = Order\n",
            "class Orders(ListView):\n    model = Order\n",
        ),
        (
            "class Orders(APIView):\n    permission_classes = [IsOwner]\n\n    def get(self, call):\n        act()\n",
            "class Orders(APIView):\n\n    def get(self, call):\n        act()\n",
        ),
        (
            "def take(pk):\n    row = Row.objects.select_for_update().get(pk=pk)\n    row.take()\n    row.save()\n",
            "def take(pk):\n    row = Row.objects.get(pk=pk)\n    row.take()\n    row.save()\n",
        ),
    ],
    ids=["dependency", "keyword", "mixin", "class attribute", "row lock"],
)
def test_a_guard_within_a_statement_is_put_back(base: str, head: str) -> None:
    assert healed(base, head) == base


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (
            "def call(url):\n    return requests.get(url, timeout=5)\n",
            "def call(url):\n    return requests.get(url, headers=HEADERS, proxies=PROXIES)\n",
        ),
        (IMPORTS + REFUND, REFUND.replace("@login_required\n", "")),
        (
            IMPORTS + REFUND,
            IMPORTS + REFUND.replace(SCOPE, WITHOUT_SCOPE.replace("order.save()", "order.save()\n    mail(order)")),
        ),
    ],
    ids=["the statement has something new", "its import is gone too", "the block has something new"],
)
def test_where_more_than_the_guard_would_change_nothing_is_suggested(base: str, head: str) -> None:
    assert hits(base, head)
    assert suggestions(base, head) == []


def test_a_guard_that_moved_to_another_file_is_not_put_back() -> None:
    body = REFUND.replace("@login_required\n", "")
    changes = Example(
        "",
        base={"shop/a.py": IMPORTS + REFUND, "shop/b.py": "X = 1\n"},
        head={"shop/a.py": IMPORTS, "shop/b.py": IMPORTS + body},
    ).changes()
    found = [hit for change in changes for check in CHECKS.values() for hit in check.find(change, check.options())]
    assert any("login_required" in hit.title for hit in found)
    assert all(hit.suggestion is None for hit in found)


def test_one_guard_lost_in_many_places_is_a_policy_and_not_a_typing_error() -> None:
    views = [REFUND.replace("def refund", f"def refund_{number}") for number in range(6)]
    base = IMPORTS + "\n\n".join(views)
    head = base.replace("@login_required\n", "")
    assert hits(base, head)
    assert suggestions(base, head) == []
