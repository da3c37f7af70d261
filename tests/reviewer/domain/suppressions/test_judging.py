"""Which findings a comment accepts, by policy and date, and what is said of the comments."""

from dataclasses import replace
from datetime import date

import pytest

from checks.kit import Action, Area, Example, Hit, Kind, Severity, Side, Span
from reviewer.domain.analysis import FoundHit
from reviewer.domain.boundaries import boundaries
from reviewer.domain.findings import Rule, decide
from reviewer.domain.policy import Policy, SuppressionPolicy
from reviewer.domain.report import Finding
from reviewer.domain.suppressions import Judged, Rulebook, judge

TODAY = date(2026, 6, 1)
RULES = {
    "auth/lost": Rule("auth/lost", Area.AUTH, (), Severity.HIGH, Action.SIGN_OFF),
    "audit/lost": Rule("audit/lost", Area.AUDIT, (), Severity.HIGH, Action.WARN),
}
BASE = "import x\n\n@login\ndef f():\n    return 1\n\ndef g():\n    return 2\n"
GONE = BASE.replace("@login\n", "")
ALLOW = '# holdfast: allow[auth/lost] until=2026-07-01 reason="old client"\n'
HEAD = GONE.replace("def f", f"{ALLOW}def f")


def finding(check: str = "auth/lost", line: int = 3, side: Side = Side.LEFT) -> Finding:
    hit = Hit(Kind.LOST, Span(side, "shop/a.py", line, line), "f", "login", "It is gone", "Harm.", 0.9)
    return decide([FoundHit(check, hit)], RULES, Policy())[0]


def judged(head: str, *findings: Finding, base: str = BASE, policy: SuppressionPolicy | None = None) -> Judged:
    changes = Example("", path="shop/a.py", base=base, head=head).changes()
    rulebook = Rulebook(policy or SuppressionPolicy(), TODAY, RULES.keys(), lambda _: "did you mean auth/lost?")
    return judge(findings, changes, rulebook)


def said(answer: Judged) -> list[tuple[str, int, str]]:
    return [(it.check.rpartition("/")[2], it.hit.span.start_line, it.hit.title) for it in answer.hits]


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        GONE.replace("def f():", f"def f():  {ALLOW.strip()}"),
        GONE.replace("def f", f"{ALLOW}# and more\n\ndef f"),
    ],
)
def test_a_loss_is_accepted_above_and_beside_the_place_where_it_stood(head: str) -> None:
    (found,) = judged(head, finding()).findings
    assert found.suppressed is not None
    assert (found.suppressed.reason, found.suppressed.until, found.inline) == ("old client", "2026-07-01", False)


@pytest.mark.parametrize("line", [4, 5])
def test_what_stands_in_the_function_is_accepted(line: int) -> None:
    (found,) = judged(HEAD, finding(line=line, side=Side.RIGHT)).findings
    assert found.suppressed is not None


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (GONE, finding()),
        (GONE.replace("def g", f"{ALLOW}def g"), finding()),
        (HEAD, finding("audit/lost")),
        (HEAD, finding(line=8, side=Side.RIGHT)),
        (HEAD, replace(finding(), path="shop/b.py")),
        (HEAD.replace("2026-07-01", "2026-05-31"), finding()),
        (HEAD.replace("auth/lost", "auth/lots"), finding()),
        (HEAD.replace(' reason="old client"', ""), finding()),
        (HEAD.replace(" until=2026-07-01", ""), finding()),
        (HEAD.replace("2026-07-01", "2027-07-01"), finding()),
        (HEAD.replace("# holdfast", "x = '# holdfast").replace('client"\n', "client\"'\n"), finding()),
    ],
)
def test_elsewhere_otherwise_and_against_the_policy_nothing_is_accepted(head: str, found: Finding) -> None:
    (kept,) = judged(head, found).findings
    assert kept.suppressed is None


def test_the_last_day_still_holds() -> None:
    assert judged(HEAD.replace("2026-07-01", "2026-06-01"), finding()).findings[0].suppressed is not None


def test_what_has_ended_is_a_finding_again_and_said_to_be() -> None:
    answer = judged(HEAD.replace("2026-07-01", "2026-05-31"), finding())
    assert answer.findings[0].message == "Harm. It was suppressed until 2026-05-31 (line 3)."
    assert said(answer) == [("suppression-expired", 3, "This suppression ended on 2026-05-31.")]


@pytest.mark.parametrize(
    ("policy", "head", "why"),
    [
        (
            SuppressionPolicy(),
            HEAD.replace("auth/lost", "auth/lots"),
            "no check or rule is called 'auth/lots' (did you",
        ),
        (SuppressionPolicy(), HEAD.replace(' reason="old client"', ""), "it gives no reason"),
        (SuppressionPolicy(), HEAD.replace(" until=2026-07-01", ""), "it names no day"),
        (SuppressionPolicy(longest_days=10), HEAD, "it holds until 2026-07-01, longer than the 10 days"),
        (SuppressionPolicy(never=frozenset({Area.AUTH})), HEAD, "nothing in auth may be suppressed"),
        (SuppressionPolicy(), HEAD.replace("allow[auth/lost]", "allow"), "it names no check"),
    ],
)
def test_what_is_refused_says_why_at_its_line(policy: SuppressionPolicy, head: str, why: str) -> None:
    answer = judged(head, finding(), policy=policy)
    ((rule, line, title),) = said(answer)
    assert (rule, line) == ("suppression-refused", 3)
    assert title.startswith(f"This suppression has no effect: {why}"[:119])
    assert answer.findings[0].suppressed is None


def test_the_policy_may_ask_for_less() -> None:
    bare = HEAD.replace(' until=2026-07-01 reason="old client"', "")
    (found,) = judged(bare, finding(), policy=SuppressionPolicy(require=frozenset())).findings
    assert found.suppressed is not None
    assert (found.suppressed.reason, found.suppressed.until) == ("", None)


def test_a_new_one_in_an_area_that_asks_still_asks_and_is_said() -> None:
    answer = judged(HEAD, finding())
    assert said(answer) == [
        ("suppression-new", 3, "A new suppression of auth/lost: the area still asks for a sign-off.")
    ]
    asked = boundaries(answer.findings, (), Policy(), agent=None, newly_suppressed=answer.newly)
    assert [boundary.area for boundary in asked] == [Area.AUTH]
    assert asked[0].findings == (answer.findings[0].fingerprint,)


def test_one_that_the_base_has_asks_nobody() -> None:
    base = BASE.replace("@login", f"{ALLOW}@login")
    answer = judged(HEAD, finding(line=4), base=base)
    assert answer.findings[0].suppressed is not None
    assert said(answer) == []
    assert boundaries(answer.findings, (), Policy(), agent=None, newly_suppressed=answer.newly) == ()


def test_a_new_one_in_an_area_that_only_warns_asks_nobody() -> None:
    answer = judged(HEAD.replace("auth/lost", "audit/lost"), finding("audit/lost"))
    assert (answer.newly, said(answer)) == (frozenset(), [])


def test_one_that_moved_is_not_new() -> None:
    base = BASE.replace("def g", f"{ALLOW}def g")
    assert said(judged(HEAD, finding(), base=base)) == []


def test_one_that_covers_nothing_is_told_where_the_change_touches_it() -> None:
    assert said(judged(HEAD)) == [("suppression-unused", 3, "No such finding stands there.")]
    old = BASE.replace("def g", f"{ALLOW}def g")
    assert said(judged(old.replace("import x", "import y"), base=old)) == []
    assert [rule for rule, *_ in said(judged(old.replace("return 2", "return 3"), base=old))] == ["suppression-unused"]


def test_nothing_of_the_findings_is_dropped() -> None:
    findings = (finding(), finding("audit/lost"), finding(line=8, side=Side.RIGHT))
    answer = judged(HEAD, *findings)
    assert [it.fingerprint for it in answer.findings] == [it.fingerprint for it in findings]
