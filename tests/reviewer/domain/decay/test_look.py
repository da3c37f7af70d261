"""What the record of a real review keeps: guards left out, things forbidden, constraints, sides and frameworks."""

from __future__ import annotations

from reviewer.domain.decay.seen import EditedFile, Rule, Seen
from tests.looks import look

VIEWS = """
    from django.contrib.auth.decorators import login_required


    @login_required
    def pay(request, order_id):
        order = orders.get(pk=order_id)
        return charge(order)


    @login_required
    def refund(request, order_id):
        order = orders.get(pk=order_id)
        return give_back(order)
"""
TOUCHED = VIEWS.replace("charge(order)", "charge(order, now=True)")
LOST = TOUCHED.replace("@login_required\n    def pay", "def pay")
AUTH = Rule("guard", "auth", "", "omission", "django")
CONFIG = """
    constraints:
      - id: C-1
        says: Whoever pays is signed in.
        kind: omission
        area: auth
        paths: ["shop/**"]
        require_guard: {any_of: [authentication]}
      - id: C-2
        says: Nobody imports the old client.
        kind: commission
        area: layering
        forbid_import: [old_client]
      - id: C-3
        says: Migrations of billing are ours.
        kind: commission
        area: money
        paths: ["billing/**"]
        human_only: true
"""


def guards(seen: Seen) -> dict[str, int]:
    return {rule.area: kept for rule, kept in seen.kept.items() if rule.subject == "guard"}


def test_an_edited_unit_that_keeps_its_guard_counts_once() -> None:
    seen = look({"shop/views.py": (VIEWS, TOUCHED)})
    assert seen.breaches == ()
    assert seen.kept[AUTH] == 1


def test_a_lost_guard_is_an_omission_and_no_kept_one() -> None:
    seen = look({"shop/views.py": (VIEWS, LOST)})
    (breach,) = seen.breaches
    assert (breach.rule, breach.path, breach.symbol) == (AUTH, "shop/views.py", "pay")
    assert breach.check.startswith("auth/")
    assert seen.kept[AUTH] == 0


def test_what_is_suppressed_is_broken_all_the_same() -> None:
    reason = '# holdfast: allow[auth/authentication-removed] until=2026-03-01 reason="the gateway asks"\n    def pay'
    seen = look({"shop/views.py": (VIEWS, LOST.replace("def pay", reason))})
    assert [breach.rule for breach in seen.breaches if breach.check == "auth/authentication-removed"] == [AUTH]


def test_what_is_only_a_note_is_no_breach() -> None:
    quiet = "checks: {auth/authentication-removed: {action: note}}"
    assert look({"shop/views.py": (VIEWS, LOST)}, quiet).breaches == ()


def test_something_forbidden_is_a_commission_in_the_file_that_brings_it() -> None:
    base = "def close(db):\n    db.execute('UPDATE orders SET open = false WHERE id = 1')\n"
    seen = look({"shop/orders.py": (base, base.replace(" WHERE id = 1", ""))})
    banned = Rule("prohibition", "queries", "", "commission")
    assert {it.symbol for it in seen.breaches if it.rule == banned} == {"close"}
    assert seen.kept[banned] == 0


def test_constraints_are_counted_by_their_id_where_they_apply() -> None:
    seen = look({"shop/views.py": (VIEWS, LOST)}, CONFIG)
    counted = {rule.name: kept for rule, kept in seen.kept.items() if rule.subject == "constraint"}
    assert counted == {"C-1": 0, "C-2": 1}
    broken = {it.rule.name: it.rule.duty for it in seen.breaches if it.rule.subject == "constraint"}
    assert broken == {"C-1": "omission"}


def test_a_framework_is_lent_to_files_of_its_language_alone() -> None:
    helper = "def total(order):\n    with transaction.atomic():\n        order.total = 1\n        order.save()\n"
    script = "export const total = 1;\n"
    seen = look(
        {
            "shop/views.py": (VIEWS, TOUCHED),
            "shop/totals.py": (helper, helper.replace("= 1", "= 2")),
            "web/total.ts": (script, script.replace("1", "2")),
        }
    )
    assert {rule.framework for rule in seen.kept if rule.area == "transactions"} == {"django"}
    assert (seen.backend, seen.frontend) == (True, False)


def test_two_frameworks_are_lent_to_nobody() -> None:
    helper = "def total(order):\n    with transaction.atomic():\n        order.total = 1\n        order.save()\n"
    seen = look(
        {
            "shop/views.py": (VIEWS, TOUCHED),
            "api/main.py": ("from fastapi import FastAPI\n", "from fastapi import FastAPI\n\napp = FastAPI()\n"),
            "shop/totals.py": (helper, helper.replace("= 1", "= 2")),
        }
    )
    assert {rule.framework for rule in seen.kept if rule.area == "transactions"} == {""}


def test_pages_and_styles_are_frontend_and_break_nothing() -> None:
    seen = look({"web/cart.css": ("a { color: red }\n", "a { color: blue }\n")})
    assert (seen.backend, seen.frontend, seen.kept, seen.breaches) == (False, True, {}, ())


def test_tests_and_prose_are_neither_and_are_not_remembered() -> None:
    seen = look({"tests/test_pay.py": ("a = 1\n", "a = 2\n"), "README.md": ("one\n", "two\n")})
    assert (seen.backend, seen.frontend) == (False, False)
    assert seen.edited == (EditedFile("README.md", ()),)


def test_units_that_go_are_said_to_be_gone() -> None:
    without_pay = VIEWS.replace(VIEWS[VIEWS.index("@login_required\n    def pay") : VIEWS.rindex("@login")], "")
    assert ("shop/views.py", "pay") in look({"shop/views.py": (VIEWS, without_pay)}).gone
    assert ("shop/views.py", "") in look({"shop/views.py": (VIEWS, None)}).gone
    assert look({"shop/views.py": (VIEWS, TOUCHED)}).gone == frozenset()


def test_edited_units_are_remembered_by_name() -> None:
    assert look({"shop/views.py": (VIEWS, TOUCHED)}).edited == (EditedFile("shop/views.py", ("pay",)),)


def test_a_file_that_cannot_be_read_is_not_judged() -> None:
    seen = look({"shop/views.py": (VIEWS, "def pay(:\n")})
    assert seen.not_judged == {"shop/views.py"}
    assert not seen.complete
    assert guards(seen) == {}


def test_a_migration_is_no_guard() -> None:
    text = "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    operations = []\n"
    seen = look({"shop/migrations/0002_x.py": (text, text.replace("[]", "[migrations.RunPython(f)]"))})
    assert not guards(seen).get("migrations")
