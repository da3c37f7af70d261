"""The check run: one line for nothing, twelve above the fold, the rest below it, all within GitHub's limits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from inline_snapshot import snapshot

from checks.kit import Action
from reviewer.domain.report import Authorship, Boundary, ConstraintResult, Report, ReportedFile, Signal, Suppression
from reviewer.render.limits import GITHUB_TEXT, size
from reviewer.render.markdown.check_run import ABOVE_THE_FOLD, check_run_text
from reviewer.render.markdown.document import to_markdown
from tests.reviewer.render.attacks import hostile
from tests.reviewer.render.github import Rendered
from tests.reviewer.render.reports import HUSHED, LOST, NOTE, QUIET, RICH, RISK, SMALL

OURS = {
    *("p", "strong", "code", "br", "table", "thead", "tbody", "tr", "th", "td", "details", "summary"),
    *("h4", "a", "pre", "ul", "li"),
}


def many(number: int) -> Report:
    findings = tuple(replace(RISK, fingerprint=f"{n:020}", path=f"db/{n:04}.py") for n in range(number))
    return replace(RICH, findings=findings)


def test_nothing_found_is_one_line_and_no_details() -> None:
    shown = check_run_text(QUIET)
    assert shown.title == "nothing found"
    assert shown.summary == "**Holdfast: nothing found** · head `9f3c2a1` · base `77ab0e4`\n"
    assert shown.text == ""
    assert to_markdown(QUIET) == shown.summary


def test_a_small_report() -> None:
    assert to_markdown(SMALL) == snapshot("""\
**Holdfast: 1 risk** · head `9f3c2a1` · base `77ab0e4`

| | what changed | where | clear it by |
| --- | --- | --- | --- |
| risk | list endpoint without a limit | `shop/list.py:3` | fix |

<details><summary>What changed, before and after</summary>

#### risk: list endpoint without a limit

`shop/list.py:3` · [`queries/unbounded-list`](https://docs.example/queries/unbounded-list.md)

One request can load the whole table.

Clear it: fix.

</details>
<details><summary>Hand this to the agent</summary>

```text
Holdfast, head 9f3c2a1: what has to be cleared in this change.
- list endpoint without a limit
  where: shop/list.py, line 3
  why: One request can load the whole table.
  clear it: fix (check queries/unbounded-list)
```

</details>
<details><summary>Not looked at (1)</summary>

- `logo.png`: binary at head

</details>
<details><summary>About this review</summary>

- 2 changed files in 120 ms (read 20 ms · checks 100 ms)
- holdfast 0.1.0

</details>
""")


def test_everything() -> None:
    assert to_markdown(RICH) == snapshot("""\
**Holdfast: 1 guard lost · 2 risks · 2 boundaries to sign · 1 note · 1 suppressed · 1 file not looked at** · head `9f3c2a1` · base `77ab0e4`  \n\
.github/holdfast.yml:3:1: unknown key 'exclud' (did you mean 'exclude'?)  \n\
Needs: 1 of `@acme/db`, `ana` for migrations · anyone with write access for tenancy

| | what changed | where | clear it by |
| --- | --- | --- | --- |
| risk | NOT NULL on orders.ref while old readers still run | `db/0042_ref.py:18` | fix |
| lost | tenant filter removed from `OrderView.get_queryset` | `orders/views.py:41` (base) | apply the suggestion · restore · sign tenancy |
| risk | list endpoint without a limit | `shop/list.py:3` | fix |
| moved | `login_required` moved from ship to its router | `shop/api.py:7` (base) | nothing to do |

Carried over: auth (`ana`). Not looked at: `gen/schema.py` (does not parse: line 3: invalid syntax).

<details><summary>What changed, before and after</summary>

#### risk: NOT NULL on orders.ref while old readers still run

`db/0042_ref.py:18` · [`migrations/not-null-added`](https://docs.example/migrations/not-null-added.md)

Writes of the old version fail from the moment of the migration.

now, `db/0042_ref.py:18`:

```python
null=False,
```

Clear it: fix.

#### lost: tenant filter removed from `OrderView.get_queryset`

`orders/views.py:41` (base) · [`tenancy/tenant-filter-removed`](https://docs.example/tenancy/tenant-filter-removed.md)

Every caller can read the orders of every organization.

was, `orders/views.py:41-42` (base):

```python
return Order.objects.filter(
    organization=self.request.organization)
```

now, `orders/views.py:39`:

```python
return Order.objects.all()
```

nearest example, `invoices/views.py:12`:

```python
return Invoice.objects.filter(organization=org)
```

Clear it: apply the suggestion · restore · sign tenancy.

#### risk: list endpoint without a limit

`shop/list.py:3` · [`queries/unbounded-list`](https://docs.example/queries/unbounded-list.md)

One request can load the whole table.

Clear it: fix.

#### moved: `login_required` moved from ship to its router

`shop/api.py:7` (base) · [`auth/authentication-removed`](https://docs.example/auth/authentication-removed.md)

The router covers it now.

</details>
<details><summary>Hand this to the agent</summary>

```text
Holdfast, head 9f3c2a1: what has to be cleared in this change.
- NOT NULL on orders.ref while old readers still run
  where: db/0042_ref.py, line 18
  why: Writes of the old version fail from the moment of the migration.
  clear it: fix (check migrations/not-null-added)
- tenant filter removed from OrderView.get_queryset
  where: orders/views.py, line 41 of the base file, in OrderView.get_queryset
  why: Every caller can read the orders of every organization.
  as it is done here: invoices/views.py, line 12
  clear it: apply the suggestion, or restore, or sign tenancy (check tenancy/tenant-filter-removed)
- list endpoint without a limit
  where: shop/list.py, line 3
  why: One request can load the whole table.
  clear it: fix (check queries/unbounded-list)
```

</details>
<details><summary>Boundaries (3)</summary>

| boundary | files | findings | sign-offs | status |
| --- | --- | --- | --- | --- |
| migrations `abababababab` | `db/0042_ref.py` | 1 | 0 of 1 | open |
| tenancy `cdcdcdcdcdcd` | `orders/views.py` | 1 | 0 of 1 | void |
| auth `efefefefefef` | `shop/api.py` | 0 | 1 of 1: `ana` | carried |

</details>
<details><summary>Constraints (violated: 1 commission)</summary>

- violated: `C-07` (commission)

</details>
<details><summary>Suppressed in the code</summary>

- `login_required` removed from health, `shop/api.py:30`: public by design, until 2030-01-01

</details>
<details><summary>Not looked at (2)</summary>

Not looked at, and not yours to review: `exclude` it in `.github/holdfast.yml`.

- `gen/schema.py`: does not parse: line 3: invalid syntax
- `logo.png`: binary at head

</details>
<details><summary>About this review</summary>

- 6 changed files in 120 ms (read 20 ms · checks 100 ms)
- holdfast 0.1.0
- .github/holdfast.yml:3:1: unknown key 'exclud' (did you mean 'exclude'?)
- traces of claude-code: co-author `Claude <noreply@anthropic.com>`

</details>
""")


@pytest.mark.parametrize("number", (0, 1, 5, 8, 9, 40))
def test_at_most_twelve_lines_stand_above_the_fold(number: int) -> None:
    shown = check_run_text(many(number))
    lines = [line for line in shown.summary.splitlines() if line and not set(line) <= set("| -")]
    assert len(lines) <= ABOVE_THE_FOLD
    told = sum("NOT NULL on" in line for line in lines)
    said = [line for line in lines if "more, below" in line]
    assert said == ([f"| | and {number - told} more, below | | |"] if told < number else [])
    assert (f"All {number} findings" in shown.text) is (told < number)


def test_the_problem_of_the_configuration_stands_on_top() -> None:
    lines = check_run_text(RICH).summary.splitlines()
    assert lines[1].startswith(".github/holdfast.yml:3:1:")


def test_suppressed_findings_are_listed_apart_and_need_nothing() -> None:
    shown = check_run_text(replace(SMALL, findings=(HUSHED,)))
    assert "| lost |" not in shown.summary
    assert "Suppressed in the code" in shown.text
    assert "public by design, until 2030-01-01" in shown.text
    assert "Hand this to the agent" not in shown.text


def test_a_note_needs_nothing_and_is_not_handed_to_the_agent() -> None:
    shown = check_run_text(replace(SMALL, findings=(NOTE,)))
    assert "nothing to do" in shown.summary
    assert "Hand this to the agent" not in shown.text


def test_a_huge_report_stays_within_the_limits_with_every_fold_closed_and_a_count() -> None:
    evidence = tuple(replace(it, snippet="x = 1\n" * 300) for it in LOST.evidence)
    findings = tuple(replace(LOST, fingerprint=f"{n:020}", evidence=evidence) for n in range(3_000))
    files = tuple(ReportedFile(f"f{n}.py", None, "modified", (), "does not parse") for n in range(3_000))
    shown = check_run_text(replace(RICH, findings=findings, files=files))
    assert size(shown.summary) <= GITHUB_TEXT
    assert size(shown.text) <= GITHUB_TEXT
    assert shown.text.count("<details>") == shown.text.count("</details>")
    assert shown.text.count("```") % 2 == 0
    assert "more left out" in shown.text


def hostile_report(text: str) -> Report:
    evidence = tuple(replace(it, snippet=text, label=text, path=text) for it in LOST.evidence)
    finding = replace(
        LOST, title=text, message=text, path=text, symbol=text, check=text, docs=text, codes=(text,), evidence=evidence
    )
    boundary = Boundary(NOTE.area, text, (text,), (), 1, (text,), (text,), "carried")
    return replace(
        RICH,
        findings=(finding, replace(finding, action=Action.NOTE, suppressed=Suppression(text, text))),
        files=(ReportedFile(text, text, "modified", (), text),),
        boundaries=(boundary, replace(boundary, status="open", signoffs=())),
        constraints=(ConstraintResult(text, "omission", "kept"),),
        authorship=Authorship(text, (Signal("trailer", text),)),
        notes=(text,),
    )


@given(hostile)
def test_foreign_text_formats_links_pings_and_loads_nothing(text: str) -> None:
    page = Rendered(to_markdown(hostile_report(text)))
    assert set(page.tags) <= OURS
    assert "a" not in page.tags
    assert page.tags.count("details") == Rendered(to_markdown(hostile_report("plain"))).tags.count("details")
    assert "@" not in page.loose
    assert "#" not in page.loose


def test_only_our_own_pages_are_linked() -> None:
    assert Rendered(to_markdown(RICH)).tags.count("a") == 4
