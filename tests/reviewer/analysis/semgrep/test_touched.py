"""The engine is asked only what a change can alter; what it cannot alter stays unasked."""

from collections.abc import Mapping

import pytest

from checks.kit import Example
from reviewer.analysis.semgrep.both_sides import BothSides
from reviewer.analysis.semgrep.rule_set import our_rules
from reviewer.analysis.semgrep.touched import ConcernCache, touched_rules

GUARD = "auth/express-route-guard-removed"
TLS = "external-calls/node-tls-verification-off"
ROUTES = "router.get(\n  '/a',\n  requireAuth,\n  list,\n);\n\n\n\nconst total = 1;\n"


def asked(base: Mapping[str, str] | str | None, head: Mapping[str, str] | str | None, path: str = "a.js") -> set[str]:
    """Rules that any side of the change is searched for."""
    changes = Example("a change", base=base, head=head, path=path).changes()
    wanted = touched_rules([BothSides.of(change) for change in changes], our_rules(), ConcernCache())
    return {rule for rules in wanted.values() for rule in rules}


def test_a_line_of_a_guard_asks_for_its_rule_on_both_sides() -> None:
    changes = Example("a", base=ROUTES, head=ROUTES.replace("  requireAuth,\n", ""), path="a.js").changes()
    (file,) = [BothSides.of(change) for change in changes]
    wanted = touched_rules([file], our_rules(), ConcernCache())
    assert {blob: GUARD in rules for blob, rules in wanted.items()} == {file.base: True, file.head: True}


@pytest.mark.parametrize(
    "head",
    [
        ROUTES.replace("total", "sums"),
        ROUTES + "const more = 2;\n",
        ROUTES + "router.post('/b', requireAuth, create);\n",
        "// said\n" + ROUTES,
    ],
    ids=["another line", "more lines", "another guard", "a comment"],
)
def test_what_takes_no_line_of_a_guard_asks_for_no_guard(head: str) -> None:
    assert GUARD not in asked(ROUTES, head)


def test_a_new_file_can_lose_nothing() -> None:
    assert GUARD not in asked(None, ROUTES)


def test_a_new_file_is_searched_for_a_guard_that_another_file_may_have_lost() -> None:
    bare = ROUTES.replace("  requireAuth,\n", "")
    changes = Example("a", base={"a.js": ROUTES}, head={"a.js": bare, "b.js": ROUTES}).changes()
    files = [BothSides.of(change) for change in changes]
    wanted = touched_rules(files, our_rules(), ConcernCache())
    assert {blob.path for blob, rules in wanted.items() if GUARD in rules} == {"a.js", "b.js"}


def test_harm_is_looked_for_where_a_line_could_have_brought_it() -> None:
    text = "const agent = new https.Agent({\n  keepAlive: true,\n});\n"
    assert TLS in asked(text, text.replace("true", "true,\n  rejectUnauthorized: false"))
    assert TLS not in asked(text, text + "const total = 1;\n")


def test_a_condition_that_was_taken_away_asks_for_statements_without_one() -> None:
    text = "await prisma.order.deleteMany({\n  where: { id },\n});\n"
    assert "queries/node-delete-without-where" in asked(text, text.replace("  where: { id },\n", ""))


def test_rules_of_tests_see_tests_and_the_others_do_not() -> None:
    head = 'it.skip("refuses users of another tenant", () => { requireAuth(user); });\n'
    skipped = "gate-integrity/node-guard-test-skipped"
    base = head.replace(".skip", "")
    assert asked(base, head, "tests/a.test.js") == {skipped}
    assert skipped not in asked(base, head, "src/a.js")


def test_rules_of_other_languages_are_not_asked() -> None:
    ids = asked("def a\n  require_admin!\n  b\nend\n", "def a\n  b\nend\n", "a.rb")
    assert ids
    assert all("ruby" in our_rules().rules[name].languages for name in our_rules().rules if name in ids)


def test_what_is_known_of_a_file_answers_as_before_whatever_comes_beside_it() -> None:
    bare = ROUTES.replace("  requireAuth,\n", "")
    changes = Example("a", base={"a.js": ROUTES}, head={"a.js": bare, "b.js": ROUTES}).changes()
    lost, new = (BothSides.of(change) for change in changes)
    known = ConcernCache()
    alone = touched_rules([new], our_rules(), known)
    assert touched_rules([lost, new], our_rules(), known) == touched_rules([lost, new], our_rules(), ConcernCache())
    assert touched_rules([new], our_rules(), known) == alone
