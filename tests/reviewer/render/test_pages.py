"""Printed pages: everything a check says of itself, in one form for checks and rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from inline_snapshot import snapshot
from msgspec.structs import replace

from checks.kit import Action, Area, Change, Check, Database, Example, Hit, Kind, Options, Settings, Severity
from checks.kit.areas import WARN_AREAS
from checks.kit.page import Page
from reviewer.render.pages.check_page import check_page
from reviewer.render.pages.entry import Entry, entry_of
from reviewer.render.pages.printed import printed_pages
from tests.reviewer.render.github import Rendered

PAGE = """A lock is no longer taken.

Two sentences. That say more.

Why it matters:
    Because.

Instead:
    Take it.

What it does not see:
    Locks elsewhere.

Sources:
    A manual.
"""


class Limits(Options):
    """What a repository may set."""

    longest: int = 3


def silent(change: Change, options: Options) -> Iterator[Hit]:
    del change, options
    yield from ()


CHECK = Check(
    module="checks.transactions.lock_gone",
    doc=PAGE,
    codes=("TX04",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=silent,
    examples=(
        Example(
            "the lock is gone",
            base="def pay(db):\n    lock(db)\n    return 1\n",
            head="def pay(db):\n    return 1\n",
            finds=((2, "`lock` no longer guards `pay`"),),
        ),
        Example(
            "a new file with ``` in it",
            head={"a|b.py": "x = '```'\n"},
            context={"shop/models.py": "y = 1\n"},
            settings=Settings(roles=("admin",), database=Database(engine="postgresql")),
        ),
        Example("a file that went away", base="z = 1\n"),
    ),
)
RULE = Entry(
    id="auth/guard-removed-from-route",
    area=Area.AUTH,
    codes=("AZ01",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    page=Page("A route lost its guard", "", tuple((name, "Words.") for name in ("Why it matters", "Instead"))),
    source="semgrep-rules/auth/guard-removed-from-route.yaml",
)


def test_a_page_from_its_check() -> None:
    assert check_page(entry_of(CHECK)) == snapshot("""\
<!-- Printed by `holdfast docs` from checks/transactions/lock_gone.py: edit there. -->

# A lock is no longer taken

`transactions/lock-gone` · area [transactions](../../reference/areas.md#transactions) · TX04 · severity high · asks for a sign-off · since 0.1.0

Two sentences. That say more.

## Why it matters

Because.

## Instead

Take it.

## Finds

### The lock is gone

`shop/orders.py`

```diff
 def pay(db):
-    lock(db)
     return 1
```

Line 2: `lock` no longer guards `pay`

## Says nothing when

### A new file with ```` ``` ```` in it

Configured: roles `('admin',)`, engine `'postgresql'`.

<code>a&#124;b&#46;py</code>, added

````python
x = '```'
````

`shop/models.py`, unchanged

```python
y = 1
```

### A file that went away

`shop/orders.py`, removed

```python
z = 1
```

## What it does not see

Locks elsewhere.

## Sources

A manual.
""")


def test_a_rule_shows_what_it_reads_and_its_annotated_fixture() -> None:
    sections = tuple((name, "Words.") for name in ("Why it matters", "Instead", "What it does not see", "Sources"))
    rule = replace(
        RULE,
        page=Page("A route lost its guard", "", sections),
        languages=("javascript", "typescript"),
        fixture=("semgrep-rules/auth/guard-removed-from-route.js", "// ruleid: guard-removed-from-route\nx()\n"),
    )
    page = check_page(rule)
    assert "javascript, typescript" in page
    assert "```javascript\n// ruleid: guard-removed-from-route\nx()\n```" in page
    assert "## Finds" not in page


def test_the_options_of_a_check_are_printed_as_a_schema_and_only_where_there_are_any() -> None:
    assert "## Options" not in check_page(entry_of(CHECK))
    page = check_page(entry_of(replace(CHECK, options=Limits)))
    assert '"longest"' in page
    assert "`checks: {transactions/lock-gone: {options: ...}}`" in page


def test_a_check_that_is_off_says_so_on_its_page_and_in_the_index() -> None:
    entry = entry_of(replace(CHECK, enabled=False))
    assert "off unless the configuration switches it on" in check_page(entry)
    assert "off by default" in printed_pages([entry])["docs/checks/index.md"]


def test_in_an_area_that_warns_a_loud_check_warns() -> None:
    quiet = replace(entry_of(CHECK), id="queries/lock-gone", area=Area.QUERIES)
    assert " · warns (asks for a sign-off where " in check_page(quiet)
    assert "| warns |" in printed_pages([quiet])["docs/checks/index.md"]
    assert " · warns" not in check_page(entry_of(CHECK))


def test_every_entry_has_a_page_and_a_line_and_nothing_else_is_printed() -> None:
    pages = printed_pages([entry_of(CHECK)])
    assert list(pages) == [
        "docs/checks/index.md",
        "docs/checks/transactions/lock-gone.md",
        "docs/reference/areas.md",
        "docs/reference/levels.md",
        "docs/reference/report.md",
        "docs/reference/report.schema.json",
    ]
    assert pages["docs/checks/index.md"].count("](transactions/lock-gone.md)") == 1
    assert json.loads(pages["docs/reference/report.schema.json"])["title"] == "Holdfast report, version 1"
    assert all(text.endswith("\n") and not text.endswith("\n\n") for text in pages.values())


def test_the_page_of_the_levels_has_a_line_per_action() -> None:
    page = printed_pages([])["docs/reference/levels.md"]
    for action in Action:
        assert page.count(f"\n| {action.value} | ") == 1


def test_the_order_of_the_entries_does_not_matter() -> None:
    other = entry_of(replace(CHECK, module="checks.auth.role_gone"))
    assert printed_pages([other, entry_of(CHECK)]) == printed_pages([entry_of(CHECK), other])


@pytest.mark.parametrize("area", tuple(Area))
def test_every_area_has_its_heading_and_its_default(area: Area) -> None:
    page = printed_pages([entry_of(CHECK)])["docs/reference/areas.md"]
    (section,) = re.findall(rf"^## {area.value}\n(.*?)(?:^## |\Z)", page, re.DOTALL | re.MULTILINE)
    assert ("a finding warns" in section) is (area in WARN_AREAS)
    assert ("[1 check or rule](../checks/index.md#transactions)" in section) is (area is Area.TRANSACTIONS)


def test_relative_links_lead_to_printed_pages() -> None:
    pages = printed_pages([entry_of(CHECK)])
    for path, text in pages.items():
        folder = path.rsplit("/", 1)[0].split("/")
        for target in re.findall(r"\]\((?!https:)([^)#]+)", text):
            steps = [*folder]
            for step in target.split("/"):
                steps = steps[:-1] if step == ".." else [*steps, step]
            assert "/".join(steps) in pages, (path, target)


def test_the_code_of_an_example_stays_in_its_block() -> None:
    page = Rendered(check_page(entry_of(CHECK)))
    assert page.tags.count("pre") == 4
    assert page.tags.count("h2") == 6
