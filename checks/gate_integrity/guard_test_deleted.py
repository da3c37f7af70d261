"""A test that holds a guard in place was deleted.

The test expected something to be refused: an answer 401, 403, 409 or 429, an exception of permission, integrity or
rate. It is gone, nothing in this pull request asks the same, and the code it tested was not taken away.

Why it matters:
    The guard may still stand today. From now on nobody hears about it when it falls.

Instead:
    Mend the test. When it became several, or one of several cases, keep what it expected: then it counts as moved.
    When the rule itself is gone, the pull request takes the guard away too and both are signed together.

What it does not see:
    Tests that stand in files that were not changed and cover the same; whether the code under test still exists when
    it is reached by an address only.

Sources:
    Catalogue TS01.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.gate_integrity._tests import Test, gained_tests, tests_of
from checks.kit import Action, Change, ChangeSet, Check, Example, Hit, Kind, Options, Severity
from checks.kit.files import is_test, language
from checks.kit.sentence import Sentence, at_base

_MOVED = 0.5
_SURE, _MENTIONED, _NAMED_ONLY = 0.8, 0.4, 0.6
_POLICY = 5
"""From so many deleted guard tests in one file on, they are told together."""


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every guard test that is gone; one for all of them when a file loses many."""
    head = tests_of(change, change.head)
    gone = [test for name, test in tests_of(change, change.base).items() if name not in head and test.guards]
    lost = [test for test in gone if not _stands_elsewhere(change, test)]
    if len(lost) >= _POLICY:
        yield _told(change, lost[0], lost[1:])
        return
    for test in lost:
        yield _told(change, test, [])


def _stands_elsewhere(change: Change, test: Test) -> bool:
    """Whether a test of this pull request has its name or expects the same of the same things."""
    labels = {refusal.label for refusal in test.refusals}
    for other in change.within.ask(gained_tests):
        if other.last_name == test.last_name:
            return True
        same = labels <= {refusal.label for refusal in other.refusals}
        if same and test.stands_in(other) >= _MOVED:
            return True
    return False


def _told(change: Change, test: Test, more: list[Test]) -> Hit:
    expected = ", ".join(dict.fromkeys(refusal.label for refusal in test.refusals))
    what = f" It expected {expected}." if expected else ""
    others = f" {len(more)} more guard tests of this file went with it." if more else ""
    says = Sentence(
        kind=Kind.LOST,
        symbol=test.name,
        fact="guard test deleted",
        title=f"`{test.name}`, a test that holds a guard in place, was deleted",
        message=f"Nothing in this pull request asks the same any more.{what}{others}",
        confidence=_confidence(change, test, more),
    )
    return at_base(change, test.node, says)


def _confidence(change: Change, test: Test, more: list[Test]) -> float:
    if any(name in test.text for name in change.within.ask(_removed_names)):
        return _MENTIONED
    if change.head is None or more:
        return _MENTIONED if change.within.ask(_removed_names) else _NAMED_ONLY
    return _SURE if test.refusals else _NAMED_ONLY


def _removed_names(changes: ChangeSet) -> frozenset[str]:
    """Definitions that the pull request takes out of code that is no test."""
    found: set[str] = set()
    for change in changes:
        if language(change.path) != "python" or is_test(change.path) or change.base is None:
            continue
        before = {name.rpartition(".")[2] for name in change.base.index.names.values()}
        after = {name.rpartition(".")[2] for name in change.head.index.names.values()} if change.head else set[str]()
        found |= before - after
    return frozenset(name for name in found if len(name) > 3)


_BASE = """
    class TestOrders(TestCase):
        def test_list(self):
            self.assertEqual(self.client.get("/orders/").status_code, 200)

        def test_stranger_is_refused(self):
            self.client.force_login(self.stranger)
            response = self.client.delete("/orders/1/")
            self.assertEqual(response.status_code, 403)
"""
_HEAD = """
    class TestOrders(TestCase):
        def test_list(self):
            self.assertEqual(self.client.get("/orders/").status_code, 200)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TS01",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the test of the refusal is gone",
            path="tests/test_orders.py",
            base=_BASE,
            head=_HEAD,
            finds=((5, "`TestOrders.test_stranger_is_refused`"),),
        ),
        Example(
            "a test without refusal is gone",
            path="tests/test_orders.py",
            base=_BASE,
            head=_BASE.replace("test_list", "test_listing"),
        ),
        Example(
            "the test was renamed",
            path="tests/test_orders.py",
            base=_BASE,
            head=_BASE.replace("test_stranger_is_refused", "test_strangers_cannot_delete"),
        ),
        Example(
            "the test moved to another file",
            base={"tests/test_orders.py": _BASE},
            head={
                "tests/test_orders.py": _HEAD,
                "tests/test_refusals.py": _BASE.replace("TestOrders", "TestRefusals"),
            },
        ),
        Example(
            "two tests became one with parameters",
            path="tests/test_orders.py",
            base=_BASE,
            head="""
                @pytest.mark.parametrize(("user", "status"), [("owner", 200), ("stranger", 403)])
                def test_delete(client, user, status):
                    client.force_login(user)
                    response = client.delete("/orders/1/")
                    assert response.status_code == status
            """,
        ),
        Example(
            "no test file",
            base=_BASE,
            head=_HEAD,
        ),
    ),
)
