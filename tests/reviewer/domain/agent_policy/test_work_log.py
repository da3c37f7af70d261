"""Where a work log stands, what its lines answer, and that the empty template answers nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.constraints import Constraint, Protect
from checks.kit import Area, Severity
from reviewer.domain.agent_policy.work_log import Entry, find_log, read_log, template

FULL = """\
Refunds are simpler now.

## Work log
- Constraints kept: C-01
- **Boundaries changed:** none
- Tables changed: orders,
  and invoices
- Endpoints changed: POST /refunds
- Trade-offs: none
### Uncertain places
The retry in `pay`.

## Testing
- Boundaries changed: auth
"""


def constraint(says: str) -> Constraint:
    return Constraint(
        id="C-01",
        says=says,
        because="",
        kind="omission",
        area=Area.AUTH,
        paths=(),
        owner="",
        severity=Severity.HIGH,
        action=None,
        checker=Protect(("a.py",)),
    )


def test_each_line_is_answered_with_the_lines_below_it() -> None:
    log = find_log(FULL)
    assert log is not None
    assert log.lacks == ()
    assert log.answers[Entry.TABLES] == "orders,\n  and invoices"
    assert log.answers[Entry.UNCERTAIN] == "The retry in `pay`."
    assert log.answers[Entry.BOUNDARIES] == "none"
    assert "Testing" not in log.text


@pytest.mark.parametrize("answer", ["none", "None.", "nothing", "N/A", " - ", "*none*", "No"])
def test_nothing_is_said_in_many_words(answer: str) -> None:
    assert read_log(f"- Tables changed: {answer}").denies(Entry.TABLES)


@pytest.mark.parametrize("answer", ["orders", "none of the old ones stays", "nothing but orders", ""])
def test_an_answer_that_is_more_than_nothing_denies_nothing(answer: str) -> None:
    assert not read_log(f"- Tables changed: {answer}").denies(Entry.TABLES)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "No heading at all: Work log",
        "## Work log of the last sprint\n- Tables changed: none",
        "<!--\n## Work log\n- Tables changed: none\n-->",
        "```\n## Work log\n- Tables changed: none\n```",
        "<!-- ## Work log",
    ],
)
def test_a_body_without_the_section_has_no_log(body: str) -> None:
    assert find_log(body) is None


@pytest.mark.parametrize("heading", ["# Work log", "### worklog", "## Work-Log ##", "  ## WORK LOG"])
def test_the_heading_may_be_of_any_depth(heading: str) -> None:
    log = find_log(f"{heading}\n- Tables changed: none\n")
    assert log is not None
    assert log.denies(Entry.TABLES)


def test_the_template_as_it_is_printed_answers_nothing() -> None:
    log = find_log(template([constraint("Every view asks `require_role`.")]))
    assert log is not None
    assert log.lacks == tuple(Entry)


def test_the_template_tells_the_constraints_and_they_cannot_leave_its_comment() -> None:
    text = template([constraint("One\n--> line -->\n## Work log")])
    assert "C-01: One line ## Work log -->" in text
    assert text.count("-->") == text.count("<!--")


def test_a_line_that_the_template_does_not_have_belongs_to_none() -> None:
    log = read_log("- Tables changed: orders\n## Notes\n- Something else: x\n")
    assert log.answers == {Entry.TABLES: "orders"}


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    log = read_log(text)
    assert set(log.answers) | set(log.lacks) == set(Entry)
    find_log(text)


def test_a_huge_body_is_read_no_further_than_it_has_to() -> None:
    assert find_log("#" * 10_000_000) is None
    assert find_log("x\n" * 1_000_000 + "## Work log\n- Tables changed: none\n") is None
