import pytest

from tests.checks.classification.changing import areas

SAVE = "def pay(order):\n    {}\n    order.save()\n"


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("@transaction.atomic\ndef pay(o):\n    o.save()\n", "def pay(o):\n    o.save()\n"),
        ("def pay(o):\n    with transaction.atomic():\n        o.save()\n", "def pay(o):\n    o.save()\n"),
        (
            SAVE.format("order = Order.objects.select_for_update().get(pk=1)"),
            SAVE.format("order = Order.objects.get(pk=1)"),
        ),
        ("transaction.on_commit(partial(send.delay, 1))\n", "send.delay(1)\n"),
        (
            "def f(n):\n    try:\n        n.save()\n    except IntegrityError:\n        return None\n",
            "def f(n):\n    n.save()\n",
        ),
        ("def f():\n    db.session.rollback()\n", "def f():\n    pass\n"),
        ("with task_lock(name) as got:\n    run()\n", "run()\n"),
        ("cursor.execute('SELECT pg_advisory_xact_lock(%s)', [1])\n", "pass\n"),
        ("order.save(update_fields=['paid'])\n", "order.save()\n"),
        ("Stock.objects.update(left=F('left') - 1)\n", "Stock.objects.update(left=left)\n"),
    ],
)
def test_scopes_locks_hooks_and_conflicts_are_transactions(base: str, head: str) -> None:
    assert "transactions" in areas(base, head)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("t = Transaction.objects.create(amount=1)\n", "t = Transaction.objects.create(amount=2)\n"),
        ("order = form.save()\n", "order = form.save(commit=False)\n"),
        ("if recipe.settings.locked:\n    show()\n", "if recipe.settings.locked_now:\n    show()\n"),
        ("order.save()\n", "order.save(update_fields=['paid'])\n"),
        ("repo.index.commit('x')\n", "repo.index.commit('y')\n"),
        ("# with transaction.atomic():\nf()\n", "# without it\nf()\n"),
    ],
)
def test_other_commits_transactions_and_locks_are_not(base: str, head: str) -> None:
    assert "transactions" not in areas(base, head)
