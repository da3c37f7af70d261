"""An inline comment: fact, harm, example, cure, footer; a suggestion only where it replaces its own lines."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from inline_snapshot import snapshot

from checks.kit import Side, Span
from reviewer.domain.report import Finding, ReportedSuggestion
from reviewer.render.limits import size
from reviewer.render.markdown.comment import COMMENT_LIMIT, anchors, comment_body
from tests.reviewer.render.attacks import hostile
from tests.reviewer.render.github import Rendered
from tests.reviewer.render.reports import LOST, NOTE, RISK, WARNING


def own(finding: Finding) -> Span:
    return Span(finding.side, finding.path, finding.start_line, finding.end_line)


def test_a_small_comment() -> None:
    assert comment_body(WARNING, own(WARNING)) == snapshot("""\
**list endpoint without a limit**  \n\
One request can load the whole table.  \n\
Clear it: fix

<sub>[`queries/unbounded-list`](https://docs.example/queries/unbounded-list.md)</sub>
""")


def test_a_comment_with_everything() -> None:
    assert comment_body(LOST, anchors(LOST)[0]) == snapshot("""\
**tenant filter removed from `OrderView.get_queryset`**: was `return Order.objects.filter( …`, now `return Order.objects.all()`  \n\
Every caller can read the orders of every organization.  \n\
nearest example: `invoices/views.py:12`  \n\
Clear it: apply the suggestion · restore · or someone eligible signs: `/holdfast sign-off tenancy REASON`

```suggestion
return Order.objects.filter(
    organization=self.request.organization)
```

<sub>[`tenancy/tenant-filter-removed`](https://docs.example/tenancy/tenant-filter-removed.md) · TN01</sub>
""")


def test_a_comment_prefers_the_lines_of_its_suggestion_then_where_the_guard_stood_then_the_head() -> None:
    assert anchors(LOST) == (
        Span(Side.RIGHT, "orders/views.py", 39, 39),
        Span(Side.LEFT, "orders/views.py", 41, 42),
    )
    assert anchors(RISK) == (own(RISK),)
    assert anchors(replace(LOST, suggestion=None)) == (
        Span(Side.LEFT, "orders/views.py", 41, 42),
        Span(Side.RIGHT, "orders/views.py", 39, 39),
    )


def test_no_suggestion_where_the_comment_spans_other_lines() -> None:
    for anchor in (own(LOST), Span(Side.RIGHT, "orders/views.py", 39, 40), Span(Side.RIGHT, "other.py", 39, 39)):
        assert "```suggestion" not in comment_body(LOST, anchor)


def test_no_suggestion_that_quoting_would_change() -> None:
    for text in ("x = '\u202e'", "x\r", "x" * 40_000):
        finding = replace(LOST, suggestion=ReportedSuggestion(39, 39, text))
        assert "```suggestion" not in comment_body(finding, anchors(finding)[0])


def test_a_suggestion_with_fences_in_it_stays_whole() -> None:
    finding = replace(LOST, suggestion=ReportedSuggestion(39, 39, "'''\n```\n'''"))
    body = comment_body(finding, anchors(finding)[0])
    assert "````suggestion\n'''\n```\n'''\n````" in body


def test_a_note_offers_nothing_to_clear() -> None:
    assert "Clear it" not in comment_body(NOTE, own(NOTE))


def test_a_warning_is_not_offered_a_sign_off() -> None:
    assert "sign-off" not in comment_body(WARNING, own(WARNING))
    assert "/holdfast sign-off tenancy REASON" in comment_body(LOST, own(LOST))


def test_a_long_comment_fits() -> None:
    long = replace(LOST, message="word " * 50_000, suggestion=ReportedSuggestion(39, 39, "x = 1\n" * 4_000))
    assert size(comment_body(long, anchors(long)[0])) <= COMMENT_LIMIT


@given(hostile)
def test_foreign_text_formats_links_pings_and_loads_nothing(text: str) -> None:
    evidence = tuple(replace(it, snippet=text, label=text, path=text) for it in LOST.evidence)
    finding = replace(
        LOST, title=text, message=text, path=text, check=text, docs=text, codes=(text,), evidence=evidence
    )
    page = Rendered(comment_body(finding, own(finding)))
    assert set(page.tags) <= {"p", "strong", "code", "br", "sub"}
    assert "@" not in page.loose
    assert "#" not in page.loose
