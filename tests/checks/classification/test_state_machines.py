import pytest

from tests.checks.classification.changing import areas


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("def f(job):\n    if job.status == Job.DONE:\n        return\n    go()\n", "def f(job):\n    go()\n"),
        ("def f(o):\n    o.state = OrderState.PAID\n", "def f(o):\n    pass\n"),
        ("rows = Room.query.filter(~Room.is_deleted, Room.a == 1)\n", "rows = Room.query.filter(Room.a == 1)\n"),
        ("Order.objects.filter(pk=1).update(status='paid')\n", "Order.objects.filter(pk=1).update(status='open')\n"),
        (
            "@transition(field=state, source='new', target='paid')\ndef pay(self):\n    pass\n",
            "@transition(field=state, source='*', target='paid')\ndef pay(self):\n    pass\n",
        ),
        ("TRANSITIONS = {'open': ['paid'], 'paid': []}\n", "TRANSITIONS = {'open': ['paid'], 'paid': ['open']}\n"),
        ("def f(e):\n    if not e.published:\n        raise NotFound\n", "def f(e):\n    pass\n"),
        ("def f(rows):\n    return [r for r in rows if not r.is_blocked]\n", "def f(rows):\n    return list(rows)\n"),
    ],
)
def test_checks_writes_and_transitions_of_a_state_are_state_machines(base: str, head: str) -> None:
    assert "state-machines" in areas(base, head)


@pytest.mark.parametrize(
    ("path", "base", "head"),
    [
        ("geo/state.py", "STATES = ['Ohio']\n", "STATES = ['Ohio', 'Utah']\n"),
        (
            "a.py",
            "def f():\n    return Response(data, status=400)\n",
            "def f():\n    return Response(data, status=404)\n",
        ),
        ("a.py", "if response.status in [500, 502]:\n    wait()\n", "if response.status in [500]:\n    wait()\n"),
        (
            "a.py",
            "def f():\n    if self._state.adding:\n        go()\n",
            "def f():\n    if not self._state.adding:\n        go()\n",
        ),
        ("a.py", "x = address.state\n", "x = address.state or ''\n"),
        ("a.py", "x = {'state': s, 'city': c}\n", "x = {'state': s, 'city': c, 'zip': z}\n"),
    ],
)
def test_other_states_are_none(path: str, base: str, head: str) -> None:
    assert "state-machines" not in areas(base, head, path)
